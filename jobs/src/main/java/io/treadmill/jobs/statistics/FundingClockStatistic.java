package io.treadmill.jobs.statistics;

import io.treadmill.lake.EpisodeTables;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Steps;
import io.treadmill.stats.episode.ClockMeasure;
import io.treadmill.stats.episode.FundingClock;
import io.treadmill.stats.episode.SettlementSteps;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.NormalDistribution;

/** Activity around funding settlements: {@code funding_clock}. */
final class FundingClockStatistic implements Statistic {

  /** Days of settlements in a row. */
  static final int DAYS = 90;

  private static final String KIND = "funding_clock";
  private static final String POOLED = "all";
  private static final int EIGHT_HOURS = 480;
  private static final double Z_90 = 1.6448536269514722;
  private static final int STEP_MINUTES = 5;

  /** The clock of a measure at the end of a day. */
  private record Clocked(
      Instrument instrument,
      LocalDate day,
      ClockMeasure measure,
      int interval,
      FundingClock clock) {
    String reason() {
      String reason = clock.effect().reason();
      if (reason != null && measure == ClockMeasure.LIQUIDATIONS) {
        return reason + "; forced orders of five minutes and open interest are needed";
      }
      if (reason != null || !Double.isNaN(clock.z())) {
        return reason;
      }
      return clock.shifts() < FundingClock.LEAST_SHIFTS
          ? "%d shifts fit between settlements: no test".formatted(clock.shifts())
          : "the same at all other shifts: no test";
    }
  }

  /** One point of a profile: steps of five minutes from the settlement. */
  private record Point(Clocked of, int step) {
    double mean() {
      return of.clock().profile()[step + FundingClock.PROFILE_STEPS];
    }
  }

  /** Instruments of eight hours against those of shorter intervals. */
  private record Compared(LocalDate day, ClockMeasure measure, Group eight, Group shorter) {
    double value() {
      return eight.mean() - shorter.mean();
    }

    double error() {
      return Math.sqrt(eight.errorSquared() + shorter.errorSquared());
    }

    double z() {
      return value() / error();
    }
  }

  /** What an asset gives to the comparison. */
  private record Pooled(ClockMeasure measure, double interval, double value, double error)
      implements Serializable {}

  /** Effects of instruments, taken as independent. */
  private static final class Group {
    private int n;
    private double sum;
    private double errorsSquared;

    void add(Pooled one) {
      n++;
      sum += one.value();
      errorsSquared += one.error() * one.error();
    }

    double mean() {
      return sum / n;
    }

    double errorSquared() {
      return errorsSquared / ((double) n * n);
    }
  }

  private static final RowLayout<Clocked> TEST =
      RowLayout.<Clocked>of(EpisodeTables.FUNDING_CLOCK)
          .instrument(Clocked::instrument)
          .date("day", Clocked::day)
          .label("measure", Clocked::measure)
          .text("kind", one -> "test")
          .integer("offset_minutes", one -> 0)
          .integer("interval_minutes", Clocked::interval)
          .number("value", one -> one.clock().effect().value())
          .number("low", one -> one.clock().effect().low())
          .number("high", one -> one.clock().effect().high())
          .number("z", one -> one.clock().z())
          .number("p", one -> one.clock().effect().p())
          .integer("shifts", one -> one.clock().shifts())
          .whole("n", one -> one.clock().effect().n())
          .text("reason", Clocked::reason)
          .build();

  private static final RowLayout<Point> PROFILE =
      RowLayout.<Point>of(EpisodeTables.FUNDING_CLOCK)
          .instrument(one -> one.of().instrument())
          .date("day", one -> one.of().day())
          .label("measure", one -> one.of().measure())
          .text("kind", one -> "profile")
          .integer("offset_minutes", one -> STEP_MINUTES * one.step())
          .integer("interval_minutes", one -> one.of().interval())
          .number("value", Point::mean)
          .number("low", one -> one.of().clock().shiftedLow())
          .number("high", one -> one.of().clock().shiftedHigh())
          .number("z", one -> Double.NaN)
          .number("p", one -> Double.NaN)
          .integer("shifts", one -> one.of().clock().shifts())
          .whole("n", one -> one.of().clock().effect().n())
          .text("reason", one -> null)
          .build();

  private static final RowLayout<Compared> COMPARISON =
      RowLayout.<Compared>of(EpisodeTables.FUNDING_CLOCK)
          .text("venue", one -> POOLED)
          .text("product", one -> POOLED)
          .text("symbol", one -> POOLED)
          .date("day", Compared::day)
          .label("measure", Compared::measure)
          .text("kind", one -> "comparison")
          .integer("offset_minutes", one -> 0)
          .integer("interval_minutes", one -> 0)
          .number("value", Compared::value)
          .number("low", one -> one.value() - Z_90 * one.error())
          .number("high", one -> one.value() + Z_90 * one.error())
          .number("z", Compared::z)
          .number(
              "p", one -> 2 * new NormalDistribution().cumulativeProbability(-Math.abs(one.z())))
          .integerOrNull("shifts", one -> null)
          .whole("n", one -> one.eight().n + one.shorter().n)
          .text(
              "reason",
              one ->
                  "instruments taken as independent: %d of 8 h, %d shorter"
                      .formatted(one.eight().n, one.shorter().n))
          .build();

  @Override
  public List<LakeTable> tables() {
    return List.of(EpisodeTables.FUNDING_CLOCK);
  }

  @Override
  public String poolKind() {
    return KIND;
  }

  @Override
  public void compute(AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (MarketSeries series : markets.perpetuals()) {
      if (series.settled().isEmpty()) {
        continue;
      }
      Map<ClockMeasure, double[]> measures = new EnumMap<>(ClockMeasure.class);
      for (ClockMeasure measure : ClockMeasure.values()) {
        measures.put(measure, measure.of(series));
      }
      for (LocalDate day : days.days()) {
        addDay(series, measures, day, rows);
      }
    }
  }

  private static void addDay(
      MarketSeries series,
      Map<ClockMeasure, double[]> measures,
      LocalDate day,
      StatisticRows rows) {
    Steps steps = series.steps();
    int end = steps.end(day);
    int from = Math.max(0, end - DAYS * steps.perDay());
    SettlementSteps settlements = SettlementSteps.of(series.settled(), steps, from, end);
    int interval = settlements.intervalMinutes();
    if (interval == 0) {
      return;
    }
    measures.forEach(
        (measure, values) -> {
          int to = measure.readsNextStart() ? end - 1 : end;
          FundingClock clock =
              FundingClock.of(
                  values, from, to, settlements.steps(), interval / STEP_MINUTES, steps.perDay());
          add(new Clocked(series.instrument(), day, measure, interval, clock), rows);
        });
  }

  private static void add(Clocked found, StatisticRows rows) {
    rows.add(TEST, found);
    if (!found.clock().effect().isPresent()) {
      return;
    }
    for (int step = -FundingClock.PROFILE_STEPS; step <= FundingClock.PROFILE_STEPS; step++) {
      rows.add(PROFILE, new Point(found, step));
    }
    double low = found.clock().effect().low();
    double high = found.clock().effect().high();
    Pooled pooled =
        new Pooled(
            found.measure(),
            found.interval(),
            found.clock().effect().value(),
            (high - low) / (2 * Z_90));
    rows.pool(
        new PooledEvent(
            KIND,
            found.instrument() + " " + found.measure(),
            UtcDays.startMicros(found.day()),
            pooled));
  }

  @Override
  public void computePooled(List<PooledEvent> events, UtcDays days, StatisticRows rows) {
    int at = 0;
    while (at < events.size()) {
      long micros = events.get(at).micros();
      Map<ClockMeasure, Compared> compared = new EnumMap<>(ClockMeasure.class);
      for (ClockMeasure measure : ClockMeasure.values()) {
        LocalDate day = UtcDays.dayOf(micros);
        compared.put(measure, new Compared(day, measure, new Group(), new Group()));
      }
      for (; at < events.size() && events.get(at).micros() == micros; at++) {
        Pooled one = (Pooled) events.get(at).event();
        Compared of = compared.get(one.measure());
        (one.interval() >= EIGHT_HOURS ? of.eight() : of.shorter()).add(one);
      }
      for (Compared one : compared.values()) {
        if (one.eight().n > 0 && one.shorter().n > 0) {
          rows.add(COMPARISON, one);
        }
      }
    }
  }
}
