package io.treadmill.lab.captured;

import io.treadmill.book.models.CellMap;
import java.util.List;

/**
 * A map as it stood at an instant.
 *
 * @param instant microseconds since 1970
 * @param horizonHours hours ahead that it was drawn for; 0 if for price getting there, whenever
 * @param cells cells; amounts in USD, or in no unit
 */
public record Capture(long instant, int horizonHours, List<CellMap.Cell> cells) {
  /** Copies the cells. */
  public Capture {
    cells = List.copyOf(cells);
  }

  /** Returns the map as a model. */
  CellMap map() {
    return new CellMap(cells, horizonHours > 0);
  }
}
