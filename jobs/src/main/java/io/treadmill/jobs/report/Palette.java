package io.treadmill.jobs.report;

import java.awt.Color;
import java.util.List;

/** Colours of the map: the magma scale, readable with any colour vision and in grey. */
final class Palette {
  /** Stops from small to large amounts. */
  static final List<String> STOPS =
      List.of(
          "#0b0924", "#231151", "#4f127b", "#812581", "#b5367a", "#e55964", "#fb8761", "#fec287",
          "#fcfdbf");

  private Palette() {}

  /** Returns the colour of a place on the scale, 0 (small) to 1 (large); clipped outside. */
  static Color at(double place) {
    double stop = Math.max(0, Math.min(1, place)) * (STOPS.size() - 1);
    int below = Math.min(STOPS.size() - 2, (int) stop);
    Color a = Color.decode(STOPS.get(below));
    Color b = Color.decode(STOPS.get(below + 1));
    double part = stop - below;
    return new Color(
        mix(a.getRed(), b.getRed(), part),
        mix(a.getGreen(), b.getGreen(), part),
        mix(a.getBlue(), b.getBlue(), part));
  }

  private static int mix(int a, int b, double part) {
    return (int) Math.round(a + (b - a) * part);
  }
}
