package io.treadmill.jobs.asset;

import io.treadmill.book.score.ScoredWindow;
import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.contract.RunReport;
import io.treadmill.jobs.instrument.InstrumentGroups;
import io.treadmill.jobs.instrument.InstrumentSeries;
import io.treadmill.jobs.instrument.ModelSettings;
import io.treadmill.jobs.instrument.WholeAssets;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.Selection;
import io.treadmill.lake.TableUnion;
import io.treadmill.market.AggregateRule;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Asset;
import io.treadmill.market.contract.Register;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/**
 * One map for an asset, {@code asset_heatmap}: the sum of the maps of its instruments; and what
 * they predicted together against the totals of the asset, {@code asset_score}. An asset is
 * computed as a whole, whichever of its symbols a run names.
 */
public final class AssetJob implements Job {
  private static final List<LakeTable> WRITTEN =
      List.of(LakeTables.ASSET_HEATMAP, LakeTables.ASSET_SCORE);
  private static final TableUnion OUTPUT =
      AssetMapFunction.UNION.with(LakeTables.ASSET_SCORE.name(), LakeTables.ASSET_SCORE.schema());

  /** Kinds of the state of a book that say how large an instrument was at the end of a day. */
  private static final Set<String> AT_THE_END =
      Set.of("open_interest", AssetMapFunction.LAST_CLOSE);

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
        Set.copyOf(WRITTEN),
        true);
  }

  @Override
  public RunReport run(RunContext asked) {
    UtcDays days = asked.days();
    UtcDays scored = days.before(ScoredWindow.DAYS - 1);
    RunContext run = asked.with(WholeAssets.of(asked, scored.before(1)));
    Broadcast<AssetShares> shares =
        JavaSparkContext.fromSparkContext(run.spark().sparkContext())
            .broadcast(shares(run, scored));
    UtcDays before = new UtcDays(days.from().minusDays(1), days.to().minusDays(1));
    JavaRDD<Row> maps =
        InstrumentGroups.ofBlocks(
                InstrumentSeries.CELL
                    .blocks(run, days, run.selection())
                    .union(InstrumentSeries.BAR.blocks(run, days, run.selection()))
                    .union(
                        InstrumentSeries.STATE.blocks(
                            run,
                            before,
                            run.selection(),
                            row -> row.text("kind").equals(AssetMapFunction.LAST_CLOSE))),
                AssetMapFunction::groupOf,
                new AssetMapFunction(shares))
            .map(row -> OUTPUT.row(LakeTables.ASSET_HEATMAP.name(), row));
    JavaRDD<Row> scores =
        InstrumentGroups.of(
                run.lake()
                    .rows(
                        LakeTables.HEATMAP_PREDICTION,
                        scored,
                        run.selection(),
                        AssetScoreFunction.READ)
                    .filter(row -> !new NamedRow(row).text("horizon").equals("path_5m")),
                LakeTables.HEATMAP_PREDICTION.schema(AssetScoreFunction.READ),
                AssetJob::assetOf,
                new AssetScoreFunction(shares, days.days()))
            .map(row -> OUTPUT.row(LakeTables.ASSET_SCORE.name(), row));
    return new RunReport(
        run.lake().overwrite(WRITTEN, days, run.selection(), OUTPUT, maps.union(scores)),
        List.of());
  }

  private static String assetOf(NamedRow row) {
    return Asset.ofSymbol(row.text("symbol")).name();
  }

  /** What tells the shares of the instruments on some days. */
  private static AssetShares shares(RunContext run, UtcDays days) {
    AssetShares shares = new AssetShares();
    UtcDays before = new UtcDays(days.from().minusDays(1), days.to().minusDays(1));
    addSizes(run, before, shares);
    UtcDays told = new UtcDays(days.from().minusDays(AssetShares.DAYS), days.to().minusDays(1));
    addVenueTotals(dailyTotals(run, told), shares);
    return shares;
  }

  /** Open interest and price at the ends of days, and what was traded on them. */
  private static void addSizes(RunContext run, UtcDays days, AssetShares shares) {
    Register register = run.register();
    Map<InstrumentDay, Double> volumes =
        sums(
            run.lake()
                .rows(
                    LakeTables.BARS_5M,
                    days,
                    run.selection(),
                    List.of("product", "ts", "base_volume", "close")),
            row -> new InstrumentDay(row.instrumentKey(), UtcDays.dayOf(row.micros("ts"))),
            row -> row.number("base_volume") * row.number("close"));
    Map<InstrumentDay, Map<String, Double>> states = atTheEnd(run, days);
    states.forEach(
        (of, state) -> {
          Instrument instrument = Instrument.parse(of.instrument());
          double openInterest = state.getOrDefault("open_interest", Double.NaN);
          double price = state.getOrDefault(AssetMapFunction.LAST_CLOSE, Double.NaN);
          shares.addSize(
              of.day(),
              instrument,
              new AssetShares.Size(
                  Double.isNaN(openInterest) || Double.isNaN(price)
                      ? Double.NaN
                      : ModelSettings.contract(instrument, register).usd(openInterest, price),
                  volumes.getOrDefault(of, Double.NaN)));
        });
  }

  /** Folds the state of books in tasks: of an instrument and day two numbers come to the driver. */
  private static Map<InstrumentDay, Map<String, Double>> atTheEnd(RunContext run, UtcDays days) {
    Map<InstrumentDay, Map<String, Double>> states = new HashMap<>();
    run.lake()
        .rows(
            LakeTables.BOOK_STATE,
            days,
            run.selection(),
            List.of("product", "day", "kind", "value"))
        .mapPartitions(
            part -> {
              HashMap<InstrumentDay, Map<String, Double>> own = new HashMap<>();
              part.forEachRemaining(row -> addState(own, new NamedRow(row)));
              return List.of(own).iterator();
            })
        .collect()
        .forEach(
            own ->
                own.forEach(
                    (of, state) ->
                        state.forEach(
                            (kind, value) ->
                                states
                                    .computeIfAbsent(of, key -> new HashMap<>())
                                    .merge(kind, value, Math::max))));
    return states;
  }

  private static void addState(Map<InstrumentDay, Map<String, Double>> states, NamedRow row) {
    if (AT_THE_END.contains(row.text("kind"))) {
      states
          .computeIfAbsent(
              new InstrumentDay(row.instrumentKey(), row.day("day")), key -> new HashMap<>())
          .merge(row.text("kind"), row.number("value"), Math::max);
    }
  }

  private record InstrumentDay(String instrument, LocalDate day) implements Serializable {}

  /** Sums USD by some key, in millionths of one: the order of rows does not matter. */
  private static <K> Map<K, Double> sums(
      JavaRDD<Row> rows, NamedRow.Value<K> key, NamedRow.Value<Double> usd) {
    Map<K, BigDecimal> sums = new HashMap<>();
    rows.mapPartitions(
            part -> {
              HashMap<K, BigDecimal> own = new HashMap<>();
              part.forEachRemaining(
                  found -> {
                    NamedRow row = new NamedRow(found);
                    double value = usd.of(row);
                    if (!Double.isNaN(value)) {
                      own.merge(
                          key.of(row),
                          BigDecimal.valueOf(value).setScale(6, RoundingMode.HALF_UP),
                          BigDecimal::add);
                    }
                  });
              return List.of(own).iterator();
            })
        .collect()
        .forEach(own -> own.forEach((of, sum) -> sums.merge(of, sum, BigDecimal::add)));
    Map<K, Double> result = new HashMap<>();
    sums.forEach((of, sum) -> result.put(of, sum.doubleValue()));
    return result;
  }

  /**
   * Adds daily totals that aggregators told of single venues. Totals of two symbols, sets, sources
   * or intervals tell the same: none is added to another, that of most days counts, then the first
   * by name.
   */
  static void addVenueTotals(Map<VenueTotal, Double> totals, AssetShares shares) {
    Map<List<String>, TreeMap<String, TreeMap<LocalDate, Double>>> told = new HashMap<>();
    totals.forEach(
        (of, usd) ->
            told.computeIfAbsent(List.of(of.asset(), of.venue()), key -> new TreeMap<>())
                .computeIfAbsent(of.series(), key -> new TreeMap<>())
                .put(of.day(), usd));
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

  /**
   * A day of the totals of an asset that were told of one venue.
   *
   * @param series source, symbol, rule and interval
   */
  record VenueTotal(String asset, String venue, String series, LocalDate day)
      implements Serializable {
    static VenueTotal of(NamedRow row) {
      String rule = row.text("feed_rule");
      return new VenueTotal(
          assetOf(row),
          new AggregateRule(rule).venues().get(0),
          String.join(
              "\t",
              row.text("venue"),
              row.text("symbol"),
              rule,
              String.valueOf(row.integer("interval_minutes"))),
          UtcDays.dayOf(row.micros("ts")));
    }
  }

  private static Map<VenueTotal, Double> dailyTotals(RunContext run, UtcDays days) {
    return sums(
        run.lake()
            .rows(
                LakeTables.REALISED_LIQUIDATIONS,
                days,
                Selection.ALL,
                List.of("feed_rule", "interval_minutes", "ts", "notional_usd"))
            .filter(row -> isOfOneVenue(new NamedRow(row).text("feed_rule"))),
        VenueTotal::of,
        row -> row.number("notional_usd"));
  }

  static boolean isOfOneVenue(String feedRule) {
    return AssetShares.isShared(feedRule)
        && new AggregateRule(feedRule).venues().size() == 1
        && !AggregateRule.isOfUnknownVenues(feedRule);
  }
}
