package io.treadmill.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;

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
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
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
      throw UserError.input(
          ("Cannot write the report of %s (%s): the lake has no map and no bars of these days; run"
                  + " `treadmill backfill --from %s --to %s` first")
              .formatted(run.days(), run.selection(), run.days().from(), run.days().to()));
    }
    return data;
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
            () -> parts.marks = series.marks(),
            () -> parts.forced = series.forced(),
            () -> parts.totals = series.totals(),
            () -> parts.withFeed = series.withFeed(),
            () -> parts.openInterest = series.openInterest(),
            () -> parts.funding = series.funding(),
            () -> parts.warmUp = readWarmUp(),
            () -> parts.scores = new ScoreReader(run).read(),
            () -> parts.statistics = StatisticReader.read(run),
            () -> parts.runs = readRuns()));
    TreeSet<Instrument> instruments = new TreeSet<>(parts.maps.keySet());
    parts.bars.keySet().stream().filter(i -> i.product().isLeveraged()).forEach(instruments::add);
    return new ReportData(
        run.days(),
        run.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString(),
        parts.runs,
        parts.assets.before(
            instruments.stream().map(instrument -> instrument(instrument, parts)).toList()));
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
    for (CellRuns.Run of : CellRuns.read(run)) {
      CellRuns.Names names = of.names();
      Instrument instrument = instruments.of(names.venue(), names.product(), names.symbol());
      ModelMap map =
          result
              .computeIfAbsent(instrument, key -> new TreeMap<>())
              .computeIfAbsent(names.model(), model -> ModelMap.of(model, of.step()));
      MapBuilder.checkStep(instrument.toString(), of.step(), map.step());
      map.laws().add(of.atMicros(), names.printScope());
      map.byHorizon()
          .computeIfAbsent(of.horizonHours(), hours -> new MapBuilder(of.step()))
          .add(of.atMicros(), of.side(), of.buckets(), of.codes(), of.inflowPercent());
    }
    return result;
  }

  /**
   * Returns the days of the report in which a book was still filling. A book that started at least
   * the warm-up before the report has none; so only that many days of state are looked at.
   */
  private Map<Instrument, List<String>> readWarmUp() {
    int length = run.settings().book().warmUpDays();
    LocalDate earliest = run.days().from().minusDays(length);
    Map<Instrument, List<String>> result = new LinkedHashMap<>();
    NamedRow.all(
            run.lake()
                .read(
                    LakeTables.BOOK_STATE, new UtcDays(earliest, run.days().to()), run.selection())
                .groupBy("venue", "product", "symbol")
                .agg(min("day").as("start")))
        .forEach(
            row -> {
              LocalDate full = row.day("start").plusDays(length);
              result.put(
                  row.instrument(),
                  run.days().days().stream()
                      .filter(day -> day.isBefore(full))
                      .map(LocalDate::toString)
                      .toList());
            });
    return result;
  }

  /** Returns the latest finished run of each job that wrote one of the tables shown. */
  private List<Run> readRuns() {
    Map<String, Run> byJob = new LinkedHashMap<>();
    NamedRow.all(
            run.lake()
                .read(LakeTables.RUNS)
                .where(
                    col("state")
                        .equalTo("done")
                        .and(col("from_day").leq(java.sql.Date.valueOf(run.days().to())))
                        .and(col("to_day").geq(java.sql.Date.valueOf(run.days().from())))
                        .and(
                            col("tables")
                                .contains(LakeTables.LIQUIDATION_HEATMAP.name())
                                .or(col("tables").contains(LakeTables.REALISED_LIQUIDATIONS.name()))
                                .or(col("tables").contains(LakeTables.BARS_5M.name()))
                                .or(col("tables").contains(LakeTables.PATH_SHAPE.name()))))
                .orderBy(col("finished_ts").desc(), col("run_id"))
                .select("run_id", "job", "code_version", "configuration_hash", "finished_ts")
                .limit(200))
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
}
