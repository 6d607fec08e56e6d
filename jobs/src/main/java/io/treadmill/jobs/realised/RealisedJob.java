package io.treadmill.jobs.realised;

import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.contract.RunReport;
import io.treadmill.jobs.instrument.AggregateTotals;
import io.treadmill.jobs.instrument.InstrumentGroups;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.Selection;
import io.treadmill.lake.TableUnion;
import io.treadmill.market.FeedRule;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;

/**
 * Reported liquidations on the grid of the map: {@code realised_liquidations}. Prints by five
 * minutes, side and 10 bp bucket; totals of aggregators by their own interval, without a bucket.
 * The high of a throttled feed is an estimate of what was forced, no bound: its notional restored
 * by the factors of the settings, or without them {@link FeedRule#estimatedFactor}. Sums are exact
 * to 1e-10 USD whatever the order of rows.
 */
public final class RealisedJob implements Job {
  private static final List<LakeTable> WRITTEN = List.of(LakeTables.REALISED_LIQUIDATIONS);
  private static final TableUnion OUTPUT = TableUnion.of(WRITTEN);

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
    JavaRDD<Row> prints = read(run, ArchiveDataset.LIQUIDATIONS, RealisedFunction.PRINTS);
    JavaRDD<Row> totals = read(run, ArchiveDataset.LIQUIDATION_BARS, RealisedFunction.TOTALS);
    JavaRDD<Row> rows =
        InstrumentGroups.of(
                RealisedFunction.INPUT,
                Map.of(
                    RealisedFunction.PRINTS, prints,
                    RealisedFunction.TOTALS, totals,
                    RealisedFunction.BARS, bars(run, totals)),
                row -> row.text("symbol") + "/" + UtcDays.dayOf(row.micros("ts")),
                new RealisedFunction(run.settings().realised().restoration()))
            .map(row -> OUTPUT.row(LakeTables.REALISED_LIQUIDATIONS.name(), row));
    return new RunReport(
        run.lake().overwrite(WRITTEN, run.days(), run.selection(), OUTPUT, rows),
        run.archive().copies(ArchiveDataset.LIQUIDATIONS, run.days()));
  }

  private static JavaRDD<Row> read(RunContext run, ArchiveDataset dataset, String part) {
    return run.archive()
        .rows(dataset, run.days(), run.selection(), RealisedFunction.INPUT.columns(part));
  }

  /** Bars of the pairs whose totals are in coins; few aggregators tell such. */
  private static JavaRDD<Row> bars(RunContext run, JavaRDD<Row> totals) {
    TreeSet<String> symbols =
        new TreeSet<>(
            NamedRow.distinct(
                totals.filter(
                    row ->
                        Stream.of(Side.values())
                            .anyMatch(side -> RealisedFunction.isPriced(new NamedRow(row), side))),
                row -> row.text("symbol")));
    return symbols.isEmpty()
        ? JavaSparkContext.fromSparkContext(totals.context()).emptyRDD()
        : run.lake()
            .rows(
                LakeTables.BARS_5M,
                run.days(),
                new Selection(null, symbols),
                RealisedFunction.INPUT.columns(RealisedFunction.BARS));
  }

  /**
   * Returns how the venue reported a print of the archive: a feed that its own file calls full or
   * sampled is that; a throttled one has the venue's rule.
   */
  public static String rule(NamedRow print) {
    FeedRule known =
        FeedRule.of(print.text("venue"), Product.of(print.text("product")), print.day("day"));
    return switch (print.text("completeness")) {
      case "full" -> FeedRule.FULL.text();
      case "sampled" -> FeedRule.SAMPLED.text();
      case "throttled_1s" ->
          known.text().startsWith("throttled") ? known.text() : FeedRule.THROTTLED_1S.text();
      default -> known.text();
    };
  }
}
