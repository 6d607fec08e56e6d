package io.treadmill.jobs.report;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.ConcurrentSteps;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.instrument.AggregateTotals;
import io.treadmill.jobs.report.ReportData.Bars;
import io.treadmill.jobs.report.ReportData.Forced;
import io.treadmill.jobs.report.ReportData.Funding;
import io.treadmill.jobs.report.ReportData.InstrumentData;
import io.treadmill.jobs.report.ReportData.MapView;
import io.treadmill.jobs.report.ReportData.Marks;
import io.treadmill.jobs.report.ReportData.OpenInterest;
import io.treadmill.jobs.report.ReportData.Run;
import io.treadmill.jobs.report.ReportData.Series;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.Instrument;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** Reads what a report shows from the lake and the archive. Never writes. */
public final class ReportReader {
  private static final int SHOWN_HOURS = 4;

  /** The tables whose runs are named. */
  private static final List<LakeTable> SHOWN =
      List.of(
          LakeTables.LIQUIDATION_HEATMAP,
          LakeTables.REALISED_LIQUIDATIONS,
          LakeTables.BARS_5M,
          LakeTables.PATH_SHAPE);

  private final RunContext run;
  private final SeriesReader series;

  public ReportReader(RunContext run) {
    this.run = run;
    this.series = new SeriesReader(run);
  }

  /**
   * One model's maps of one instrument.
   *
   * @param byHorizon maps by hours of their horizon
   */
  private record ModelMap(
      String model, int step, NavigableMap<Integer, MapBuilder> byHorizon, MapLaws laws) {
    static ModelMap of(String model, int step) {
      return new ModelMap(model, step, new TreeMap<>(), new MapLaws());
    }

    long lastMicros() {
      return byHorizon.values().stream()
          .mapToLong(MapBuilder::lastMicros)
          .max()
          .orElse(Long.MIN_VALUE);
    }
  }

  /** What is read at the same time. */
  private static final class Parts {
    private Map<Instrument, Map<String, ModelMap>> maps;
    private AssetMaps assets;
    private Map<Instrument, Bars> bars;
    private Prints prints;
    private Map<Instrument, Marks> marks;
    private Map<Instrument, Forced> forced;
    private AggregateTotals totals;
    private Set<Instrument> withFeed;
    private Map<Instrument, OpenInterest> openInterest;
    private Map<Instrument, Funding> funding;
    private Map<Instrument, List<String>> warmUp;
    private Map<Instrument, Scorecard> scores;
    private StatisticReader statistics;
    private List<Run> runs;
  }

  /**
   * Returns the data of the report.
   *
   * @throws UserError if there is neither a map nor a bar in the days
   */
  public ReportData read() {
    ReportData data = find();
    if (data.instruments().isEmpty()) {
      throw nothing(run);
    }
    return data;
  }

  /** Returns what is said where there is nothing to show. */
  static UserError nothing(RunContext run) {
    return UserError.input(
        ("Cannot write the report of %s (%s): the lake has no map and no bars of these days; run"
                + " `treadmill backfill --from %s --to %s` first")
            .formatted(run.days(), run.selection(), run.days().from(), run.days().to()));
  }

  /**
   * Returns what there is of the days. Instruments are those with a map or, spot left out, with
   * bars.
   */
  ReportData find() {
    run.progress().tell("Reading maps, scores, prices, flows and statistics of " + run.days());
    Parts parts = new Parts();
    ConcurrentSteps.run(
        List.<Callable<Object>>of(
            () -> parts.maps = readMaps(),
            () -> parts.assets = AssetMaps.read(run),
            () -> parts.bars = BarReader.read(run),
            () -> parts.prints = series.prints(),
            () -> parts.totals = series.totals(),
            () -> parts.withFeed = series.withFeed(),
            () -> parts.openInterest = series.openInterest(),
            () -> parts.funding = series.funding(),
            () -> parts.warmUp = readWarmUp(),
            () -> parts.scores = new ScoreReader(run).read(),
            () -> parts.statistics = StatisticReader.read(run),
            () -> parts.runs = readRuns()));
    parts.forced = parts.prints.forced(run.days().startMicros());
    parts.marks = parts.prints.marks(run.days().startMicros());
    TreeSet<Instrument> instruments = new TreeSet<>(parts.maps.keySet());
    parts.bars.keySet().stream().filter(i -> i.product().isLeveraged()).forEach(instruments::add);
    List<InstrumentData> data =
        ConcurrentSteps.run(
            instruments.stream()
                .map(of -> (Callable<InstrumentData>) () -> instrument(of, parts))
                .toList());
    return new ReportData(
        run.days(),
        run.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString(),
        parts.runs,
        parts.assets.before(data));
  }

  private InstrumentData instrument(Instrument instrument, Parts parts) {
    Forced forced = parts.forced.get(instrument);
    Series of =
        new Series(
            parts.bars.get(instrument),
            parts.marks.get(instrument),
            forced == null ? series.forced(instrument, parts.totals) : forced,
            parts.openInterest.get(instrument),
            parts.funding.get(instrument));
    Map<String, String> missing =
        series.missing(instrument, of, parts.totals, parts.withFeed.contains(instrument));
    Map<String, ModelMap> models = parts.maps.getOrDefault(instrument, Map.of());
    // No map, no book: nothing to say about its warm-up.
    List<String> warmUp = models.isEmpty() ? List.of() : parts.warmUp.get(instrument);
    ModelMap shown =
        models.values().stream()
            .max(
                Comparator.comparingLong(ModelMap::lastMicros)
                    .thenComparing(ModelMap::model, Comparator.reverseOrder()))
            .orElse(ModelMap.of("", 1));
    if (models.isEmpty()) {
      missing.put("map", "no map was computed for these days");
    }
    List<MapView> views = views(shown.byHorizon());
    return new InstrumentData(
        null,
        instrument,
        shown.model(),
        models.keySet().stream().filter(name -> !name.equals(shown.model())).toList(),
        shown.laws().text(),
        warmUp == null ? List.of() : warmUp,
        warmUp != null,
        MapScale.of(views.stream().flatMap(view -> view.maps().stream()).toList()),
        views,
        of,
        missing,
        parts.scores.getOrDefault(instrument, Scorecard.NONE),
        parts.statistics.of(instrument));
  }

  /** The standing map first: that of 4 h where there is one; that of now last. */
  static List<MapView> views(Map<Integer, MapBuilder> byHorizon) {
    return byHorizon.entrySet().stream()
        .sorted(
            Comparator.comparing(
                (Map.Entry<Integer, MapBuilder> of) ->
                    of.getKey() == SHOWN_HOURS ? -1 : of.getKey() == 0 ? 99 : of.getKey()))
        .map(of -> new MapView(of.getKey(), of.getValue().build()))
        .toList();
  }

  private Map<Instrument, Map<String, ModelMap>> readMaps() {
    InstrumentNames instruments = new InstrumentNames();
    Map<Instrument, Map<String, ModelMap>> result = new TreeMap<>();
    for (CellRuns.Run of : CellRuns.ofInstruments(run)) {
      List<String> names = of.names();
      Instrument instrument = instruments.of(names.get(0), names.get(1), names.get(2));
      ModelMap map =
          result
              .computeIfAbsent(instrument, key -> new TreeMap<>())
              .computeIfAbsent(of.model(), model -> ModelMap.of(model, of.step()));
      MapBuilder.checkStep(instrument.toString(), of.step(), map.step());
      map.laws().add(of.atMicros(), of.printScope());
      map.byHorizon()
          .computeIfAbsent(of.horizonHours(), hours -> new MapBuilder(of.step()))
          .add(of);
    }
    return result;
  }

  /** Returns the days of the report in which a book was still filling, as it says itself. */
  private Map<Instrument, List<String>> readWarmUp() {
    Map<Instrument, TreeSet<String>> result = new TreeMap<>();
    for (NamedRow row :
        NamedRow.all(
            run.lake()
                .rows(
                    LakeTables.BOOK_BALANCE,
                    run.days(),
                    run.selection(),
                    List.of("product", "day", "warm_up")))) {
      TreeSet<String> days = result.computeIfAbsent(row.instrument(), key -> new TreeSet<>());
      if (row.flag("warm_up")) {
        days.add(row.day("day").toString());
      }
    }
    Map<Instrument, List<String>> lists = new TreeMap<>();
    result.forEach((instrument, days) -> lists.put(instrument, List.copyOf(days)));
    return lists;
  }

  /** Returns the latest finished run of each job that wrote one of the tables shown. */
  private List<Run> readRuns() {
    Map<String, Run> byJob = new LinkedHashMap<>();
    run
        .lake()
        .ledger(
            LakeTables.RUNS,
            List.of(
                "run_id",
                "job",
                "code_version",
                "configuration_hash",
                "finished_ts",
                "state",
                "from_day",
                "to_day",
                "tables"),
            this::isOfReport)
        .stream()
        .sorted(
            Comparator.comparing((NamedRow row) -> row.instant("finished_ts"))
                .reversed()
                .thenComparing(row -> row.text("run_id")))
        .forEach(
            row ->
                byJob.putIfAbsent(
                    row.text("job"),
                    new Run(
                        row.text("run_id"),
                        row.text("job"),
                        row.text("code_version"),
                        row.text("configuration_hash"),
                        row.instant("finished_ts").truncatedTo(ChronoUnit.SECONDS).toString())));
    return List.copyOf(byJob.values());
  }

  private boolean isOfReport(NamedRow row) {
    return row.text("state").equals("done")
        && !row.isNull("tables")
        && SHOWN.stream().anyMatch(table -> row.text("tables").contains(table.name()))
        && !row.isNull("from_day")
        && !row.day("from_day").isAfter(run.days().to())
        && !row.day("to_day").isBefore(run.days().from());
  }
}
