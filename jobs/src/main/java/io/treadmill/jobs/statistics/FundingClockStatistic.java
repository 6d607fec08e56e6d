package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.Estimate;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Significance;
import io.treadmill.stats.Steps;
import io.treadmill.stats.episode.ClockMeasure;
import io.treadmill.stats.episode.FundingClock;
import io.treadmill.stats.episode.SettlementSteps;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Activity around funding settlements: {@code funding_clock}. */
final class FundingClockStatistic implements PerpetualStatistic {

  /** Days of settlements in a row. */
  static final int DAYS = 90;

  private static final String KIND = "funding_clock";
  private static final String POOLED = "all";
  private static final int EIGHT_HOURS = 480;
  private static final int STEP_MINUTES = 5;

  /**
   * What rows are about.
   *
   * @param instrument null: all of them
   * @param intervalMinutes between settlements; 0 of all instruments
   */
  private record Subject(
      Instrument instrument, LocalDate day, ClockMeasure measure, int intervalMinutes) {
    String name(Function<Instrument, String> part) {
      return instrument == null ? POOLED : part.apply(instrument);
    }
  }

  /**
   * One row.
   *
   * @param kind test, profile or comparison; what a kind does not have is 0, NaN or null
   */
  private record Line(
      Subject of,
      String kind,
      int offsetMinutes,
      Estimate value,
      double z,
      Integer shifts,
      String reason) {}

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
      RowLayout.<Line>of(LakeTables.FUNDING_CLOCK)
          .text("venue", one -> one.of().name(Instrument::venue))
          .text("product", one -> one.of().name(of -> of.product().text()))
          .text("symbol", one -> one.of().name(Instrument::symbol))
          .components(Subject.class, Line::of)
          .components(Line.class, one -> one)
          .interval("value", "low", "high", Line::value)
          .number("p", one -> one.value().p())
          .whole("n", one -> one.value().n())
          .build();

  @Override
  public String poolKind() {
    return KIND;
  }

  @Override
  public void compute(MarketSeries series, AssetMarkets markets, UtcDays days, StatisticRows rows) {
    if (series.settled().isEmpty()) {
      return;
    }
    Map<ClockMeasure, double[]> measures = new EnumMap<>(ClockMeasure.class);
    for (ClockMeasure measure : ClockMeasure.values()) {
      measures.put(measure, measure.of(series));
    }
    for (LocalDate day : days.days()) {
      addDay(series, measures, day, rows);
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
          add(new Subject(series.instrument(), day, measure, interval), clock, rows);
        });
  }

  private static void add(Subject of, FundingClock clock, StatisticRows rows) {
    Estimate effect = clock.effect();
    String reason = reason(of.measure(), clock);
    rows.add(ROWS, new Line(of, "test", 0, effect, clock.z(), clock.shifts(), reason));
    if (!effect.isPresent()) {
      return;
    }
    for (int step = -FundingClock.PROFILE_STEPS; step <= FundingClock.PROFILE_STEPS; step++) {
      Estimate mean = clock.profile(step);
      int offset = STEP_MINUTES * step;
      rows.add(ROWS, new Line(of, "profile", offset, mean, Double.NaN, clock.shifts(), null));
    }
    double error = (effect.high() - effect.low()) / (2 * Significance.Z_90);
    rows.pool(
        new PooledEvent(
            KIND,
            of.instrument() + " " + of.measure(),
            UtcDays.startMicros(of.day()),
            new Pooled(of.measure(), of.intervalMinutes(), effect.value(), error)));
  }

  private static String reason(ClockMeasure measure, FundingClock clock) {
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

  @Override
  public void computePooled(List<PooledEvent> events, UtcDays days, StatisticRows rows) {
    Map<Long, Map<ClockMeasure, Group[]>> groups = new TreeMap<>();
    for (PooledEvent event : events) {
      Pooled one = (Pooled) event.event();
      Group[] both =
          groups
              .computeIfAbsent(event.micros(), key -> new EnumMap<>(ClockMeasure.class))
              .computeIfAbsent(one.measure(), key -> new Group[] {new Group(), new Group()});
      both[one.interval() >= EIGHT_HOURS ? 0 : 1].add(one);
    }
    groups.forEach(
        (micros, ofDay) ->
            ofDay.forEach(
                (measure, both) -> {
                  if (both[0].n > 0 && both[1].n > 0) {
                    rows.add(ROWS, compared(UtcDays.dayOf(micros), measure, both[0], both[1]));
                  }
                }));
  }

  /** Instruments of eight hours against those of shorter intervals. */
  private static Line compared(LocalDate day, ClockMeasure measure, Group eight, Group shorter) {
    double value = eight.mean() - shorter.mean();
    double error = Math.sqrt(eight.errorSquared() + shorter.errorSquared());
    double half = Significance.Z_90 * error;
    double z = value / error;
    long n = (long) eight.n + shorter.n;
    Estimate difference =
        Estimate.of(value, value - half, value + half, n).withP(Significance.normal(z));
    String reason =
        "instruments taken as independent: %d of 8 h, %d shorter".formatted(eight.n, shorter.n);
    Subject all = new Subject(null, day, measure, 0);
    return new Line(all, "comparison", 0, difference, z, null, reason);
  }
}
