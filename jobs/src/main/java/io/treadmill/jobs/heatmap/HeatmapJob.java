package io.treadmill.jobs.heatmap;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;

import io.treadmill.book.MapGrid;
import io.treadmill.book.ParameterSet;
import io.treadmill.conf.Settings;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.Job;
import io.treadmill.jobs.RunContext;
import io.treadmill.jobs.RunReport;
import io.treadmill.jobs.SideBySide;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * The book of each instrument, day after day: {@code book_state}, {@code liquidation_heatmap},
 * {@code book_balance}, {@code zones}, {@code fragility}, and what it and the baselines predicted
 * of the day, {@code heatmap_prediction}. Each day stands under the law in force then. The run of a
 * day reads the state of the day before; days that are already there after the run's last day are
 * computed again, because their books stand on this one.
 */
public final class HeatmapJob implements Job {
  @Override
  public String name() {
    return "heatmap";
  }

  @Override
  public String summary() {
    return "books of open positions and the liquidation heatmap";
  }

  @Override
  public Set<ArchiveDataset> readsArchive() {
    return Set.of(
        ArchiveDataset.TRADES,
        ArchiveDataset.KLINES,
        ArchiveDataset.OPEN_INTEREST,
        ArchiveDataset.MARK_INDEX,
        ArchiveDataset.MARGIN_TIERS);
  }

  @Override
  public Set<LakeTable> reads() {
    return Set.of(
        LakeTables.BARS_5M,
        LakeTables.VOLUME_PROFILE_5M,
        LakeTables.BOOK_STATE,
        LakeTables.REALISED_LIQUIDATIONS,
        LakeTables.LEVERAGE_LAW,
        LakeTables.LEVERAGE_LAW_DRAWS);
  }

  @Override
  public Set<LakeTable> writes() {
    return Set.of(
        LakeTables.BOOK_STATE,
        LakeTables.LIQUIDATION_HEATMAP,
        LakeTables.BOOK_BALANCE,
        LakeTables.ZONES,
        LakeTables.FRAGILITY,
        LakeTables.HEATMAP_PREDICTION);
  }

  @Override
  public SortedMap<String, String> furtherInputs(RunContext run) {
    return LawTable.fits(run, run.days().from(), run.days().to(), run.selection());
  }

  @Override
  public RunReport run(RunContext run) {
    ParameterSet parameters = parameters(run.settings().book());
    UtcDays days = throughLastState(run, parameters.id());
    Map<String, NavigableMap<LocalDate, StoredLaw>> laws =
        LawTable.read(run, days.from(), days.to(), run.selection());
    LocalDate historyFrom = historyFrom(run, days, laws);
    Dataset<Row> input =
        FoldInput.inFewTasks(
            run, leveraged(FoldInput.read(run, days, parameters.id(), historyFrom)));
    Dataset<Row> output =
        input
            .groupByKey(
                (MapFunction<Row, String>)
                    row -> row.getString(0) + "/" + row.getString(1) + "/" + row.getString(2),
                Encoders.STRING())
            .flatMapSortedGroups(
                FoldInput.ORDER,
                new BookFunction(plan(run, days, parameters, laws, historyFrom)),
                Encoders.row(FoldOutput.SCHEMA))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      check(output, days);
      return new RunReport(write(run, days, output), notes(run, days, output));
    } finally {
      output.unpersist();
    }
  }

  static ParameterSet parameters(Settings.BookSettings book) {
    return book.parameterSet().equals("real") ? ParameterSet.REAL : ParameterSet.SIMULATED;
  }

  /** Stretches the run to the last day that has a state: later books stand on earlier ones. */
  private static UtcDays throughLastState(RunContext run, String parameterSet) {
    Row last =
        run.lake()
            .read(
                LakeTables.BOOK_STATE,
                new UtcDays(run.days().to(), LocalDate.of(2100, 1, 1)),
                run.selection())
            .where(col("parameter_set").equalTo(parameterSet).and(col("kind").equalTo("bars")))
            .selectExpr("max(day)")
            .first();
    LocalDate to = last.isNullAt(0) ? run.days().to() : last.getDate(0).toLocalDate();
    return new UtcDays(run.days().from(), to.isAfter(run.days().to()) ? to : run.days().to());
  }

  /** First day that the baselines of the laws in force were filled with. */
  private static LocalDate historyFrom(
      RunContext run, UtcDays days, Map<String, NavigableMap<LocalDate, StoredLaw>> laws) {
    return laws.values().stream()
        .flatMap(ofInstrument -> ofInstrument.values().stream())
        .map(law -> law.trainedFrom().minusDays(run.settings().calibration().warmUpDays()))
        .reduce(days.from(), (a, b) -> a.isBefore(b) ? a : b);
  }

  private static BookFunction.Plan plan(
      RunContext run,
      UtcDays days,
      ParameterSet parameters,
      Map<String, NavigableMap<LocalDate, StoredLaw>> laws,
      LocalDate historyFrom) {
    Settings settings = run.settings();
    return new BookFunction.Plan(
        parameters,
        MapGrid.of(
            settings.heatmap().stepMinutes(),
            settings.heatmap().stepBp(),
            settings.heatmap().rangePercent() / 100),
        settings,
        days,
        lastStates(run, days, parameters.id()),
        laws,
        AggregateTotals.read(run, new UtcDays(historyFrom, days.to())));
  }

  private static Map<String, LocalDate> lastStates(
      RunContext run, UtcDays days, String parameterSet) {
    Map<String, LocalDate> result = new TreeMap<>();
    run.lake()
        .read(LakeTables.BOOK_STATE)
        .where(
            col("day")
                .lt(Date.valueOf(days.from()))
                .and(col("parameter_set").equalTo(parameterSet))
                .and(col("kind").equalTo("bars")))
        .groupBy(concat_ws("/", col("venue"), col("product"), col("symbol")))
        .agg(functions.max("day"))
        .collectAsList()
        .forEach(row -> result.put(row.getString(0), row.getDate(1).toLocalDate()));
    return result;
  }

  static Dataset<Row> leveraged(Dataset<Row> rows) {
    return rows.where(
        col("product").isin("linear_perp", "inverse_perp", "linear_future", "inverse_future"));
  }

  /** Nothing is published unless every account adds up. */
  private static void check(Dataset<Row> output, UtcDays days) {
    Dataset<Row> balance = output.where(col("balance").isNotNull()).select("balance.*");
    Row worst =
        balance
            .orderBy(col("relative_residual").desc(), col("symbol"), col("day"))
            .limit(1)
            .collectAsList()
            .stream()
            .findFirst()
            .orElseThrow(
                () ->
                    UserError.input(
                        "Cannot compute heatmaps of "
                            + days
                            + ": no bars of a leveraged product"
                            + " (run `treadmill run bars` for these days first)"));
    double residual = worst.getDouble(worst.fieldIndex("relative_residual"));
    if (!(residual <= 1e-12)) {
      throw UserError.checkFailed(
          "The book does not add up: "
              + worst.getString(2)
              + " "
              + worst.get(3)
              + ", residual "
              + residual
              + " (must be at most 1e-12); nothing was published");
    }
  }

  private static List<Written> write(RunContext run, UtcDays days, Dataset<Row> output) {
    return SideBySide.run(
        List.of(
            () -> overwrite(run, days, LakeTables.BOOK_STATE, part(output, "state")),
            () ->
                overwrite(
                    run,
                    days,
                    LakeTables.LIQUIDATION_HEATMAP,
                    FoldOutput.heatmapRows(part(output, "map"))),
            () -> overwrite(run, days, LakeTables.BOOK_BALANCE, part(output, "balance")),
            () -> overwrite(run, days, LakeTables.ZONES, part(output, "zone")),
            () -> overwrite(run, days, LakeTables.FRAGILITY, part(output, "way")),
            () -> overwrite(run, days, LakeTables.HEATMAP_PREDICTION, part(output, "prediction"))));
  }

  private static Dataset<Row> part(Dataset<Row> output, String name) {
    return output.where(col(name).isNotNull()).select(name + ".*");
  }

  private static Written overwrite(
      RunContext run, UtcDays days, LakeTable table, Dataset<Row> rows) {
    return run.lake().overwrite(table, days, run.selection(), rows);
  }

  private static List<String> notes(RunContext run, UtcDays days, Dataset<Row> output) {
    List<String> notes = new ArrayList<>();
    if (!days.equals(run.days())) {
      notes.add(
          "days after "
              + run.days().to()
              + " stand on it and were computed again, to "
              + days.to());
    }
    Dataset<Row> balance =
        output.where(col("balance").isNotNull()).select("balance.*").where("side = 'long'");
    balance
        .groupBy("venue", "symbol")
        .agg(
            functions.sum("held_steps").as("held"),
            functions.sum(col("warm_up").cast("int")).as("warm"),
            functions.count(lit(1)).as("days"))
        .orderBy("venue", "symbol")
        .where("held > 0 or warm > 0")
        .collectAsList()
        .forEach(
            row ->
                notes.add(
                    row.getString(0)
                        + " "
                        + row.getString(1)
                        + ": "
                        + row.getLong(4)
                        + " days, "
                        + row.getLong(3)
                        + " of them warm-up, open interest held in "
                        + row.getLong(2)
                        + " steps"));
    return notes;
  }
}
