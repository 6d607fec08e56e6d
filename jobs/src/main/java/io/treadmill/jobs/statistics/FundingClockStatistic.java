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
import java.util.function.Function;
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

  /** One row. What a kind of row does not have is 0 or null. */
  private interface Line {
    /** Returns venue, product or symbol; those of a comparison are all. */
    default String name(Function<Instrument, String> part) {
      return POOLED;
    }

    LocalDate day();

    ClockMeasure measure();

    String kind();

    default int offsetMinutes() {
      return 0;
    }

    default int interval() {
      return 0;
    }

    double value();

    double low();

    double high();

    default double z() {
      return Double.NaN;
    }

    default double p() {
      return Double.NaN;
    }

    default Integer shifts() {
      return null;
    }

    long n();

    default String reason() {
      return null;
    }
  }

  /** The test of a measure at the end of a day. */
  private record Test(
      Instrument instrument, LocalDate day, ClockMeasure measure, int interval, FundingClock clock)
      implements Line {
    @Override
    public String name(Function<Instrument, String> part) {
      return part.apply(instrument);
    }

    @Override
    public String kind() {
      return "test";
    }

    @Override
    public double value() {
      return clock.effect().value();
    }

    @Override
    public double low() {
      return clock.effect().low();
    }

    @Override
    public double high() {
      return clock.effect().high();
    }

    @Override
    public double z() {
      return clock.z();
    }

    @Override
    public double p() {
      return clock.effect().p();
    }

    @Override
    public Integer shifts() {
      return clock.shifts();
    }

    @Override
    public long n() {
      return clock.effect().n();
    }

    @Override
    public String reason() {
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
  private record Point(Test of, int step) implements Line {
    @Override
    public String name(Function<Instrument, String> part) {
      return of.name(part);
    }

    @Override
    public LocalDate day() {
      return of.day();
    }

    @Override
    public ClockMeasure measure() {
      return of.measure();
    }

    @Override
    public String kind() {
      return "profile";
    }

    @Override
    public int offsetMinutes() {
      return STEP_MINUTES * step;
    }

    @Override
    public int interval() {
      return of.interval();
    }

    @Override
    public double value() {
      return of.clock().profile()[step + FundingClock.PROFILE_STEPS];
    }

    @Override
    public double low() {
      return of.clock().shiftedLow();
    }

    @Override
    public double high() {
      return of.clock().shiftedHigh();
    }

    @Override
    public Integer shifts() {
      return of.shifts();
    }

    @Override
    public long n() {
      return of.n();
    }
  }

  /** Instruments of eight hours against those of shorter intervals. */
  private record Compared(LocalDate day, ClockMeasure measure, Group eight, Group shorter)
      implements Line {
    @Override
    public String kind() {
      return "comparison";
    }

    @Override
    public double value() {
      return eight.mean() - shorter.mean();
    }

    private double error() {
      return Math.sqrt(eight.errorSquared() + shorter.errorSquared());
    }

    @Override
    public double low() {
      return value() - Z_90 * error();
    }

    @Override
    public double high() {
      return value() + Z_90 * error();
    }

    @Override
    public double z() {
      return value() / error();
    }

    @Override
    public double p() {
      return 2 * new NormalDistribution().cumulativeProbability(-Math.abs(z()));
    }

    @Override
    public long n() {
      return (long) eight.n + shorter.n;
    }

    @Override
    public String reason() {
      return "instruments taken as independent: %d of 8 h, %d shorter"
          .formatted(eight.n, shorter.n);
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

  private static final RowLayout<Line> ROWS =
      RowLayout.<Line>of(EpisodeTables.FUNDING_CLOCK)
          .text("venue", one -> one.name(Instrument::venue))
          .text("product", one -> one.name(of -> of.product().text()))
          .text("symbol", one -> one.name(Instrument::symbol))
          .date("day", Line::day)
          .label("measure", Line::measure)
          .text("kind", Line::kind)
          .integer("offset_minutes", Line::offsetMinutes)
          .integer("interval_minutes", Line::interval)
          .number("value", Line::value)
          .number("low", Line::low)
          .number("high", Line::high)
          .number("z", Line::z)
          .number("p", Line::p)
          .integerOrNull("shifts", Line::shifts)
          .whole("n", Line::n)
          .text("reason", Line::reason)
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
          add(new Test(series.instrument(), day, measure, interval, clock), rows);
        });
  }

  private static void add(Test found, StatisticRows rows) {
    rows.add(ROWS, found);
    if (!found.clock().effect().isPresent()) {
      return;
    }
    for (int step = -FundingClock.PROFILE_STEPS; step <= FundingClock.PROFILE_STEPS; step++) {
      rows.add(ROWS, new Point(found, step));
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
          rows.add(ROWS, one);
        }
      }
    }
  }
}
