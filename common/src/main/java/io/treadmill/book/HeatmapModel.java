package io.treadmill.book;

/** A model that reads bars in order and can draw a map at any time between two bars. */
public interface HeatmapModel {
  /** Returns the name stored in {@code model} columns. */
  String name();

  /** Reads one bar. */
  void step(Step step);

  /**
   * Returns the map of the bars read so far.
   *
   * @param ts instant of the map, microseconds since 1970
   * @param price last price before it
   */
  Heatmap heatmap(long ts, double price, MapGrid grid);
}
