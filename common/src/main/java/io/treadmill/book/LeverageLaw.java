package io.treadmill.book;

import io.treadmill.market.Side;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The weights of a fit: the share of size opened at a component that ends as a reported forced
 * order of the print scope, and the freshness columns beside them. Every row has a low and a high.
 */
public final class LeverageLaw implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Fit fit;
  private final List<String> names;
  private final double[][] weight;
  private final double[][] low;
  private final double[][] high;

  /**
   * Where a law comes from.
   *
   * @param fitId id of the fit; {@code prior} before any
   * @param validFrom first day on which the law is used
   * @param trainedFrom first day of the training window; null for the prior
   * @param trainedTo last day of the training window; null for the prior
   * @param printScope whose prints the law was fitted to, for example {@code binance+bybit+okx as
   *     reported}
   * @param rescaleKappaUsd kappa of the trailing rescale, long then short, USD; NaN: no rescale
   */
  public record Fit(
      String fitId,
      LocalDate validFrom,
      LocalDate trainedFrom,
      LocalDate trainedTo,
      String printScope,
      List<Double> rescaleKappaUsd)
      implements Serializable {
    /** Checks the two kappas. */
    public Fit {
      rescaleKappaUsd = List.copyOf(rescaleKappaUsd);
      if (rescaleKappaUsd.size() != 2) {
        throw new IllegalArgumentException(
            "Invalid rescale kappa: " + rescaleKappaUsd + " (must be two values)");
      }
    }

    /** Returns kappa of a side; empty if this fit is not rescaled. */
    public Optional<Double> kappaUsd(Side side) {
      return Optional.of(rescaleKappaUsd.get(side.index())).filter(k -> !k.isNaN());
    }
  }

  /**
   * One row of the law.
   *
   * @param side side of the position
   * @param component name of a component, or {@code freshness_...}
   * @param weight share of opened size; for freshness USD a crossed bucket and USD of open interest
   * @param low low end of the interval
   * @param high high end
   */
  public record Row(Side side, String component, double weight, double low, double high)
      implements Serializable {
    /** Checks the order. */
    public Row {
      if (!(weight >= 0 && low >= 0 && low <= weight && high >= weight)) {
        throw new IllegalArgumentException(
            "Invalid weight of "
                + side
                + " "
                + component
                + ": "
                + low
                + " <= "
                + weight
                + " <= "
                + high
                + " (must hold, none negative)");
      }
    }
  }

  /**
   * Makes a law of its rows; components without a row have weight 0.
   *
   * @throws IllegalArgumentException if a row names a component that the book does not have
   */
  public LeverageLaw(Fit fit, LeverageComponents components, List<Row> rows) {
    this.fit = fit;
    List<String> all = names(components);
    this.names = all;
    this.weight = new double[2][all.size()];
    this.low = new double[2][all.size()];
    this.high = new double[2][all.size()];
    Map<String, Integer> index = new HashMap<>();
    all.forEach(name -> index.put(name, index.size()));
    for (Row row : rows) {
      Integer k = index.get(row.component());
      if (k == null) {
        throw new IllegalArgumentException(
            "Invalid leverage law: no component "
                + row.component()
                + " (must be one of "
                + all
                + ")");
      }
      weight[row.side().index()][k] = row.weight();
      low[row.side().index()][k] = row.low();
      high[row.side().index()][k] = row.high();
    }
  }

  /** Returns the names of the weights of a side: components, then the freshness columns. */
  public static List<String> names(LeverageComponents components) {
    List<String> all = new ArrayList<>(components.names());
    for (int column = 0; column < Freshness.UNCOVERED_COLUMNS; column++) {
      all.add(Freshness.name(column));
    }
    return List.copyOf(all);
  }

  /** Returns where the law comes from. */
  public Fit fit() {
    return fit;
  }

  /** Returns the weight of a component of the book, or of a freshness column after them. */
  public double weight(Side side, int component) {
    return weight[side.index()][component];
  }

  /** Returns the number of weights a side: components and freshness columns. */
  public int size() {
    return names.size();
  }

  /** Returns the rows, long before short, in the order of the components. */
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Side side : Side.values()) {
      int s = side.index();
      for (int k = 0; k < names.size(); k++) {
        rows.add(new Row(side, names.get(k), weight[s][k], low[s][k], high[s][k]));
      }
    }
    return rows;
  }

  double[] weights(Side side) {
    return weight[side.index()];
  }

  double[] lows(Side side) {
    return low[side.index()];
  }

  double[] highs(Side side) {
    return high[side.index()];
  }
}
