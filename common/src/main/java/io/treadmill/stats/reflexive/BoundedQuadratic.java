package io.treadmill.stats.reflexive;

/** The least value of a small convex quadratic over a non-negative point, by coordinates. */
final class BoundedQuadratic {
  private static final int SWEEPS = 200;
  private static final double ENOUGH = 1e-7;
  private static final double RIDGE = 1e-10;

  private BoundedQuadratic() {}

  /**
   * Returns the move d that minimises gradient'd + d'curvature d / 2 with at + d at least 0.
   *
   * @param curvature symmetric, not negative
   * @param at the point moved from, at least 0
   */
  static double[] least(double[] gradient, double[][] curvature, double[] at) {
    int n = at.length;
    double[] move = new double[n];
    double[] slope = gradient.clone();
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double most = 0;
      for (int k = 0; k < n; k++) {
        double bend = curvature[k][k] * (1 + RIDGE);
        double next = bend > 0 ? move[k] - slope[k] / bend : slope[k] > 0 ? -at[k] : move[k];
        next = Math.max(next, -at[k]);
        double change = next - move[k];
        if (change != 0) {
          move[k] = next;
          for (int l = 0; l < n; l++) {
            slope[l] += change * curvature[l][k];
          }
          most = Math.max(most, change * change * bend);
        }
      }
      if (most < ENOUGH) {
        break;
      }
    }
    return move;
  }
}
