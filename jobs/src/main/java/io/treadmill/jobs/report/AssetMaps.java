package io.treadmill.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.report.ReportData.InstrumentData;
import io.treadmill.jobs.report.ReportData.MapView;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * The maps of assets of more than one instrument, each beside the series of the instrument on whose
 * price it stands.
 */
final class AssetMaps {
  private static final String OF_INSTRUMENTS = "instruments of the asset";

  /** Of one instant the map of now is the newest: it needs no law of a horizon. */
  private static final Comparator<NamedRow> NEWEST =
      Comparator.comparingLong((NamedRow row) -> row.whole("at"))
          .thenComparing(row -> row.integer("horizon_h"), Comparator.reverseOrder());

  private final Map<String, OneAsset> assets = new TreeMap<>();

  /**
   * What is read of an asset. Maps of the hours ahead may have fewer instruments than that of now,
   * and so fewer laws: which laws come into use, the map of now says.
   */
  private static final class OneAsset {
    final TreeMap<Integer, MapBuilder> byHorizon = new TreeMap<>();
    final int step;
    final TreeMap<Integer, MapLaws> laws = new TreeMap<>();
    NamedRow newest;
    long most;

    OneAsset(int step) {
      this.step = step;
    }

    void add(NamedRow row) {
      List<Integer> buckets = row.list("buckets");
      List<Double> usd = row.list("usd");
      List<Double> inflow = row.list("inflow");
      byHorizon
          .computeIfAbsent(row.integer("horizon_h"), hours -> new MapBuilder(step))
          .add(
              row.whole("at"),
              Side.of(row.text("side")),
              buckets.stream().mapToInt(Integer::intValue).toArray(),
              usd.stream().mapToDouble(Double::doubleValue).toArray(),
              inflow.stream().mapToDouble(Double::doubleValue).toArray());
      laws.computeIfAbsent(row.integer("horizon_h"), hours -> new MapLaws())
          .add(row.whole("at"), row.text("print_scope"));
      most = Math.max(most, row.integer("instruments"));
      newest = newest == null || NEWEST.compare(row, newest) > 0 ? row : newest;
    }
  }

  private AssetMaps() {}

  /** Reads the maps of a run's days; one row by asset, instant and side comes to the driver. */
  static AssetMaps read(RunContext run) {
    return of(
        run.lake()
            .read(LakeTables.ASSET_HEATMAP, run.days(), run.selection())
            .groupBy(
                "asset",
                "horizon_h",
                "ts",
                "side",
                "reference",
                "instruments",
                "instruments_missing",
                "print_scope",
                "model")
            .agg(
                collect_list(struct(col("bucket"), col("expected_notional_usd"), col("inflow_usd")))
                    .as("cells"),
                max_by(col("price_high"), col("price_low")).as("high"),
                max("price_low").as("low"))
            .selectExpr(
                "*",
                "unix_micros(ts) at",
                "cells.bucket buckets",
                "cells.expected_notional_usd usd",
                "cells.inflow_usd inflow")
            .toLocalIterator());
  }

  /** Returns the maps of rows, in whichever order they come. */
  static AssetMaps of(Iterator<Row> rows) {
    AssetMaps maps = new AssetMaps();
    while (rows.hasNext()) {
      NamedRow row = new NamedRow(rows.next());
      double height =
          PriceGrid.position(row.number("high")) - PriceGrid.position(row.number("low"));
      int step = (int) Math.round(height);
      OneAsset asset = maps.assets.computeIfAbsent(row.text("asset"), key -> new OneAsset(step));
      MapBuilder.checkStep(row.text("asset"), step, asset.step);
      asset.add(row);
    }
    return maps;
  }

  /** Returns assets of more than one instrument, then the instruments. */
  List<InstrumentData> before(List<InstrumentData> instruments) {
    List<InstrumentData> all = new ArrayList<>();
    assets.forEach(
        (asset, read) ->
            instruments.stream()
                .filter(one -> read.most > 1)
                .filter(one -> one.instrument().toString().equals(read.newest.text("reference")))
                .forEach(reference -> all.add(data(asset, read, reference))));
    all.addAll(instruments);
    return all;
  }

  private static InstrumentData data(String asset, OneAsset read, InstrumentData reference) {
    List<MapView> views = ReportReader.views(read.byHorizon);
    Map<String, String> missing = new TreeMap<>(reference.missing());
    missing.remove("map");
    String gone = read.newest.text("instruments_missing");
    if (gone != null) {
      missing.put(OF_INSTRUMENTS, gone.replace("+", ", ") + " without a map at the last instant");
    }
    return new InstrumentData(
        asset,
        reference.instrument(),
        read.newest.text("model"),
        List.of(),
        "sum over %d instruments, each at its distance from its own price, at the price of %s: %s"
            .formatted(read.most, reference.instrument(), read.laws.firstEntry().getValue().text()),
        reference.warmUpDays(),
        reference.warmUpKnown(),
        MapScale.of(views.stream().flatMap(view -> view.maps().stream()).toList()),
        views,
        reference.series(),
        missing,
        Scorecard.NONE,
        reference.statistics());
  }
}
