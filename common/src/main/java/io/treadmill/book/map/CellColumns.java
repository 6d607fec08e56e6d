package io.treadmill.book.map;

import io.treadmill.market.Side;

/** What a map holds in the buckets of the price grid at one instant, before any law weighs it. */
public interface CellColumns {
  /** What a column counts. */
  enum Part {
    /** Positions that stand. */
    STANDING,
    /** Positions that are expected to be opened. */
    INFLOW,
    /** How long price was not there: no position. */
    FRESHNESS
  }

  /** Returns the hours of the map's horizon; 0 if it tells what is forced now. */
  int horizonHours();

  /** Returns the number of columns. */
  int columnCount();

  /** Returns what a column counts. */
  Part part(int column);

  /**
   * Adds what a bucket holds whole.
   *
   * @param price price at the instant
   * @param into unweighted USD by column
   */
  void addCell(Side side, int bucket, double price, double[] into, int at);

  /**
   * Returns what a model holds now: longs stand at or below the price, shorts at or above it, as a
   * price that has been passed forces nobody.
   */
  static CellColumns now(HeatmapModel model) {
    return new CellColumns() {
      @Override
      public int horizonHours() {
        return 0;
      }

      @Override
      public int columnCount() {
        return model.columns().size();
      }

      @Override
      public Part part(int column) {
        return column < model.bookColumns() ? Part.STANDING : Part.FRESHNESS;
      }

      @Override
      public void addCell(Side side, int bucket, double price, double[] into, int at) {
        if (PriceRange.ofBucket(price, bucket).isOnTheWay(side)) {
          model.addStanding(side, bucket, price, 1, into, at);
        }
      }
    };
  }
}
