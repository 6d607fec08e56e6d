package io.treadmill.jobs.bars;

import io.treadmill.jobs.bars.TradePoint.Place;
import org.apache.spark.rdd.InputFileBlockHolder;

/** Where the rows come from that a task reads: file, split, and row after the split's start. */
final class PlaceReader {
  private Place place = new Place("", 0);
  private long rows;

  /** Tells the batch the place of the next rows; called after they were fetched. */
  void mark(TradeBatch batch, int count) {
    String file = InputFileBlockHolder.getInputFilePath().toString();
    long offset = InputFileBlockHolder.getStartOffset();
    if (!place.file().equals(file) || place.offset() != offset) {
      place = new Place(file, offset);
      rows = 0;
    }
    batch.place = place;
    batch.firstRow = rows;
    rows += count;
  }
}
