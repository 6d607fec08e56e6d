package io.treadmill.lab.captured;

import com.fasterxml.jackson.databind.JsonNode;
import io.treadmill.book.models.CellMap;
import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * A map as a vendor serves it: CoinGlass liquidation heatmap of model 1 to 3, version 4 or 3,
 * CoinAnk {@code liqHeatMap}, Hyblock liquidation levels or heatmap. Of a picture over time the
 * newest column alone is the map of the instant: older ones were drawn again since.
 *
 * @param file the file
 * @param answer its content
 */
record VendorAnswer(CaptureFile file, JsonNode answer) {
  /** The names of the fields of a grid of time and price. */
  private record Grid(String prices, String cells, String times) {}

  private static final List<Grid> COINGLASS =
      List.of(
          new Grid("y_axis", "liquidation_leverage_data", "price_candlesticks"),
          new Grid("y", "liq", "prices"));
  private static final Grid COINANK = new Grid("priceArray", "data", "chartTimeArray");

  Capture read() {
    String code = answer.path("code").asText("0");
    JsonNode data = answer.has("data") ? answer.get("data") : answer;
    for (Grid grid : COINGLASS) {
      if (data.has(grid.prices) && data.has(grid.cells)) {
        JsonNode updated =
            data.has("update_time") ? data.get("update_time") : answer.path("update_time");
        Long instant = updated.isMissingNode() || updated.isNull() ? null : micros(updated);
        return capture(instant, grid(data, grid, file.unit(AmountUnit.USD)));
      }
    }
    JsonNode liqHeatMap = data.path("liqHeatMap");
    if (liqHeatMap.has(COINANK.prices)) {
      return capture(null, grid(liqHeatMap, COINANK, file.unit(null)));
    }
    if (data.isArray() && !data.isEmpty() && isLevel(data.get(0))) {
      return capture(null, levels(data, file.unit(null)));
    }
    throw file.refused(
        "it is no answer that is known (code %s, %s): CoinGlass heatmap, CoinAnk liqHeatMap, Hyblock levels or heatmap"
            .formatted(code, answer.path("msg").asText("no message")));
  }

  private Capture capture(Long instant, List<CellMap.Cell> cells) {
    return new Capture(file.instant(instant), 0, cells);
  }

  private long micros(JsonNode instant) {
    try {
      return CaptureFile.micros(instant.asText());
    } catch (IllegalArgumentException e) {
      throw file.refused("update_time: " + e.getMessage());
    }
  }

  /** The cells of the newest column; a price is the middle between its neighbours. */
  private List<CellMap.Cell> grid(JsonNode data, Grid grid, AmountUnit unit) {
    double[] prices = prices(data.get(grid.prices), grid.prices);
    JsonNode cells = data.get(grid.cells);
    int columns = data.path(grid.times).size();
    TreeSet<Integer> known = new TreeSet<>();
    for (int row = 0; row < cells.size(); row++) {
      known.add((int) number(cells.get(row), 0, grid.cells, row));
    }
    if (known.isEmpty() || columns > 0 && known.last() < columns - 2) {
      throw file.refused(
          "%s has no cells of its newest instant: the last column with any is %s of %d"
              .formatted(grid.cells, known.isEmpty() ? "none" : known.last(), columns));
    }
    List<CellMap.Cell> newest = new ArrayList<>();
    for (int row = 0; row < cells.size(); row++) {
      if ((int) number(cells.get(row), 0, grid.cells, row) == known.last()) {
        int at = (int) number(cells.get(row), 1, grid.cells, row);
        if (at < 0 || at >= prices.length) {
          throw file.refused(
              "%s, row %d: price %d (must be 0 to %d, a place of %s)"
                  .formatted(grid.cells, row + 1, at, prices.length - 1, grid.prices));
        }
        double low = at == 0 ? prices[0] - (prices[1] - prices[0]) / 2 : middle(prices, at - 1);
        double high =
            at == prices.length - 1
                ? prices[at] + (prices[at] - prices[at - 1]) / 2
                : middle(prices, at);
        newest.add(
            cell(
                low,
                high,
                null,
                unit.usd(number(cells.get(row), 2, grid.cells, row), prices[at]),
                row));
      }
    }
    return newest;
  }

  private static double middle(double[] prices, int at) {
    return (prices[at] + prices[at + 1]) / 2;
  }

  private double[] prices(JsonNode values, String field) {
    double[] prices = new double[values.size()];
    for (int i = 0; i < prices.length; i++) {
      prices[i] = number(values, i, field, i);
      if (!(prices[i] > (i == 0 ? 0 : prices[i - 1]))) {
        throw file.refused(
            "%s, row %d: %s (must be positive and above the row before)"
                .formatted(field, i + 1, prices[i]));
      }
    }
    if (prices.length < 2) {
      throw file.refused("%s has %d prices (must be at least 2)".formatted(field, prices.length));
    }
    return prices;
  }

  private double number(JsonNode row, int at, String field, int number) {
    JsonNode value = row.path(at);
    try {
      return Double.parseDouble(value.asText());
    } catch (NumberFormatException e) {
      throw file.refused(
          "%s, row %d: '%s' (must be a number)".formatted(field, number + 1, value.asText()));
    }
  }

  private static boolean isLevel(JsonNode row) {
    return row.has("size") && (row.has("price") || row.has("startingPrice"));
  }

  /** Levels of one instant; of a heatmap the rows of the newest one. */
  private List<CellMap.Cell> levels(JsonNode rows, AmountUnit unit) {
    long newest = Long.MIN_VALUE;
    for (JsonNode row : rows) {
      newest = Math.max(newest, row.has("price") ? newest : row.path("timestamp").asLong());
    }
    List<CellMap.Cell> cells = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      JsonNode row = rows.get(i);
      if (row.has("price") || row.path("timestamp").asLong() == newest) {
        double low = number(row, row.has("price") ? "price" : "startingPrice", i);
        double high = row.has("price") ? low : number(row, "endingPrice", i);
        double size = number(row, "size", i);
        cells.add(cell(low, high, side(row, i), unit.usd(size, (low + high) / 2), i));
      }
    }
    return cells;
  }

  private double number(JsonNode row, String field, int number) {
    try {
      return Double.parseDouble(row.path(field).asText());
    } catch (NumberFormatException e) {
      throw file.refused(
          "row %d, %s: '%s' (must be a number)"
              .formatted(number + 1, field, row.path(field).asText()));
    }
  }

  private Side side(JsonNode row, int number) {
    if (!row.hasNonNull("side")) {
      return null;
    }
    try {
      return Side.of(row.get("side").asText().toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw file.refused("row %d: %s".formatted(number + 1, e.getMessage()));
    }
  }

  private CellMap.Cell cell(double low, double high, Side side, double amount, int number) {
    try {
      return new CellMap.Cell(low, high, side, amount);
    } catch (IllegalArgumentException e) {
      throw file.refused("row %d: %s".formatted(number + 1, e.getMessage()));
    }
  }
}
