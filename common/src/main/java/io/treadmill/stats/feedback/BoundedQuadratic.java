package io.treadmill.stats.feedback;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;

/**
 * The least value of a small convex quadratic over points that are not negative: the active-set
 * method of Lawson and Hanson (1974), started from a given point.
 */
final class BoundedQuadratic {
  private static final int MOST_SOLVES = 100;
  private static final double RIDGE = 1e-9;
  private static final double ENOUGH = 1e-9;

  private final double[][] curvature;
  private final double[] pull;
  private final double[] scale;
  private final boolean[] free;
  private double[] point;

  private BoundedQuadratic(double[] gradient, double[][] curvature, double[] at) {
    int n = at.length;
    this.curvature = curvature;
    this.point = at.clone();
    this.pull = new double[n];
    this.scale = new double[n];
    this.free = new boolean[n];
    for (int k = 0; k < n; k++) {
      pull[k] = -gradient[k];
      for (int l = 0; l < n; l++) {
        pull[k] += curvature[k][l] * at[l];
      }
      scale[k] = Math.sqrt(curvature[k][k]);
      free[k] = at[k] > 0 && scale[k] > 0;
      point[k] = scale[k] > 0 ? at[k] : gradient[k] > 0 ? 0 : at[k];
    }
  }

  /**
   * Returns the move d that minimises gradient'd + d'curvature d / 2 with at + d at least 0.
   *
   * @param curvature symmetric, not negative
   * @param at the point moved from, at least 0
   */
  static double[] least(double[] gradient, double[][] curvature, double[] at) {
    BoundedQuadratic work = new BoundedQuadratic(gradient, curvature, at);
    work.solve();
    double[] move = work.point;
    for (int k = 0; k < move.length; k++) {
      move[k] -= at[k];
    }
    return move;
  }

  private void solve() {
    for (int solves = 0; solves < MOST_SOLVES; solves++) {
      double[] next = unbounded();
      double length = 1;
      for (int k = 0; k < next.length; k++) {
        if (free[k] && next[k] <= 0) {
          length = Math.min(length, point[k] / (point[k] - next[k]));
        }
      }
      for (int k = 0; k < next.length; k++) {
        if (free[k]) {
          boolean stopped = next[k] <= 0;
          point[k] += length * (next[k] - point[k]);
          if (stopped && point[k] <= 1e-12 * Math.abs(next[k])) {
            point[k] = 0;
            free[k] = false;
          }
        }
      }
      if (length == 1) {
        int freed = steepest();
        if (freed < 0) {
          return;
        }
        free[freed] = true;
      }
    }
  }

  /** Solves for the free coordinates, the others held. */
  private double[] unbounded() {
    int[] rows = new int[free.length];
    int n = 0;
    for (int k = 0; k < free.length; k++) {
      if (free[k]) {
        rows[n++] = k;
      }
    }
    double[] next = point.clone();
    if (n == 0) {
      return next;
    }
    double[][] matrix = new double[n][n];
    double[] right = new double[n];
    for (int i = 0; i < n; i++) {
      right[i] = pull[rows[i]] / scale[rows[i]];
      for (int j = 0; j < n; j++) {
        matrix[i][j] = curvature[rows[i]][rows[j]] / (scale[rows[i]] * scale[rows[j]]);
      }
      matrix[i][i] += RIDGE;
    }
    DecompositionSolver solver =
        new LUDecomposition(new Array2DRowRealMatrix(matrix, false)).getSolver();
    if (!solver.isNonSingular()) {
      return next;
    }
    double[] solved = solver.solve(new ArrayRealVector(right, false)).toArray();
    for (int i = 0; i < n; i++) {
      next[rows[i]] = solved[i] / scale[rows[i]];
    }
    return next;
  }

  /** The held coordinate that falls fastest when freed; -1 if none does. */
  private int steepest() {
    int best = -1;
    double most = ENOUGH * (1 + Arrays.stream(scale).max().orElse(0));
    for (int k = 0; k < free.length; k++) {
      if (!free[k] && scale[k] > 0) {
        double fall = pull[k];
        for (int l = 0; l < free.length; l++) {
          fall -= curvature[k][l] * point[l];
        }
        if (fall / scale[k] > most) {
          most = fall / scale[k];
          best = k;
        }
      }
    }
    return best;
  }
}
