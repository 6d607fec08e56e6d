package io.treadmill.jobs.heatmap;

import io.treadmill.book.map.Heatmap;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.BookBalance;
import io.treadmill.book.position.BookState;
import io.treadmill.book.position.BucketAges;
import io.treadmill.book.replay.InstrumentReplay;
import io.treadmill.book.replay.MapDetails;
import io.treadmill.book.replay.ZoneTouch;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.lake.TableUnion;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/**
 * Rows that leave a fold.
 *
 * @param cellBuckets 10 bp buckets of a cell of the map
 */
record FoldOutput(Instrument instrument, String parameterSet, int cellBuckets) {
  private static final RowLayout<Part<BookState.Cell>> STATE =
      RowLayout.<Part<BookState.Cell>>of(LakeTables.BOOK_STATE)
          .instrument(Part::instrument)
          .date("day", Part::date)
          .text("parameter_set", Part::parameterSet)
          .text("side", part -> part.of.side())
          .text("kind", part -> part.of.kind())
          .integer("component", part -> part.of.component())
          .integer("bucket", part -> part.of.bucket())
          .number("value", part -> part.of.value())
          .build();

  /** The cells of a map and side are one row; bands are null under a law without draws. */
  private static final RowLayout<Part<Cells>> MAP =
      RowLayout.<Part<Cells>>packed(LakeTables.LIQUIDATION_HEATMAP)
          .instrument(Part::instrument)
          .micros("ts", part -> part.of.map.ts())
          .integer("horizon_h", part -> part.of.map.horizonHours())
          .text("side", part -> part.of.side.text())
          .integers("bucket", part -> part.of.buckets(part.output))
          .numbers("price_low", part -> part.of.numbers(part.of.map::priceLow))
          .numbers("price_high", part -> part.of.numbers(part.of.map::priceHigh))
          .numbers("expected_notional_usd", part -> part.of.usd(Heatmap.Cell::expected))
          .numbers("low_usd", part -> part.of.usd(Heatmap.Cell::low))
          .numbers("high_usd", part -> part.of.usd(Heatmap.Cell::high))
          .numbers("inflow_usd", part -> part.of.usd(Heatmap.Cell::inflow))
          .numbers("freshness_usd", part -> part.of.usd(Heatmap.Cell::freshness))
          .text("model", part -> Models.BOOK)
          .text("print_scope", part -> part.day.printScope())
          .build();

  private static final RowLayout<Part<BookBalance>> BALANCE =
      RowLayout.<Part<BookBalance>>of(LakeTables.BOOK_BALANCE)
          .instrument(Part::instrument)
          .date("day", Part::date)
          .text("parameter_set", Part::parameterSet)
          .text("side", part -> part.of.side().text())
          .text("unit", part -> part.instrument().product().isInverse() ? "contracts" : "base")
          .number("opened", part -> part.of.opened())
          .number("decayed", part -> part.of.decayed())
          .number("swept", part -> part.of.swept())
          .number("dropped", part -> part.of.dropped())
          .number("change", part -> part.of.change())
          .number("relative_residual", part -> part.of.relativeError())
          .number("implied_closes", part -> part.of.impliedCloses())
          .number("implied_closes_residual", part -> part.of.residual())
          .integer("missing_steps", part -> BarClock.BARS_OF_A_DAY - part.day.result().bars())
          .integer("held_steps", part -> part.day.result().heldSnapshots())
          .integer("volume_clock_steps", part -> part.day.result().volumeClockBars())
          .flag("warm_up", part -> part.day.warmUp())
          .build();

  private static final RowLayout<Part<MapDetails.PricedZone>> ZONE =
      RowLayout.<Part<MapDetails.PricedZone>>of(LakeTables.ZONES)
          .instrument(Part::instrument)
          .micros("ts", part -> part.of.map().ts())
          .integer("horizon_h", part -> part.of.map().horizonHours())
          .text("model", part -> Models.BOOK)
          .text("side", part -> part.of.side().text())
          .integer("zone", part -> part.of.number())
          .text("kind", part -> part.of.zone().hot() ? "hot" : "thin")
          .number("price_low", part -> priceLow(part.of))
          .number("price_high", part -> priceHigh(part.of))
          .number("distance_percent", part -> distancePercent(part.of))
          .number("mass_usd", part -> part.of.zone().massUsd())
          .number("low_usd", part -> part.of.usd().low())
          .number("high_usd", part -> part.of.usd().high())
          .number("null_usd", part -> part.of.zone().nullUsd())
          .number("excess_usd", part -> part.of.zone().excessUsd())
          .microsOrNull(
              "untouched_since",
              part ->
                  wasSeen(part.of)
                      ? MapDetails.touched(part.of.map().ts(), part.of.ageBars())
                      : null)
          .number(
              "age_hours",
              part ->
                  wasSeen(part.of)
                      ? part.of.ageBars() / (double) BarClock.BARS_OF_AN_HOUR
                      : Double.NaN)
          .number("share_leverage_over_50", part -> share(part.of, 0))
          .number("share_leverage_20_to_50", part -> share(part.of, 1))
          .number("share_leverage_under_20", part -> share(part.of, 2))
          .number("share_freshness", part -> share(part.of, 3))
          .number("share_inflow", part -> share(part.of, 4))
          .text("fit_id", part -> part.day.fitId())
          .build();

  private static final RowLayout<Part<ZoneTouch>> TOUCH =
      RowLayout.<Part<ZoneTouch>>of(LakeTables.ZONE_TOUCH)
          .instrument(Part::instrument)
          .components(ZoneTouch.class, part -> part.of)
          .micros("ts", part -> part.of.ts())
          .integer("horizon_h", part -> part.of.horizonHours())
          .text("model", part -> Models.BOOK)
          .text("side", part -> part.of.side().text())
          .text("kind", part -> part.of.kind())
          .text("fit_id", part -> part.day.fitId())
          .build();

  private static final RowLayout<Part<MapDetails.CumulativeExposure>> WAY =
      RowLayout.<Part<MapDetails.CumulativeExposure>>of(LakeTables.FRAGILITY)
          .instrument(Part::instrument)
          .micros("ts", part -> part.of.ts())
          .integer("horizon_h", part -> part.of.horizonHours())
          .text("model", part -> Models.BOOK)
          .text("side", part -> part.of.side().text())
          .number("move_percent", part -> part.of.movePercent())
          .number("expected_usd", part -> part.of.usd().expected())
          .number("low_usd", part -> part.of.usd().low())
          .number("high_usd", part -> part.of.usd().high())
          .number("inflow_usd", part -> part.of.inflowUsd())
          .number(
              "share_of_open_interest_percent",
              part ->
                  part.of.openInterestUsd() > 0
                      ? 100 * part.of.usd().expected() / part.of.openInterestUsd()
                      : Double.NaN)
          .text("fit_id", part -> part.day.fitId())
          .text(
              "reason",
              part ->
                  Double.isNaN(part.of.usd().expected())
                      ? "no law of this horizon is in force yet"
                      : null)
          .build();

  private static final RowLayout<Part<InstrumentReplay.Prediction>> PREDICTION =
      RowLayout.<Part<InstrumentReplay.Prediction>>of(LakeTables.HEATMAP_PREDICTION)
          .instrument(Part::instrument)
          .date("day", Part::date)
          .micros(
              "ts",
              part ->
                  UtcDays.startMicros(part.date())
                      + part.of.slot() * part.of.horizon().slotMicros())
          .text("horizon", part -> part.of.horizon().text())
          .text("model", part -> part.of.model())
          .text("side", part -> part.of.side().text())
          .number("predicted_usd", part -> part.of.usd().expected())
          .number("low_usd", part -> part.of.usd().low())
          .number("high_usd", part -> part.of.usd().high())
          .number("realised_low_usd", part -> part.of.coming().low())
          .number("realised_high_usd", part -> part.of.coming().high())
          .number("realised_usd", part -> part.of.realisedUsd())
          .wholeOrNull(
              "prints", part -> part.of.location() == null ? null : part.of.location().prints())
          .number(
              "location_log_likelihood",
              part -> part.of.location() == null ? Double.NaN : part.of.location().logLikelihood())
          .text("fit_id", part -> part.day.fitId())
          .text("print_scope", part -> part.of.printScope())
          .build();

  /** Rows of all tables of a fold; the cells of a map and side are one row. */
  static final TableUnion UNION = union(STATE, MAP, BALANCE, ZONE, TOUCH, WAY, PREDICTION);

  /** A part of a day of a book: what a row is made of. */
  private record Part<T>(FoldOutput output, InstrumentReplay.Day day, T of) {
    Instrument instrument() {
      return output.instrument;
    }

    String parameterSet() {
      return output.parameterSet;
    }

    LocalDate date() {
      return day.end().day();
    }
  }

  /** The cells of one side of a map that hold mass. */
  @SuppressWarnings("ArrayRecordComponent") // made once, read once
  private record Cells(Heatmap map, Side side, int[] rows) {
    static Cells of(Heatmap map, Side side) {
      return new Cells(
          map,
          side,
          IntStream.range(0, map.rows()).filter(row -> map.expectedUsd(side, row) > 0).toArray());
    }

    int[] buckets(FoldOutput output) {
      return Arrays.stream(rows).map(row -> output.bucket(map, row)).toArray();
    }

    double[] usd(ToDoubleFunction<Heatmap.Cell> amount) {
      return numbers(row -> amount.applyAsDouble(map.cell(side, row)));
    }

    double[] numbers(IntToDoubleFunction value) {
      return Arrays.stream(rows).mapToDouble(value).toArray();
    }
  }

  private static TableUnion union(RowLayout<?>... layouts) {
    TableUnion union = TableUnion.of(List.of());
    for (RowLayout<?> layout : layouts) {
      union = union.with(layout.name(), layout.schema());
    }
    return union;
  }

  /** Hands on every row of a day. */
  void emit(InstrumentReplay.Day day, Consumer<Row> to) {
    day.end().toRows().forEach(cell -> emit(STATE, day, cell, to));
    for (MapDetails details : day.details()) {
      for (Heatmap map : details.maps()) {
        for (Side side : Side.values()) {
          emit(MAP, day, Cells.of(map, side), to);
        }
      }
      details.zones().forEach(zone -> emit(ZONE, day, zone, to));
      details.ways().forEach(way -> emit(WAY, day, way, to));
    }
    day.touches().forEach(touch -> emit(TOUCH, day, touch, to));
    for (Side side : Side.values()) {
      emit(BALANCE, day, day.result().balance(side), to);
    }
    day.predictions().forEach(one -> emit(PREDICTION, day, one, to));
  }

  private <T> void emit(
      RowLayout<Part<T>> layout, InstrumentReplay.Day day, T of, Consumer<Row> to) {
    to.accept(UNION.row(layout.name(), layout.row(new Part<>(this, day, of))));
  }

  /** Returns the first 10 bp bucket of a cell. */
  private int bucket(Heatmap map, int row) {
    return map.bucket(row) * cellBuckets;
  }

  private static double priceLow(MapDetails.PricedZone found) {
    return found.map().priceLow(found.lowRow());
  }

  private static double priceHigh(MapDetails.PricedZone found) {
    return found.map().priceHigh(found.highRow());
  }

  private static double distancePercent(MapDetails.PricedZone found) {
    double price = found.map().price();
    double nearest = found.side() == Side.LONG ? priceHigh(found) : priceLow(found);
    return 100 * Math.max(0, found.side().sign() * (price - nearest) / price);
  }

  private static boolean wasSeen(MapDetails.PricedZone found) {
    return found.ageBars() < BucketAges.NEVER;
  }

  private static double share(MapDetails.PricedZone found, int i) {
    return found.shares() == null ? Double.NaN : found.shares()[i];
  }
}
