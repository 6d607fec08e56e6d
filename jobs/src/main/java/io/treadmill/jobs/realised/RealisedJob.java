package io.treadmill.jobs.realised;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.treadmill.conf.Settings.RestorationSettings;
import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.contract.RunReport;
import io.treadmill.jobs.instrument.AggregateTotals;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.BarClock;
import io.treadmill.market.FeedRestoration;
import io.treadmill.market.FeedRule;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Product;
import java.sql.Date;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Reported liquidations on the grid of the map: {@code realised_liquidations}. Prints by five
 * minutes, side and 10 bp bucket; totals of aggregators by their own interval, without a bucket.
 * The high of a throttled feed is an estimate of what was forced, no bound: its notional restored
 * by the factors of the settings, or without them {@link FeedRule#estimatedFactor}. Sums are exact
 * to 1e-10 USD whatever the order of rows.
 */
public final class RealisedJob implements Job {
  private static final double SECONDS_OF_A_BAR = 300;

  private static final UserDefinedFunction BUCKET =
      udf((UDF1<Double, Integer>) PriceGrid::bucket, DataTypes.IntegerType);
  private static final UserDefinedFunction LOWER_EDGE =
      udf((UDF1<Integer, Double>) PriceGrid::lowerEdge, DataTypes.DoubleType);
  private static final UserDefinedFunction UPPER_EDGE =
      udf((UDF1<Integer, Double>) PriceGrid::upperEdge, DataTypes.DoubleType);
  private static final UserDefinedFunction RULE =
      udf((UDF4<String, String, Date, String, String>) RealisedJob::rule, DataTypes.StringType);
  private static final UserDefinedFunction ESTIMATED_FACTOR =
      udf((UDF2<String, Long, Double>) RealisedJob::estimatedFactor, DataTypes.DoubleType);

  @Override
  public Plan plan() {
    return new Plan(
        "realised",
        "reported liquidations on the grid of the map",
        Set.of(ArchiveDataset.LIQUIDATIONS, ArchiveDataset.LIQUIDATION_BARS),
        Set.of(LakeTables.BARS_5M),
        Set.of(LakeTables.REALISED_LIQUIDATIONS));
  }

  /** Aggregators name the asset, not the symbol: their totals come with those of the symbol. */
  @Override
  public Selection readsOf(Selection selection) {
    return AggregateTotals.withAggregates(selection);
  }

  @Override
  public RunReport run(RunContext asked) {
    RunContext run = asked.with(readsOf(asked.selection()));
    Dataset<Row> rows =
        rows(
            run.archive().read(ArchiveDataset.LIQUIDATIONS, run.days(), run.selection()),
            run.archive().read(ArchiveDataset.LIQUIDATION_BARS, run.days(), run.selection()),
            run.lake().read(LakeTables.BARS_5M, run.days(), run.selection()),
            run.settings().realised().restoration());
    return new RunReport(
        List.of(
            run.lake()
                .overwrite(LakeTables.REALISED_LIQUIDATIONS, run.days(), run.selection(), rows)),
        run.archive().copies(ArchiveDataset.LIQUIDATIONS, run.days()));
  }

  /** Returns the rows of the table from those of the two datasets, and bars that price coins. */
  static Dataset<Row> rows(
      Dataset<Row> prints,
      Dataset<Row> totals,
      Dataset<Row> bars,
      RestorationSettings restoration) {
    return prints(prints, restoration).unionByName(totals(totals, bars));
  }

  /**
   * Columns venue .. kind of the dataset; gives one row a (instrument, 5 min, side, bucket, rule).
   */
  private static Dataset<Row> prints(Dataset<Row> prints, RestorationSettings restoration) {
    Dataset<Row> placed =
        restored(
            withRule(prints)
                .withColumn(
                    "bar",
                    expr(
                        "timestamp_micros(unix_micros(ts) div %1$d * %1$d)"
                            .formatted(BarClock.BAR_MICROS)))
                .withColumn("second", expr("unix_micros(ts) div 1000000"))
                .withColumn("bucket", BUCKET.apply(col("price"))),
            restoration);
    Dataset<Row> seconds =
        placed
            .groupBy("venue", "product", "symbol", "bar", "feed_rule")
            .agg(count_distinct(col("second")).as("seconds"));
    return placed
        .groupBy("venue", "product", "symbol", "bar", "liquidated_side", "bucket", "feed_rule")
        .agg(
            exactSum(col("notional_usd")).as("notional_usd"),
            exactSum(col("restored_usd")).as("restored_usd"),
            count(lit(1)).as("print_count"))
        .join(
            seconds,
            scala.jdk.javaapi.CollectionConverters.asScala(
                    List.of("venue", "product", "symbol", "bar", "feed_rule"))
                .toSeq())
        .select(
            col("venue"),
            col("product"),
            col("symbol"),
            col("bar").as("ts"),
            lit(5).as("interval_minutes"),
            col("liquidated_side").as("side"),
            col("bucket"),
            LOWER_EDGE.apply(col("bucket")).as("price_low"),
            UPPER_EDGE.apply(col("bucket")).as("price_high"),
            col("notional_usd"),
            col("notional_usd").as("low_usd"),
            coalesce(
                    col("restored_usd"),
                    col("notional_usd")
                        .multiply(ESTIMATED_FACTOR.apply(col("feed_rule"), col("seconds"))))
                .as("high_usd"),
            col("print_count"),
            col("feed_rule"));
  }

  /** Adds {@code feed_rule} to rows of the dataset: how the venue reported prints then. */
  public static Dataset<Row> withRule(Dataset<Row> prints) {
    return prints.withColumn(
        "feed_rule", RULE.apply(col("venue"), col("product"), col("day"), col("completeness")));
  }

  private static Column exactSum(Column usd) {
    return sum(usd.cast(DataTypes.createDecimalType(38, 10))).cast(DataTypes.DoubleType);
  }

  /**
   * Adds {@code restored_usd}: the notional times the factor of its ten seconds and its minute, of
   * throttled feeds; null without factors, and for other feeds.
   */
  private static Dataset<Row> restored(Dataset<Row> prints, RestorationSettings settings) {
    if (!settings.isKnown()) {
      return prints.withColumn("restored_usd", lit(null).cast(DataTypes.DoubleType));
    }
    FeedRestoration restoration = new FeedRestoration(settings.origin(), settings.factors());
    UserDefinedFunction factor =
        udf((UDF2<Integer, Integer, Double>) restoration::factor, DataTypes.DoubleType);
    return prints.withColumn(
        "restored_usd",
        when(
            col("feed_rule").startsWith("throttled"),
            col("notional_usd").multiply(factor.apply(secondsOf(10), secondsOf(60)))));
  }

  /** Seconds with a print of the instrument in the same span of the clock. */
  private static Column secondsOf(int span) {
    WindowSpec same =
        Window.partitionBy(
            col("venue"),
            col("product"),
            col("symbol"),
            col("feed_rule"),
            expr("second div " + span));
    return size(collect_set(col("second")).over(same));
  }

  /**
   * Totals carry no price and no estimate: what the aggregator saw of each venue is not known. The
   * total of a pair is a part of that of its coin: its rule says so, and no rule is ever added to
   * another.
   */
  private static Dataset<Row> totals(Dataset<Row> totals, Dataset<Row> bars) {
    Dataset<Row> sides =
        totals.selectExpr(
            "venue",
            "product",
            "symbol",
            "ts",
            "interval_seconds",
            "scope",
            "venue_set",
            "stack(2, 'long', long_usd, long_base, 'short', short_usd, short_base)"
                + " as (side, notional_usd, coins)");
    return sides
        .where("notional_usd is not null")
        .drop("coins")
        .unionByName(priced(sides.where("notional_usd is null and coins is not null"), bars))
        .selectExpr(
            "venue",
            "product",
            "symbol",
            "ts",
            "cast(interval_seconds / 60 as int) as interval_minutes",
            "side",
            "cast(null as int) as bucket",
            "cast(null as double) as price_low",
            "cast(null as double) as price_high",
            "notional_usd",
            "notional_usd as low_usd",
            "cast(null as double) as high_usd",
            "cast(null as bigint) as print_count",
            "concat('aggregate of ', venue_set, if(scope = 'pair', concat(', pair ', symbol), ''))"
                + " as feed_rule");
  }

  /**
   * Coins of a pair at the price of its own bars in the interval, closes weighted by volume;
   * without a bar they have no row.
   */
  private static Dataset<Row> priced(Dataset<Row> coins, Dataset<Row> bars) {
    String start = "unix_micros(%s) div (greatest(interval_seconds, 300) * 1000000L)";
    String[] row = {
      "venue", "product", "symbol", "ts", "interval_seconds", "scope", "venue_set", "side", "coins"
    };
    Dataset<Row> prices =
        bars.selectExpr(
            "venue as bar_venue",
            "product as bar_product",
            "symbol as bar_symbol",
            "ts as bar_ts",
            "close",
            "base_volume");
    return coins
        .where("scope = 'pair'")
        .join(
            prices,
            expr(
                "bar_venue = venue_set and bar_product = product and bar_symbol = symbol"
                    + " and to_date(bar_ts) = to_date(ts) and "
                    + start.formatted("bar_ts")
                    + " = "
                    + start.formatted("ts")))
        .groupBy(Arrays.stream(row).map(functions::col).toArray(Column[]::new))
        .agg(
            expr("coins * if(sum(base_volume) > 0,"
                    + " sum(close * base_volume) / sum(base_volume), avg(close))")
                .as("notional_usd"))
        .drop("coins");
  }

  /**
   * A feed that its own file calls full or sampled is that; a throttled one has the venue's rule.
   */
  private static String rule(String venue, String product, Date day, String completeness) {
    return switch (completeness) {
      case "full" -> FeedRule.FULL.text();
      case "sampled" -> FeedRule.SAMPLED.text();
      case "throttled_1s" -> {
        FeedRule known = FeedRule.of(venue, Product.of(product), day.toLocalDate());
        yield known.text().startsWith("throttled") ? known.text() : FeedRule.THROTTLED_1S.text();
      }
      default -> FeedRule.of(venue, Product.of(product), day.toLocalDate()).text();
    };
  }

  private static Double estimatedFactor(String rule, Long seconds) {
    var factor = FeedRule.of(rule).estimatedFactor(Math.min(1.0, seconds / SECONDS_OF_A_BAR));
    return factor.isPresent() ? factor.getAsDouble() : null;
  }
}
