package io.treadmill.jobs.score;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.jobs.score.ScoreProof.Pair;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** Slow computation of {@code heatmap_reliability} from the windows of {@link ScoreProof}. */
public final class ReliabilityProof implements ColumnProof {
  private static final int TENTHS = 10;

  @Override
  public LakeTable table() {
    return LakeTables.HEATMAP_RELIABILITY;
  }

  /** What a tenth must hold, millions of USD. */
  private record Tenth(double predicted, double low, double high, double realised, long n) {}

  @Override
  public void prove(Proof proof) {
    List<Pair> pairs = ScoreProof.pairs();
    List<Row> rows =
        ScoreProof.predictions(pairs).scored(ScoreProof.LAST, LakeTables.HEATMAP_RELIABILITY);
    List<Tenth> tenths = tenths(pairs);
    for (int t = 0; t < TENTHS; t++) {
      Tenth tenth = tenths.get(t);
      proof
          .row(row(rows, ScoreProof.BOOK, t + 1))
          .is("venue", "binance")
          .is("product", "linear_perp")
          .is("symbol", "BTCUSDT")
          .is("day", ScoreProof.LAST)
          .is("model", "book")
          .is("horizon", "path_1h")
          .is("decile", t + 1)
          .is("predicted_usd", 1e6 * tenth.predicted, 1e-3)
          .is("low_usd", 1e6 * tenth.low, 1e-3)
          .is("high_usd", 1e6 * tenth.high, 1e-3)
          .is("realised_usd", 1e6 * tenth.realised, 1e-3)
          .is("n", tenth.n);
    }
    proof
        .row(row(rows, ScoreProof.FINE, TENTHS))
        .is("model", "fine_freshness")
        .isNull("low_usd")
        .isNull("high_usd");
  }

  private static Row row(List<Row> rows, String model, int decile) {
    List<String> names = List.of(LakeTables.HEATMAP_RELIABILITY.schema().fieldNames());
    return rows.stream()
        .filter(
            row ->
                row.getString(names.indexOf("model")).equals(model)
                    && row.getString(names.indexOf("horizon")).equals("path_1h")
                    && row.getInt(names.indexOf("decile")) == decile)
        .findFirst()
        .orElseThrow();
  }

  /** Share of the tenths whose total lies in their band. */
  static double coverage(List<Pair> pairs) {
    long held =
        tenths(pairs).stream().filter(t -> t.realised >= t.low && t.realised <= t.high).count();
    return held / 10.0;
  }

  /** No two predictions are equal: the tenth of a row is the share of rows below it. */
  private static List<Tenth> tenths(List<Pair> pairs) {
    List<List<Pair>> split = new ArrayList<>();
    for (int t = 0; t < TENTHS; t++) {
      split.add(new ArrayList<>());
    }
    for (Pair one : pairs) {
      long below = pairs.stream().filter(other -> other.mu() < one.mu()).count();
      split.get((int) (TENTHS * below / pairs.size())).add(one);
    }
    return split.stream().map(ReliabilityProof::tenth).toList();
  }

  /** Bands of the windows reach a tenth below and a fifth above; days are independent. */
  private static Tenth tenth(List<Pair> rows) {
    double predicted = 0;
    double realised = 0;
    Map<Integer, Double> residuals = new TreeMap<>();
    for (Pair one : rows) {
      predicted += one.mu();
      realised += one.y();
      residuals.merge(one.day(), one.y() - one.mu(), Double::sum);
    }
    double variance = 0;
    for (double residual : residuals.values()) {
      variance += residual * residual;
    }
    double noise = 1.2816 * 1.2816 * variance; // 80 % of a normal lie within 1.2816 deviations
    double below = Math.sqrt(0.01 * predicted * predicted + noise);
    double above = Math.sqrt(0.04 * predicted * predicted + noise);
    return new Tenth(
        predicted, Math.max(0, predicted - below), predicted + above, realised, rows.size());
  }
}
