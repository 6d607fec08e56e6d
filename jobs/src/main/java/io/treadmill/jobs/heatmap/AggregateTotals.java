package io.treadmill.jobs.heatmap;

import static org.apache.spark.sql.functions.col;

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.Instrument;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Totals that an aggregator published for an asset over a set of venues. They belong to every
 * leveraged instrument of that asset on one of the venues, under the name of the set: a law fitted
 * to them says so, and is never added to another.
 */
final class AggregateTotals implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String RULE = "aggregate of ";

  private final Map<String, Map<LocalDate, List<Total>>> byAsset = new HashMap<>();

  /** One total. */
  private record Total(long micros, String rule, Side side, double usd) implements Serializable {}

  private AggregateTotals() {}

  /** Returns no totals. */
  static AggregateTotals none() {
    return new AggregateTotals();
  }

  /** Returns the selection that also holds aggregates of the selected symbols' assets. */
  static Selection withAggregates(Selection selection) {
    TreeSet<String> symbols = new TreeSet<>(selection.symbols());
    selection.symbols().forEach(symbol -> symbols.add(Instrument.asset(symbol)));
    return new Selection(null, symbols);
  }

  /** Reads the totals of days. */
  static AggregateTotals read(RunContext run, UtcDays days) {
    AggregateTotals result = none();
    Dataset<Row> totals =
        run.lake()
            .read(LakeTables.REALISED_LIQUIDATIONS, days, Selection.ALL)
            .where(col("feed_rule").startsWith(RULE).and(col("interval_minutes").equalTo(60)))
            .selectExpr("symbol", "unix_micros(ts)", "feed_rule", "side", "notional_usd");
    List<Row> rows = new ArrayList<>(FoldInput.inFewTasks(run, totals).collectAsList());
    rows.sort(
        Comparator.comparing((Row row) -> row.getString(0))
            .thenComparing(row -> row.getString(2))
            .thenComparing(row -> row.getLong(1))
            .thenComparing(row -> row.getString(3)));
    for (Row row : rows) {
      long micros = row.getLong(1);
      result
          .byAsset
          .computeIfAbsent(Instrument.asset(row.getString(0)), key -> new HashMap<>())
          .computeIfAbsent(UtcDays.dayOf(micros), key -> new ArrayList<>())
          .add(new Total(micros, row.getString(2), Side.of(row.getString(3)), row.getDouble(4)));
    }
    return result;
  }

  /** Adds the totals of a day that belong to an instrument. */
  void addTo(DayTotals totals, Instrument instrument, LocalDate day) {
    Optional.ofNullable(byAsset.get(Instrument.asset(instrument.symbol())))
        .map(days -> days.get(day))
        .orElse(List.of())
        .stream()
        .filter(total -> venues(total.rule()).contains(instrument.venue()))
        .forEach(total -> totals.add(total.micros(), total.rule(), total.side(), total.usd(), 60));
  }

  private static List<String> venues(String rule) {
    String set = rule.substring(RULE.length()).toLowerCase(Locale.ROOT);
    return Arrays.asList(set.split("[+,; ]+"));
  }
}
