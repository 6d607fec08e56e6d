package io.treadmill.jobs.score;

import io.treadmill.book.law.Dispersion;
import io.treadmill.jobs.columns.ReadRow;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.lake.TableUnion;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** Predictions as {@code heatmap_prediction} holds them, and the scores they get. */
final class MadeUpPredictions {
  static final Instrument BTC = new Instrument("binance", Product.LINEAR_PERP, "BTCUSDT");

  private static final RowLayout<Prediction> ROWS =
      RowLayout.<Prediction>of(LakeTables.HEATMAP_PREDICTION)
          .instrument(one -> BTC)
          .date("day", Prediction::day)
          .micros("ts", one -> UtcDays.startMicros(one.day()) + one.hour() * 3_600_000_000L)
          .text("horizon", Prediction::horizon)
          .text("model", Prediction::model)
          .text("side", one -> one.side().text())
          .number("predicted_usd", Prediction::predicted)
          .number("low_usd", Prediction::low)
          .number("high_usd", Prediction::high)
          .number("realised_low_usd", one -> one.coming().low())
          .number("realised_high_usd", one -> one.coming().high())
          .number("realised_usd", Prediction::realised)
          .wholeOrNull("prints", Prediction::prints)
          .number("location_log_likelihood", Prediction::logLikelihood)
          .text("fit_id", one -> "fit")
          .text("print_scope", Prediction::scope)
          .build();

  private final List<Prediction> all = new ArrayList<>();

  /** One window, USD; NaN and null as in the table. */
  record Prediction(
      LocalDate day,
      int hour,
      Side side,
      String horizon,
      String model,
      double predicted,
      double low,
      double high,
      Dispersion.Interval coming,
      double realised,
      Long prints,
      double logLikelihood,
      String scope) {}

  /**
   * Adds a window without band and prints.
   *
   * @param usd predicted, realised and, if it has one, the interval of the realised total
   */
  void add(LocalDate day, int hour, Side side, String horizon, String model, double... usd) {
    all.add(
        new Prediction(
            day,
            hour,
            side,
            horizon,
            model,
            usd[0],
            Double.NaN,
            Double.NaN,
            usd.length < 4 ? Dispersion.Interval.NONE : new Dispersion.Interval(usd[2], usd[3]),
            usd[1],
            null,
            Double.NaN,
            "full"));
  }

  /** Adds a window. */
  void add(Prediction prediction) {
    all.add(prediction);
  }

  /** Returns the rows of {@code heatmap_prediction}. */
  List<Row> rows() {
    return ROWS.rows(all);
  }

  /** Returns the rows of a table that the job makes of a day. */
  List<Row> scored(LocalDate day, io.treadmill.lake.LakeTable table) {
    List<Row> output = new ArrayList<>();
    List<Row> input = new ArrayList<>();
    ROWS.rows(all).forEach(row -> input.add(ReadRow.of(LakeTables.HEATMAP_PREDICTION, row)));
    new ScoreFunction(List.of(day))
        .call(BTC.toString(), input.iterator())
        .forEachRemaining(output::add);
    TableUnion union = ScoreFunction.OUTPUT;
    return union.only(output, table.name());
  }

  /** Returns the score of a model against a baseline. */
  Row score(LocalDate day, String horizon, String model, String baseline) {
    List<String> names = List.of(LakeTables.HEATMAP_SCORE.schema().fieldNames());
    return scored(day, LakeTables.HEATMAP_SCORE).stream()
        .filter(
            row ->
                row.getString(names.indexOf("horizon")).equals(horizon)
                    && row.getString(names.indexOf("model")).equals(model)
                    && row.getString(names.indexOf("baseline")).equals(baseline))
        .findFirst()
        .orElseThrow();
  }
}
