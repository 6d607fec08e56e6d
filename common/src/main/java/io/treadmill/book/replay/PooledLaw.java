package io.treadmill.book.replay;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.Rescale;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The law over symbols of one venue and product, for those with too few totals: mean weights, each
 * symbol counted by its totals. Draw i is that of symbol i modulo their number, so the bands hold
 * how much symbols differ. The trailing rescale of the symbol itself finds its level.
 */
public final class PooledLaw {
  private PooledLaw() {}

  /**
   * Returns the law for one more symbol.
   *
   * @param own laws of the symbols that stand on their own totals, in a fixed order, at least one
   * @param dailyColumnsUsd mean daily unweighted columns of the symbol by side; null if it has no
   *     totals: then there is no rescale
   */
  public static StoredLaw of(List<StoredLaw> own, double[][] dailyColumnsUsd) {
    StoredLaw first = own.get(0);
    Map<String, FittedLaw> models = new TreeMap<>();
    for (String name : first.models().keySet()) {
      boolean book = name.equals(Models.BOOK);
      models.put(
          name,
          pooled(
              own.stream().map(law -> law.models().get(name)).toList(),
              book ? dailyColumnsUsd : null));
    }
    LocalDate from =
        own.stream().map(StoredLaw::trainedFrom).min(LocalDate::compareTo).orElseThrow();
    return new StoredLaw(
        StoredLaw.fitId(first.validFrom(), from, first.printScope(), models),
        first.validFrom(),
        from,
        first.trainedTo(),
        first.printScope(),
        StoredLaw.POOLED + " over " + own.size() + " symbols",
        models);
  }

  private static FittedLaw pooled(List<FittedLaw> own, double[][] dailyColumnsUsd) {
    FittedLaw first = own.get(0);
    int columns = first.columns().size();
    double[][] weight = new double[2][columns];
    double[][] low = new double[2][columns];
    double[][] high = new double[2][columns];
    boolean[][] poor = new boolean[2][columns];
    double[][][] draws = new double[2][first.draws()[0].length][];
    double[] kappa = {Double.NaN, Double.NaN};
    double total = own.stream().mapToDouble(FittedLaw::n).sum();
    for (int s = 0; s < 2; s++) {
      Arrays.fill(low[s], Double.POSITIVE_INFINITY);
      // A law of other symbols is never well determined.
      Arrays.fill(poor[s], true);
      for (FittedLaw one : own) {
        for (int k = 0; k < columns; k++) {
          weight[s][k] += one.weight()[s][k] * one.n() / total;
          low[s][k] = Math.min(low[s][k], one.low()[s][k]);
          high[s][k] = Math.max(high[s][k], one.high()[s][k]);
        }
      }
      for (int k = 0; k < columns; k++) {
        if (!Double.isNaN(low[s][k])) {
          // A mean lies between its ends; its last bit may not.
          weight[s][k] = Math.max(low[s][k], Math.min(high[s][k], weight[s][k]));
        }
      }
      for (int d = 0; d < draws[s].length; d++) {
        draws[s][d] = own.get(d % own.size()).draws()[s][d].clone();
      }
      if (dailyColumnsUsd != null) {
        double daily = 0;
        for (int k = 0; k < columns; k++) {
          daily += weight[s][k] * dailyColumnsUsd[s][k];
        }
        kappa[s] = Rescale.kappa(new double[] {daily});
      }
    }
    return new FittedLaw(
        first.columns(),
        weight,
        low,
        high,
        poor,
        draws,
        kappa,
        new ArrayList<>(List.of(Rescale.START, Rescale.START)),
        (long) total);
  }
}
