package io.treadmill.jobs.instrument;

import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.jobs.contract.FeedRecordings;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.Selection;
import io.treadmill.market.AggregateRule;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Asset;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * What other rows than its own say of an instrument's forced orders. Totals that an aggregator
 * published for an asset over a set of venues: they belong to every leveraged instrument that
 * {@link AggregateRule#holds} says, under the name of the set; a law fitted to them says so, and is
 * never added to another. Of two sources of one set the first by name counts. And when the feed of
 * its venue was recorded, by the prints of all symbols.
 */
public final class AggregateTotals implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final BinaryOperator<double[]> FIRST =
      (usd, next) -> {
        Arrays.setAll(usd, i -> first(usd[i], next[i]));
        return usd;
      };

  /** Of each asset and day the totals of the day's intervals, in order; NaN where none was told. */
  private final Map<String, Map<LocalDate, SortedMap<Interval, double[]>>> byAsset =
      new HashMap<>();

  private final FeedRecordings recordings;

  /** What is told of one side in intervals of some minutes. */
  private record Interval(String rule, int minutes, Side side)
      implements Serializable, Comparable<Interval> {
    private static final Comparator<Interval> ORDER =
        Comparator.comparing(Interval::rule)
            .thenComparing(Interval::minutes)
            .thenComparing(Interval::side);

    @Override
    public int compareTo(Interval other) {
      return ORDER.compare(this, other);
    }
  }

  /** What a source tells of a symbol on a day; of two sources the first counts. */
  private record Source(String symbol, String venue, LocalDate day, Interval interval)
      implements Serializable, Comparable<Source> {
    private static final Comparator<Source> ORDER =
        Comparator.comparing(Source::symbol)
            .thenComparing(Source::venue)
            .thenComparing(Source::day)
            .thenComparing(Source::interval);

    @Override
    public int compareTo(Source other) {
      return ORDER.compare(this, other);
    }
  }

  /** Makes no totals, with the recordings of the feeds. */
  public AggregateTotals(FeedRecordings recordings) {
    this.recordings = recordings;
  }

  /** Returns the selection that also holds aggregates of the selected symbols' assets. */
  public static Selection withAggregates(Selection selection) {
    TreeSet<String> symbols = new TreeSet<>(selection.symbols());
    selection
        .symbols()
        .forEach(
            symbol -> {
              symbols.add(Asset.ofSymbol(symbol).name());
              symbols.add(Instrument.asset(symbol));
            });
    return new Selection(null, symbols);
  }

  /** Reads the totals of days. */
  public static AggregateTotals read(RunContext run, UtcDays days) {
    AggregateTotals result = new AggregateTotals(FeedRecordings.read(run, days));
    TreeMap<Source, double[]> told = new TreeMap<>();
    run.lake()
        .rows(
            LakeTables.REALISED_LIQUIDATIONS,
            days,
            Selection.ALL,
            List.of("feed_rule", "interval_minutes", "ts", "side", "notional_usd"))
        .mapPartitions(rows -> List.of(told(rows)).iterator())
        .collect()
        .forEach(part -> part.forEach((source, usd) -> told.merge(source, usd, FIRST)));
    told.forEach(
        (source, usd) ->
            result
                .byAsset
                .computeIfAbsent(Asset.ofSymbol(source.symbol()).name(), key -> new HashMap<>())
                .computeIfAbsent(source.day(), key -> new TreeMap<>())
                .merge(source.interval(), usd, FIRST));
    return result;
  }

  /** Returns what rows of a task tell; names that many share are one object. */
  private static TreeMap<Source, double[]> told(Iterator<Row> rows) {
    TreeMap<Source, double[]> told = new TreeMap<>();
    Map<String, String> names = new HashMap<>();
    UnaryOperator<String> shared = name -> names.computeIfAbsent(name, one -> one);
    while (rows.hasNext()) {
      NamedRow row = new NamedRow(rows.next());
      if (isTotal(row)) {
        int minutes = row.integer("interval_minutes");
        LocalDate day = UtcDays.dayOf(row.micros("ts"));
        double[] usd =
            told.computeIfAbsent(
                new Source(
                    shared.apply(row.text("symbol")),
                    shared.apply(row.text("venue")),
                    day,
                    new Interval(
                        shared.apply(row.text("feed_rule")), minutes, Side.of(row.text("side")))),
                source -> unknown(minutes));
        long after = row.micros("ts") - UtcDays.startMicros(day);
        int place = (int) (after / (minutes * BarClock.MINUTE_MICROS));
        usd[place] = first(usd[place], row.number("notional_usd"));
      }
    }
    return told;
  }

  private static double[] unknown(int minutes) {
    double[] usd = new double[BarClock.MINUTES_OF_A_DAY / minutes];
    Arrays.fill(usd, Double.NaN);
    return usd;
  }

  private static double first(double usd, double next) {
    return Double.isNaN(usd) ? next : usd;
  }

  private static boolean isTotal(NamedRow row) {
    return AggregateRule.is(row.text("feed_rule"))
        && BarClock.MINUTES_OF_A_DAY % row.integer("interval_minutes") == 0;
  }

  /** Says which totals of an instrument's asset are of other venues or pairs; null if none are. */
  public String ofOtherVenues(Instrument instrument) {
    String others =
        ofAsset(instrument).values().stream()
            .flatMap(day -> day.keySet().stream())
            .map(Interval::rule)
            .distinct()
            .filter(rule -> !new AggregateRule(rule).holds(instrument))
            .sorted()
            .map("'%s'"::formatted)
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? null : "totals of " + others + " are not of it";
  }

  /** Adds the totals of a day that belong to an instrument, and when its feed was recorded. */
  public void addTo(ReportedLiquidations totals, Instrument instrument, LocalDate day) {
    recordings.ofDay(instrument, day).forEach(totals::hear);
    Map<String, Boolean> isOf = new HashMap<>();
    ofAsset(instrument)
        .getOrDefault(day, Collections.emptySortedMap())
        .forEach(
            (interval, usd) -> {
              String rule = interval.rule();
              if (isOf.computeIfAbsent(rule, of -> new AggregateRule(of).holds(instrument))) {
                long micros = UtcDays.startMicros(day);
                for (double one : usd) {
                  totals.add(micros, interval.minutes(), rule, interval.side(), one);
                  micros += interval.minutes() * BarClock.MINUTE_MICROS;
                }
              }
            });
  }

  private Map<LocalDate, SortedMap<Interval, double[]>> ofAsset(Instrument instrument) {
    return byAsset.getOrDefault(Asset.ofSymbol(instrument.symbol()).name(), Map.of());
  }
}
