package io.treadmill.jobs.asset;

import io.treadmill.jobs.instrument.InstrumentSeries;
import io.treadmill.jobs.instrument.SeriesBlock;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.lake.UnionRows;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;

/**
 * BTC on three venues: two whose laws stand on one total over venues, of three and one billion USD
 * of open interest, one with a full feed of its own; a fourth was there the day before.
 */
final class ThreeVenues {
  static final LocalDate DAY = LocalDate.of(2026, 3, 4);
  static final long START = DAY.toEpochDay() * 86_400_000_000L;
  static final long HOUR = 3_600_000_000L;
  static final Instrument LARGE = new Instrument("binance", Product.LINEAR_PERP, "BTCUSDT");
  static final Instrument SMALL = new Instrument("bybit", Product.LINEAR_PERP, "BTCUSDT");
  static final Instrument OWN = new Instrument("hyperliquid", Product.LINEAR_PERP, "BTC");
  static final Instrument GONE = new Instrument("okx", Product.LINEAR_PERP, "BTC-USDT-SWAP");
  static final String TOGETHER = "aggregate of binance+bybit+kraken";

  private final List<SeriesBlock.Given> rows = new ArrayList<>();

  static double at(double position) {
    return Math.exp(position * 0.001);
  }

  /** What is known at the end of each of the days before. */
  static AssetShares shares() {
    AssetShares shares = new AssetShares();
    for (int before = 1; before < 40; before++) {
      LocalDate day = DAY.plusDays(1 - before);
      shares.addSize(day, LARGE, new AssetShares.Size(3e9, 8e9));
      shares.addSize(day, SMALL, new AssetShares.Size(1e9, 5e9));
      shares.addSize(day, OWN, new AssetShares.Size(2e8, Double.NaN));
      shares.addSize(day, GONE, new AssetShares.Size(5e8, 1e9));
    }
    return shares;
  }

  static String scope(Instrument instrument) {
    return instrument.equals(OWN) ? "full" : TOGETHER;
  }

  /** Adds a bar that ends at an instant. */
  ThreeVenues bar(Instrument instrument, long end, double open, double close) {
    return add(
        key(instrument, DAY, InstrumentSeries.BAR, "", ""),
        end - 300_000_000L,
        0,
        Map.of("open", open, "close", close));
  }

  /** Adds the last price of the day before. */
  ThreeVenues before(Instrument instrument, double close) {
    return add(
        key(instrument, DAY.minusDays(1), InstrumentSeries.STATE, "last_close", ""),
        0,
        0,
        Map.of("value", close));
  }

  /** Adds a cell of two buckets. */
  ThreeVenues cell(
      Instrument instrument,
      long ts,
      String side,
      int bucket,
      double usd,
      double low,
      double high) {
    return cell(instrument, ts, 0, side, bucket, usd, low, high);
  }

  /** Adds a cell of two buckets of a map of the hours ahead. */
  ThreeVenues cell(
      Instrument instrument,
      long ts,
      int horizonHours,
      String side,
      int bucket,
      double usd,
      double low,
      double high) {
    return add(
        key(instrument, DAY, InstrumentSeries.CELL, scope(instrument), side),
        ts,
        bucket,
        Map.of(
            "horizon_h",
            (double) horizonHours,
            "price_low",
            at(bucket),
            "price_high",
            at(bucket + 2),
            "expected_notional_usd",
            usd,
            "low_usd",
            low,
            "high_usd",
            high,
            "inflow_usd",
            horizonHours * usd / 10));
  }

  private static SeriesBlock.Key key(
      Instrument instrument, LocalDate day, InstrumentSeries series, String text, String side) {
    return new SeriesBlock.Key(
        instrument.venue(),
        instrument.product().text(),
        instrument.symbol(),
        (int) day.toEpochDay(),
        series,
        text,
        side);
  }

  private ThreeVenues add(SeriesBlock.Key key, long at, int number, Map<String, Double> values) {
    double[] row = new double[key.series().width()];
    values.forEach((name, value) -> row[key.series().place(name)] = value);
    rows.add(new SeriesBlock.Given(key, at, number, row));
    return this;
  }

  static Row row(StructType schema, Instrument instrument, Map<String, Object> values) {
    Object[] row =
        Arrays.stream(schema.fieldNames())
            .map(
                name ->
                    switch (name) {
                      case "venue" -> instrument.venue();
                      case "product" -> instrument.product().text();
                      case "symbol" -> instrument.symbol();
                      default -> values.get(name);
                    })
            .toArray();
    return new GenericRowWithSchema(row, schema);
  }

  List<SeriesBlock.Given> rows() {
    return rows;
  }

  /** Returns the rows of the sum. */
  List<Row> sums() {
    return sums(rows);
  }

  /** Returns the rows of the sum of what was added, in some order. */
  static List<Row> sums(List<SeriesBlock.Given> rows) {
    List<Row> sums = new ArrayList<>();
    AssetMapFunction.rows(shares(), "BTC/" + DAY, SeriesBlock.pack(rows.iterator()))
        .forEachRemaining(
            row -> sums.add(AssetMapFunction.UNION.row(LakeTables.ASSET_HEATMAP.name(), row)));
    return UnionRows.of(AssetMapFunction.UNION, sums, LakeTables.ASSET_HEATMAP);
  }

  /** A row of {@code heatmap_prediction}. */
  static Row prediction(
      Instrument instrument,
      LocalDate day,
      int hour,
      String side,
      String model,
      double usd,
      Double realised) {
    return prediction(
        instrument, day, hour, side, new Told(model, "made up", usd, scope(instrument), realised));
  }

  /** What a row of {@code heatmap_prediction} tells of a window. */
  record Told(String model, String fit, double usd, String scope, Double realised) {}

  /** A row of {@code heatmap_prediction}. */
  static Row prediction(Instrument instrument, LocalDate day, int hour, String side, Told told) {
    Map<String, Object> values = new java.util.HashMap<>();
    values.put("day", Date.valueOf(day));
    values.put("ts", RowLayout.timestamp(day.toEpochDay() * 24 * HOUR + hour * HOUR));
    values.put("horizon", "map_1h");
    values.put("model", told.model);
    values.put("side", side);
    values.put("predicted_usd", told.usd);
    values.put("realised_usd", told.realised);
    values.put("fit_id", told.fit);
    values.put("print_scope", told.scope);
    return row(LakeTables.HEATMAP_PREDICTION.schema(), instrument, values);
  }
}
