package io.treadmill.jobs.asset;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.treadmill.book.models.Models;
import io.treadmill.jobs.contract.ConcurrentSteps;
import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.contract.RunReport;
import io.treadmill.jobs.instrument.InstrumentRows;
import io.treadmill.jobs.instrument.ModelSettings;
import io.treadmill.jobs.instrument.WholeAssets;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.Selection;
import io.treadmill.market.AggregateRule;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Asset;
import io.treadmill.market.contract.Register;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One map for an asset, {@code asset_heatmap}: the sum of the maps of its instruments; and what
 * they predicted together against the totals of the asset, {@code asset_score}. An asset is
 * computed as a whole, whichever of its symbols a run names.
 */
public final class AssetJob implements Job {
  @Override
  public Plan plan() {
    return new Plan(
        "asset",
        "one map for each asset over its instruments, and its score",
        Set.of(),
        Set.of(
            LakeTables.BARS_5M,
            LakeTables.BOOK_STATE,
            LakeTables.LIQUIDATION_HEATMAP,
            LakeTables.HEATMAP_PREDICTION,
            LakeTables.REALISED_LIQUIDATIONS),
        Set.of(LakeTables.ASSET_HEATMAP, LakeTables.ASSET_SCORE));
  }

  @Override
  public boolean standsOnDaysBefore() {
    return true;
  }

  @Override
  public RunReport run(RunContext asked) {
    UtcDays days = asked.days();
    UtcDays scored = days.before(AssetScoreFunction.WINDOW_DAYS - 1);
    RunContext run = asked.with(WholeAssets.of(asked, scored.before(1)));
    Broadcast<AssetShares> shares =
        JavaSparkContext.fromSparkContext(run.spark().sparkContext())
            .broadcast(shares(run, scored));
    Dataset<Row> maps =
        maps(run, days)
            .flatMapGroups(
                new AssetMapFunction(shares), Encoders.row(AssetMapFunction.LAYOUT.schema()));
    Dataset<Row> scores =
        InstrumentRows.inFewTasks(
                run,
                run.lake()
                    .read(LakeTables.HEATMAP_PREDICTION, scored, run.selection())
                    .where("horizon <> 'path_5m'"))
            .groupByKey(
                (MapFunction<Row, String>) row -> assetOf(new NamedRow(row)), Encoders.STRING())
            .flatMapGroups(
                new AssetScoreFunction(shares, days.days()),
                Encoders.row(AssetScoreFunction.LAYOUT.schema()));
    return new RunReport(
        ConcurrentSteps.run(
            List.of(
                () -> run.lake().overwrite(LakeTables.ASSET_HEATMAP, days, run.selection(), maps),
                () -> run.lake().overwrite(LakeTables.ASSET_SCORE, days, run.selection(), scores))),
        List.of());
  }

  private static String assetOf(NamedRow row) {
    return Asset.ofSymbol(row.text("symbol")).name();
  }

  /** Cells, bars and last prices of the day before, by asset and day. */
  private static KeyValueGroupedDataset<String, Row> maps(RunContext run, UtcDays days) {
    UtcDays before = new UtcDays(days.from().minusDays(1), days.to().minusDays(1));
    Dataset<Row> cells =
        run.lake()
            .read(LakeTables.LIQUIDATION_HEATMAP, days, run.selection())
            .where(col("model").equalTo(Models.BOOK));
    Dataset<Row> bars = run.lake().read(LakeTables.BARS_5M, days, run.selection());
    Dataset<Row> states =
        run.lake()
            .read(LakeTables.BOOK_STATE, before, run.selection())
            .where("kind = 'last_close'");
    Dataset<Row> all =
        part(cells, AssetMapFunction.CELL, "to_date(ts)")
            .unionByName(part(bars, AssetMapFunction.BAR, "to_date(ts)"))
            .unionByName(part(states, AssetMapFunction.STATE, "date_add(day, 1)"));
    return InstrumentRows.inFewTasks(run, all)
        .groupByKey(
            (MapFunction<Row, String>)
                row ->
                    Asset.ofSymbol(row.getString(row.fieldIndex("of_symbol"))).name()
                        + "/"
                        + row.getDate(row.fieldIndex("of_day")).toLocalDate(),
            Encoders.STRING());
  }

  /** Rows of one table as rows of the union, with their symbol and day. */
  private static Dataset<Row> part(Dataset<Row> rows, String name, String day) {
    StructType union = AssetMapFunction.INPUT.schema();
    Column[] columns = new Column[union.size() + 2];
    for (int i = 0; i < union.size(); i++) {
      StructField field = union.fields()[i];
      columns[i] =
          field.name().equals(name)
              ? struct(columns((StructType) field.dataType())).as(name)
              : lit(null).cast(field.dataType()).as(field.name());
    }
    columns[union.size()] = col("symbol").as("of_symbol");
    columns[union.size() + 1] = expr(day).as("of_day");
    return rows.select(columns);
  }

  private static Column[] columns(StructType schema) {
    Column[] columns = new Column[schema.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = col(schema.fields()[i].name());
    }
    return columns;
  }

  /** What tells the shares of the instruments on some days. */
  private static AssetShares shares(RunContext run, UtcDays days) {
    AssetShares shares = new AssetShares();
    UtcDays before = new UtcDays(days.from().minusDays(1), days.to().minusDays(1));
    addSizes(run, before, shares);
    UtcDays told = new UtcDays(days.from().minusDays(AssetShares.DAYS), days.to().minusDays(1));
    addVenueTotals(NamedRow.all(dailyTotals(run, told)), shares);
    return shares;
  }

  private static void addSizes(RunContext run, UtcDays days, AssetShares shares) {
    Register register = run.register();
    for (NamedRow row : NamedRow.all(sizes(run, days))) {
      Instrument instrument = row.instrument();
      double openInterest = row.number("open_interest");
      double price = row.number("last_close");
      shares.addSize(
          row.day("day"),
          instrument,
          new AssetShares.Size(
              Double.isNaN(openInterest) || Double.isNaN(price)
                  ? Double.NaN
                  : ModelSettings.contract(instrument, register).usd(openInterest, price),
              row.number("volume_usd")));
    }
  }

  /** Open interest and price at the ends of days, and what was traded on them. */
  private static Dataset<Row> sizes(RunContext run, UtcDays days) {
    Dataset<Row> states =
        run.lake()
            .read(LakeTables.BOOK_STATE, days, run.selection())
            .where("kind in ('open_interest', 'last_close')")
            .groupBy("venue", "product", "symbol", "day")
            .agg(
                expr("max(value) filter (where kind = 'open_interest')").as("open_interest"),
                expr("max(value) filter (where kind = 'last_close')").as("last_close"));
    Dataset<Row> volumes =
        run.lake()
            .read(LakeTables.BARS_5M, days, run.selection())
            .selectExpr(
                "venue",
                "product",
                "symbol",
                "to_date(ts) as day",
                "cast(base_volume * close as decimal(38, 6)) as usd")
            .groupBy("venue", "product", "symbol", "day")
            .agg(expr("cast(sum(usd) as double)").as("volume_usd"));
    return states.join(
        volumes,
        scala.jdk.javaapi.CollectionConverters.asScala(List.of("venue", "product", "symbol", "day"))
            .toSeq(),
        "left");
  }

  /**
   * Adds daily totals that aggregators told of single venues. Totals of two symbols, sets, sources
   * or intervals tell the same: none is added to another, that of most days counts, then the first
   * by name.
   */
  static void addVenueTotals(List<NamedRow> rows, AssetShares shares) {
    Map<List<String>, TreeMap<String, TreeMap<LocalDate, Double>>> told = new HashMap<>();
    for (NamedRow row : rows) {
      AggregateRule rule = new AggregateRule(row.text("feed_rule"));
      if (rule.venues().size() == 1 && !AggregateRule.isOfUnknownVenues(rule.text())) {
        String series =
            String.join(
                "\t",
                row.text("venue"),
                row.text("symbol"),
                rule.text(),
                String.valueOf(row.integer("interval_minutes")));
        told.computeIfAbsent(List.of(assetOf(row), rule.venues().get(0)), key -> new TreeMap<>())
            .computeIfAbsent(series, key -> new TreeMap<>())
            .put(row.day("day"), row.number("usd"));
      }
    }
    told.forEach(
        (of, series) -> {
          int most = series.values().stream().mapToInt(Map::size).max().orElseThrow();
          series.values().stream()
              .filter(days -> days.size() == most)
              .findFirst()
              .orElseThrow()
              .forEach((day, usd) -> shares.addVenueTotal(day, of.get(0), of.get(1), usd));
        });
  }

  private static Dataset<Row> dailyTotals(RunContext run, UtcDays days) {
    return run.lake()
        .read(LakeTables.REALISED_LIQUIDATIONS, days, Selection.ALL)
        .where("feed_rule like 'aggregate of %' and feed_rule not like '%, pair %'")
        .selectExpr(
            "venue",
            "symbol",
            "feed_rule",
            "interval_minutes",
            "to_date(ts) as day",
            "cast(notional_usd as decimal(38, 6)) as usd")
        .groupBy("venue", "symbol", "feed_rule", "interval_minutes", "day")
        .agg(expr("cast(sum(usd) as double)").as("usd"));
  }
}
