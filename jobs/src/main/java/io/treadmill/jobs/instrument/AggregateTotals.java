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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What other rows than its own say of an instrument's forced orders. Totals that an aggregator
 * published for an asset over a set of venues: they belong to every leveraged instrument that
 * {@link AggregateRule#holds} says, under the name of the set; a law fitted to them says so, and is
 * never added to another. Of two sources of one set the first by name counts. And when the feed of
 * its venue was recorded, by the prints of all symbols.
 */
public final class AggregateTotals implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Map<String, Map<LocalDate, List<Total>>> byAsset = new HashMap<>();
  private final FeedRecordings recordings;

  /** One total of an interval of some minutes. */
  private record Total(long micros, int minutes, String rule, Side side, double usd)
      implements Serializable {
    /** Returns the same with a text that many share. */
    Total with(String sharedRule) {
      return new Total(micros, minutes, sharedRule, side, usd);
    }
  }

  /** A total as a task reads it. */
  private record Told(String venue, String symbol, Total total) implements Serializable {
    private static final Comparator<Told> ORDER =
        Comparator.comparing(Told::symbol)
            .thenComparing(told -> told.total().rule())
            .thenComparing(told -> told.total().micros())
            .thenComparing(told -> told.total().side())
            .thenComparing(Told::venue);

    static Told of(NamedRow row) {
      return new Told(
          row.text("venue"),
          row.text("symbol"),
          new Total(
              row.micros("ts"),
              row.integer("interval_minutes"),
              row.text("feed_rule"),
              Side.of(row.text("side")),
              row.number("notional_usd")));
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
    List<Told> totals =
        new ArrayList<>(
            run.lake()
                .rows(
                    LakeTables.REALISED_LIQUIDATIONS,
                    days,
                    Selection.ALL,
                    List.of("feed_rule", "interval_minutes", "ts", "side", "notional_usd"))
                .map(NamedRow::new)
                .filter(AggregateTotals::isTotal)
                .map(Told::of)
                .collect());
    totals.sort(Told.ORDER);
    Map<String, String> rules = new HashMap<>();
    for (Told told : totals) {
      Total total = told.total();
      result
          .byAsset
          .computeIfAbsent(Asset.ofSymbol(told.symbol()).name(), key -> new HashMap<>())
          .computeIfAbsent(UtcDays.dayOf(total.micros()), key -> new ArrayList<>())
          .add(total.with(rules.computeIfAbsent(total.rule(), rule -> rule)));
    }
    return result;
  }

  private static boolean isTotal(NamedRow row) {
    return AggregateRule.is(row.text("feed_rule"))
        && BarClock.MINUTES_OF_A_DAY % row.integer("interval_minutes") == 0;
  }

  /** Says which totals of an instrument's asset are of other venues or pairs; null if none are. */
  public String ofOtherVenues(Instrument instrument) {
    String others =
        ofAsset(instrument).values().stream()
            .flatMap(List::stream)
            .map(Total::rule)
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
    for (Total total : ofAsset(instrument).getOrDefault(day, List.of())) {
      if (isOf.computeIfAbsent(total.rule(), rule -> new AggregateRule(rule).holds(instrument))) {
        totals.add(total.micros(), total.minutes(), total.rule(), total.side(), total.usd());
      }
    }
  }

  private Map<LocalDate, List<Total>> ofAsset(Instrument instrument) {
    return byAsset.getOrDefault(Asset.ofSymbol(instrument.symbol()).name(), Map.of());
  }
}
