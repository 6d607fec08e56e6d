package io.treadmill.jobs.heatmap;

import io.treadmill.book.BookBalance;
import io.treadmill.book.BookState;
import io.treadmill.book.BucketAges;
import io.treadmill.book.Heatmap;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.Instrument;
import io.treadmill.market.Side;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** Rows that leave a fold. */
final class FoldOutput {
  /** Columns of {@link LakeTables#LIQUIDATION_HEATMAP} that differ from cell to cell of a map. */
  private static final List<String> OF_CELL =
      List.of("bucket", "price_low", "price_high", "expected_notional_usd", "low_usd", "high_usd");

  /** Schema: one column a table, of which one is set. The cells of a map and side are one row. */
  static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            part("state", LakeTables.BOOK_STATE),
            DataTypes.createStructField("map", mapSchema(), true),
            part("balance", LakeTables.BOOK_BALANCE),
            part("zone", LakeTables.ZONES),
            part("way", LakeTables.FRAGILITY),
            part("prediction", LakeTables.HEATMAP_PREDICTION)
          });

  private static final int STATE = 0;
  private static final int MAP = 1;
  private static final int BALANCE = 2;
  private static final int ZONE = 3;
  private static final int WAY = 4;
  private static final int PREDICTION = 5;
  private static final String MODEL = "book";
  private static final double BARS_OF_AN_HOUR = 12;

  private final Instrument instrument;
  private final String parameterSet;
  private final int cellBuckets;

  FoldOutput(Instrument instrument, String parameterSet, int cellBuckets) {
    this.instrument = instrument;
    this.parameterSet = parameterSet;
    this.cellBuckets = cellBuckets;
  }

  private static StructField part(String name, LakeTable table) {
    return DataTypes.createStructField(name, table.schema(), true);
  }

  /** Hands on every row of a day. */
  void emit(BookDays.Day day, Consumer<Row> to) {
    for (BookState.Cell cell : day.end().toRows()) {
      to.accept(only(STATE, state(day.end().day(), cell)));
    }
    for (Heatmap map : day.details().maps()) {
      for (Side side : Side.values()) {
        to.accept(only(MAP, cells(map, side, day.printScope())));
      }
    }
    for (Side side : Side.values()) {
      to.accept(only(BALANCE, balance(day, side)));
    }
    day.details().zones().forEach(zone -> to.accept(only(ZONE, zone(zone, day.fitId()))));
    day.details().ways().forEach(way -> to.accept(only(WAY, way(way, day.fitId()))));
    LocalDate date = day.end().day();
    day.predictions()
        .forEach(one -> to.accept(only(PREDICTION, prediction(date, one, day.fitId()))));
  }

  private static Row only(int part, Row row) {
    Object[] parts = new Object[SCHEMA.size()];
    parts[part] = row;
    return RowFactory.create(parts);
  }

  private Row zone(MapDetails.Found found, String fitId) {
    Heatmap map = found.map();
    double low = map.priceLow(found.lowRow());
    double high = map.priceHigh(found.highRow());
    double nearest = found.side() == Side.LONG ? high : low;
    double away = found.side().sign() * (map.price() - nearest) / map.price();
    boolean seen = found.ageBars() < BucketAges.NEVER;
    double[] shares = found.shares();
    return row(
        timestamp(map.ts()),
        MODEL,
        found.side().text(),
        found.number(),
        found.zone().hot() ? "hot" : "thin",
        low,
        high,
        100 * Math.max(0, away),
        found.zone().massUsd(),
        orNull(found.usd().low()),
        orNull(found.usd().high()),
        found.zone().nullUsd(),
        found.zone().excessUsd(),
        seen ? timestamp(MapDetails.touched(map.ts(), found.ageBars())) : null,
        seen ? (Double) (found.ageBars() / BARS_OF_AN_HOUR) : null,
        shares == null ? null : (Double) shares[0],
        shares == null ? null : (Double) shares[1],
        shares == null ? null : (Double) shares[2],
        shares == null ? null : (Double) shares[3],
        fitId);
  }

  private Row way(MapDetails.Way way, String fitId) {
    return row(
        timestamp(way.ts()),
        MODEL,
        way.side().text(),
        way.movePercent(),
        way.usd().expected(),
        orNull(way.usd().low()),
        orNull(way.usd().high()),
        way.openInterestUsd() > 0
            ? (Double) (100 * way.usd().expected() / way.openInterestUsd())
            : null,
        fitId);
  }

  private Row prediction(LocalDate day, BookDays.Prediction one, String fitId) {
    return row(
        Date.valueOf(day),
        timestamp(FoldInput.startOf(day) + one.slot() * one.horizon().slotMicros()),
        one.horizon().text(),
        one.model(),
        one.side().text(),
        one.usd().expected(),
        orNull(one.usd().low()),
        orNull(one.usd().high()),
        orNull(one.realisedUsd()),
        one.location() == null ? null : (Long) one.location().prints(),
        one.location() == null ? null : (Double) one.location().logLikelihood(),
        fitId,
        one.printScope());
  }

  private static Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private Row state(LocalDate day, BookState.Cell cell) {
    return row(
        Date.valueOf(day),
        parameterSet,
        cell.side(),
        cell.kind(),
        cell.component(),
        cell.bucket(),
        cell.value());
  }

  /** The cells with mass. Bands are null under a law that was not calibrated. */
  private Row cells(Heatmap map, Side side, String printScope) {
    int[] rows = IntStream.range(0, map.rows()).filter(i -> map.expectedUsd(side, i) > 0).toArray();
    return row(
        timestamp(map.ts()),
        side.text(),
        array(rows, i -> map.bucket(i) * cellBuckets),
        array(rows, map::priceLow),
        array(rows, map::priceHigh),
        array(rows, i -> map.expectedUsd(side, i)),
        array(rows, i -> orNull(map.lowUsd(side, i))),
        array(rows, i -> orNull(map.highUsd(side, i))),
        MODEL,
        printScope);
  }

  private static <T> Seq<T> array(int[] rows, IntFunction<T> value) {
    return CollectionConverters.asScala(Arrays.stream(rows).mapToObj(value).toList()).toSeq();
  }

  /** The schema of the table, its columns of cells as arrays. */
  private static StructType mapSchema() {
    StructType schema = new StructType();
    for (StructField field : LakeTables.LIQUIDATION_HEATMAP.schema().fields()) {
      schema =
          OF_CELL.contains(field.name())
              ? schema.add(field.name(), DataTypes.createArrayType(field.dataType()))
              : schema.add(field);
    }
    return schema;
  }

  /** Returns the rows of the table from the rows of maps. */
  static Dataset<Row> heatmapRows(Dataset<Row> maps) {
    List<String> columns = new ArrayList<>(List.of(maps.columns()));
    columns.removeAll(OF_CELL);
    columns.add("inline(arrays_zip(" + String.join(", ", OF_CELL) + "))");
    return maps.selectExpr(columns.toArray(String[]::new));
  }

  private Row balance(BookDays.Day day, Side side) {
    BookBalance balance = day.result().balance(side);
    return row(
        Date.valueOf(day.end().day()),
        parameterSet,
        side.text(),
        instrument.product().isInverse() ? "contracts" : "base",
        balance.opened(),
        balance.decayed(),
        balance.swept(),
        balance.dropped(),
        balance.change(),
        balance.relativeError(),
        balance.impliedCloses(),
        balance.residual(),
        day.result().heldSnapshots(),
        day.warmUp());
  }

  private Row row(Object... own) {
    List<Object> values = new ArrayList<>(own.length + 3);
    values.add(instrument.venue());
    values.add(instrument.product().text());
    values.add(instrument.symbol());
    values.addAll(Arrays.asList(own));
    return RowFactory.create(values.toArray());
  }

  private static Timestamp timestamp(long micros) {
    return Timestamp.from(
        java.time.Instant.EPOCH.plus(micros, java.time.temporal.ChronoUnit.MICROS));
  }
}
