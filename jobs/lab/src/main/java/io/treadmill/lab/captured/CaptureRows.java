package io.treadmill.lab.captured;

import io.treadmill.book.models.CellMap;
import io.treadmill.conf.UserError;
import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Captures as rows, one a cell: {@code ts} (may be told instead), {@code price_low} and {@code
 * price_high} or {@code price}, {@code side} (long, short or empty), the amount as {@code
 * value_usd}, {@code expected_notional_usd} or {@code value}, and {@code horizon_h} where maps are
 * drawn for the hours ahead. What {@code treadmill sql} prints of {@code liquidation_heatmap} is
 * this.
 */
record CaptureRows(CaptureFile file) {
  private static final List<String> AMOUNTS =
      List.of("value_usd", "expected_notional_usd", "value_base", "value");

  /** Which map a row belongs to. */
  private record Key(long instant, int horizonHours) {}

  /** A row and where it stands. */
  private record Line(CaptureFile file, int number, Map<String, String> values) {
    boolean has(String column) {
      return !values.getOrDefault(column, "").isEmpty();
    }

    String text(String column) {
      if (!has(column)) {
        throw refused(column, "no value", "is needed");
      }
      return values.get(column);
    }

    double number(String column) {
      try {
        return Double.parseDouble(text(column));
      } catch (NumberFormatException e) {
        throw refused(column, "'" + text(column) + "'", "must be a number");
      }
    }

    UserError refused(String column, String value, String rule) {
      return file.refused("row %d, %s: %s (%s)".formatted(number, column, value, rule));
    }
  }

  /**
   * Returns the captures of rows.
   *
   * @param rows values by name of the column, by the number of the line
   */
  List<Capture> read(Map<Integer, Map<String, String>> rows) {
    if (rows.isEmpty()) {
      throw file.refused("it has no rows");
    }
    Map<Key, List<CellMap.Cell>> maps = new LinkedHashMap<>();
    Map<List<Object>, Integer> told = new HashMap<>();
    rows.forEach(
        (number, values) -> {
          Line line = new Line(file, number, values);
          Key key = new Key(file.instant(instant(line)), horizon(line));
          CellMap.Cell cell = cell(line);
          checkIsNew(line, key, cell, told);
          maps.computeIfAbsent(key, of -> new ArrayList<>()).add(cell);
        });
    return maps.entrySet().stream()
        .map(map -> new Capture(map.getKey().instant, map.getKey().horizonHours, map.getValue()))
        .toList();
  }

  /** A cell without a side is one of both. */
  private static void checkIsNew(
      Line line, Key map, CellMap.Cell cell, Map<List<Object>, Integer> told) {
    for (Side side : Side.values()) {
      if (cell.side() == null || cell.side() == side) {
        Integer before =
            told.put(List.of(map, cell.priceLow(), cell.priceHigh(), side), line.number);
        if (before != null) {
          throw line.refused(
              "cell",
              "%s from %s to %s".formatted(side.text(), cell.priceLow(), cell.priceHigh()),
              "must be told once a map, is in row %d too".formatted(before));
        }
      }
    }
  }

  private static Long instant(Line line) {
    if (!line.has("ts")) {
      return null;
    }
    try {
      return CaptureFile.micros(line.text("ts"));
    } catch (IllegalArgumentException e) {
      throw line.file.refused("row %d, ts: %s".formatted(line.number, e.getMessage()));
    }
  }

  private static int horizon(Line line) {
    double hours = line.has("horizon_h") ? line.number("horizon_h") : 0;
    if (hours != Math.rint(hours) || hours < 0) {
      throw line.refused("horizon_h", line.text("horizon_h"), "must be whole hours, not negative");
    }
    return (int) hours;
  }

  private static CellMap.Cell cell(Line line) {
    String column =
        AMOUNTS.stream()
            .filter(line.values::containsKey)
            .findFirst()
            .orElseThrow(() -> line.refused("amount", "no column", "one of " + AMOUNTS));
    AmountUnit ofColumn =
        column.endsWith("_usd")
            ? AmountUnit.USD
            : column.endsWith("_base") ? AmountUnit.BASE : null;
    boolean level = line.has("price");
    double low = line.number(level ? "price" : "price_low");
    double high = level ? low : line.number("price_high");
    double amount = line.number(column);
    try {
      AmountUnit unit = line.file.unit(ofColumn);
      return new CellMap.Cell(low, high, side(line), unit.usd(amount, (low + high) / 2));
    } catch (IllegalArgumentException e) {
      throw line.file.refused("row %d: %s".formatted(line.number, e.getMessage()));
    }
  }

  private static Side side(Line line) {
    return line.has("side") ? Side.of(line.text("side").toLowerCase(Locale.ROOT)) : null;
  }
}
