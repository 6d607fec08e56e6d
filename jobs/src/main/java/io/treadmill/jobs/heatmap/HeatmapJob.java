package io.treadmill.jobs.heatmap;

import io.treadmill.book.map.MapGrid;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.conf.Settings;
import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.contract.MarketInputs;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.contract.RunReport;
import io.treadmill.jobs.instrument.AggregateTotals;
import io.treadmill.jobs.instrument.InstrumentRows;
import io.treadmill.jobs.instrument.InstrumentSeries;
import io.treadmill.jobs.instrument.LawTable;
import io.treadmill.jobs.instrument.ModelSettings;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The book of each instrument, day after day: {@code book_state}, {@code liquidation_heatmap},
 * {@code book_balance}, {@code zones}, {@code zone_touch}, {@code fragility}, and what it and the
 * baselines predicted of the day, {@code heatmap_prediction}. Each day stands under the law in
 * force then. The run of a day reads the state of the day before; days that are already there after
 * the run's last day are computed again, because their books stand on this one.
 */
public final class HeatmapJob implements Job {
  private static final List<LakeTable> WRITTEN =
      List.of(
          LakeTables.BOOK_STATE,
          LakeTables.LIQUIDATION_HEATMAP,
          LakeTables.BOOK_BALANCE,
          LakeTables.ZONES,
          LakeTables.ZONE_TOUCH,
          LakeTables.FRAGILITY,
          LakeTables.HEATMAP_PREDICTION);

  @Override
  public Plan plan() {
    return new Plan(
        "heatmap",
        "books of open positions and the liquidation heatmap",
        Set.of(
            ArchiveDataset.TRADES,
            ArchiveDataset.KLINES,
            ArchiveDataset.OPEN_INTEREST,
            ArchiveDataset.MARK_INDEX,
            ArchiveDataset.MARGIN_TIERS),
        Set.of(
            LakeTables.BARS_5M,
            LakeTables.VOLUME_PROFILE_5M,
            LakeTables.BOOK_STATE,
            LakeTables.REALISED_LIQUIDATIONS,
            LakeTables.LEVERAGE_LAW,
            LakeTables.LEVERAGE_LAW_DRAWS),
        Set.copyOf(WRITTEN),
        true);
  }

  @Override
  public SortedMap<String, String> furtherInputs(RunContext run) {
    SortedMap<String, String> inputs = MarketInputs.of(run, run);
    inputs.putAll(LawTable.fits(run, run.days().from(), run.days().to(), run.selection()));
    return inputs;
  }

  @Override
  public RunReport run(RunContext run) {
    ParameterSet parameters = ModelSettings.parameters(run.settings().book());
    UtcDays days = run.days();
    Map<String, NavigableMap<LocalDate, InstrumentLaw>> laws =
        LawTable.read(run, days.from(), days.to(), run.selection());
    LocalDate historyFrom =
        earliest(
            days,
            laws,
            law -> law.trainedFrom().minusDays(run.settings().calibration().warmUpDays()));
    LocalDate totalsFrom = earliest(days, laws, InstrumentLaw::validFrom);
    BookFunction.Plan plan = plan(run, days, parameters, laws, totalsFrom);
    InstrumentRows input = input(run, days, parameters.id(), historyFrom, totalsFrom);
    List<Written> written = fold(run, days, input, plan);
    BookAccounts accounts = new BookAccounts(run, days, parameters.id());
    Map<String, LocalDate> ended = accounts.ended();
    if (!ended.isEmpty()) {
      // A book that ended long before the run is told from a new one by its first hour alone.
      written = fold(run, days, input, plan.after(ended));
      accounts = new BookAccounts(run, days, parameters.id());
    }
    accounts.check();
    return new RunReport(written, accounts.notes(ended));
  }

  /** Writes the rows of all books of a run, which are seen by this run alone until it ends. */
  private static List<Written> fold(
      RunContext run, UtcDays days, InstrumentRows input, BookFunction.Plan plan) {
    Broadcast<BookFunction.Plan> shared =
        JavaSparkContext.fromSparkContext(run.spark().sparkContext()).broadcast(plan);
    return run.lake()
        .overwrite(
            WRITTEN,
            days,
            run.selection(),
            FoldOutput.UNION,
            input.ofEach(new BookFunction(shared)));
  }

  /**
   * Asks for what the books of the days read: the state before the first, bars of the days before
   * that fill the baselines, without profile, and the prints that their rescale reads; at least
   * bars of the day before, which the first hour follows.
   */
  private static InstrumentRows input(
      RunContext run,
      UtcDays days,
      String parameterSet,
      LocalDate historyFrom,
      LocalDate totalsFrom) {
    LocalDate before = days.from().minusDays(1);
    InstrumentRows rows = new InstrumentRows(run).withState(before, parameterSet).withDays(days);
    if (historyFrom.isAfter(before)) {
      rows.with(UtcDays.of(before), InstrumentSeries.BAR);
    } else {
      rows.with(
          new UtcDays(historyFrom, before),
          InstrumentSeries.BAR,
          InstrumentSeries.OPEN_INTEREST,
          InstrumentSeries.MARK_RANGE);
      if (!totalsFrom.isAfter(before)) {
        rows.with(new UtcDays(totalsFrom, before), InstrumentSeries.PRINTS);
      }
    }
    return rows;
  }

  /** First day of the run, or that before it which the baselines of the laws in force read. */
  private static LocalDate earliest(
      UtcDays days,
      Map<String, NavigableMap<LocalDate, InstrumentLaw>> laws,
      Function<InstrumentLaw, LocalDate> first) {
    return laws.values().stream()
        .flatMap(ofInstrument -> ofInstrument.values().stream())
        .map(first)
        .reduce(days.from(), (a, b) -> a.isBefore(b) ? a : b);
  }

  private static BookFunction.Plan plan(
      RunContext run,
      UtcDays days,
      ParameterSet parameters,
      Map<String, NavigableMap<LocalDate, InstrumentLaw>> laws,
      LocalDate totalsFrom) {
    Settings settings = run.settings();
    return new BookFunction.Plan(
        parameters,
        MapGrid.of(
            settings.heatmap().stepMinutes(),
            settings.heatmap().stepBp(),
            settings.heatmap().rangePercent() / 100),
        settings,
        days,
        Map.of(),
        laws,
        AggregateTotals.read(run, new UtcDays(totalsFrom, days.to())),
        run.register());
  }
}
