package io.treadmill.lab.captured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.book.models.CellMap.Cell;
import io.treadmill.conf.UserError;
import io.treadmill.market.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Made-up captures in the forms in which maps are served. */
class CaptureFileTest {
  private static final long TWO = 1_772_416_800_000_000L; // 2026-03-02T02:00:00Z

  @TempDir Path folder;

  private List<Capture> read(String text, Long told, AmountUnit unit) throws IOException {
    Path file = folder.resolve("map.txt");
    Files.writeString(file, text);
    return new CaptureFile(file, told, unit).read();
  }

  private void refuses(String text, Long told, AmountUnit unit, String message) {
    assertThatThrownBy(() -> read(text, told, unit))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("Cannot read the map " + folder.resolve("map.txt") + ": ")
        .hasMessageEndingWith(message);
  }

  @Test
  void rowsOfCsvAreCapturesByInstantAndHorizon() throws IOException {
    String csv =
        """
        ts,price_low,price_high,side,value_usd,horizon_h
        2026-03-02T02:00:00Z,90,100,long,5,
        1772416800,100,110,SHORT,7,
        2026-03-02T03:00:00+01:00,80,90,,9,4
        """;
    assertThat(read(csv, null, null))
        .containsExactly(
            new Capture(
                TWO,
                0,
                List.of(new Cell(90, 100, Side.LONG, 5), new Cell(100, 110, Side.SHORT, 7))),
            new Capture(TWO, 4, List.of(new Cell(80, 90, null, 9))));
  }

  @Test
  void aCellIsToldOnceAMap() {
    String csv =
        """
        ts,price_low,price_high,side,value_usd,horizon_h
        2026-03-02T02:00:00Z,90,100,long,5,0
        2026-03-02T02:00:00Z,90,100,short,5,0
        2026-03-02T02:00:00Z,90,100,long,5,4
        2026-03-02T03:00:00Z,90,100,long,5,0
        """;
    assertThatCode(() -> read(csv, null, null)).doesNotThrowAnyException();
    refuses(
        csv + "1772416800,90.0,100,LONG,6,\n",
        null,
        null,
        "row 6, cell: long from 90.0 to 100.0 (must be told once a map, is in row 2 too)");
    refuses(
        csv + "2026-03-02T03:00:00Z,90,100,,6,0\n",
        null,
        null,
        "row 6, cell: long from 90.0 to 100.0 (must be told once a map, is in row 5 too)");
    refuses(
        "price,value\n100,2\n100,3\n",
        TWO,
        AmountUnit.USD,
        "row 3, cell: long from 100.0 to 100.0 (must be told once a map, is in row 2 too)");
  }

  @Test
  void objectsALineAreRowsToo() throws IOException {
    String lines =
        """
        {"ts":"2026-03-02T02:00:00Z","side":"long","price_low":90,"price_high":100,"expected_notional_usd":5.5}
        {"ts":"2026-03-02T02:00:00Z","side":null,"price_low":80,"price_high":90,"expected_notional_usd":1e3}
        """;
    assertThat(read(lines, null, null).get(0).cells())
        .containsExactly(new Cell(90, 100, Side.LONG, 5.5), new Cell(80, 90, null, 1000));
  }

  @Test
  void coinsAreWorthThePriceOfTheirCell() throws IOException {
    assertThat(read("price,value\n100,2\n", TWO, AmountUnit.BASE).get(0).cells())
        .containsExactly(new Cell(100, 100, null, 200));
  }

  @Test
  void ofACoinGlassHeatmapTheNewestColumnCounts() throws IOException {
    String answer =
        """
        {"code":"0","data":{"y_axis":[90,100,120],"update_time":1772416800000,
         "liquidation_leverage_data":[[0,1,99],[1,0,"4.5"],[1,2,6]],
         "price_candlesticks":[[1772416500,"1","1","1","1","1"],[1772416800,"1","1","1","1","1"]]}}
        """;
    assertThat(read(answer, null, null))
        .containsExactly(
            new Capture(TWO, 0, List.of(new Cell(85, 95, null, 4.5), new Cell(110, 130, null, 6))));
    String three = answer.replace("y_axis", "y").replace("liquidation_leverage_data", "liq");
    assertThat(read(three.replace("price_candlesticks", "prices"), null, null))
        .isEqualTo(read(answer, null, null));
  }

  @Test
  void aCoinAnkHeatmapNeedsItsInstantAndUnit() throws IOException {
    String answer =
        """
        {"success":true,"code":"1","data":{"liqHeatMap":{"data":[["0","0","8"],["1","1","3"]],
         "chartTimeArray":[1772416500000,1772416800000],"priceArray":["90","100"],"maxLiqValue":"8"}}}
        """;
    assertThat(read(answer, TWO, AmountUnit.NONE).get(0).cells())
        .containsExactly(new Cell(95, 105, null, 3));
    refuses(answer, null, AmountUnit.USD, "when it was taken (say it: --at 2026-03-02T14:00:00Z)");
    refuses(
        answer,
        TWO,
        null,
        "it does not say what its amounts are (say it: --unit usd, base or none, where none is"
            + " relative strength)");
  }

  @Test
  void hyblockLevelsAreLevelsAndOfItsHeatmapTheNewestRowsCount() throws IOException {
    String levels =
        """
        {"data":[{"price":90.5,"size":7,"side":"long","leverage":"high","timestamp":1},
         {"price":"110","size":"8","side":"short","leverage":"low","timestamp":2}],"metadata":{}}
        """;
    assertThat(read(levels, TWO, AmountUnit.USD).get(0).cells())
        .containsExactly(new Cell(90.5, 90.5, Side.LONG, 7), new Cell(110, 110, Side.SHORT, 8));
    String heatmap =
        """
        {"data":[{"startingPrice":90,"endingPrice":95,"size":7,"side":"long","timestamp":10},
         {"startingPrice":95,"endingPrice":99,"size":8,"side":"long","timestamp":20}]}
        """;
    assertThat(read(heatmap, TWO, AmountUnit.USD).get(0).cells())
        .containsExactly(new Cell(95, 99, Side.LONG, 8));
  }

  @Test
  void whatBreaksARuleIsNamedWithItsRow() {
    String head = "ts,price_low,price_high,side,value_usd\n";
    refuses("", null, null, "it is empty");
    refuses(head, null, null, "it has no rows");
    refuses(
        head + "2026-03-02,1,2,long,3\n",
        null,
        null,
        "row 2, ts: '2026-03-02' (must be ISO 8601 with its zone, as 2026-03-02T14:00:00Z, or s, ms"
            + " or us since 1970)");
    refuses(
        head + "2026-03-02T02:00:00Z,1,2,long,3\n2026-03-02T02:00:00Z,1,x,long,3\n",
        null,
        null,
        "row 3, price_high: 'x' (must be a number)");
    refuses(
        head + "2026-03-02T02:00:00Z,1,2,buy,3\n",
        null,
        null,
        "row 2: Invalid side: buy (must be long or short)");
    refuses(
        head + "2026-03-02T02:00:00Z,1,2,long,-3\n",
        null,
        null,
        "row 2: Invalid amount of a cell: -3.0 (must be a number that is not negative)");
    refuses(
        head + "2026-03-02T02:00:00Z,1,2,long,\n",
        null,
        null,
        "row 2, value_usd: no value (is needed)");
    refuses(
        head + "2026-03-02T02:00:00Z,1,2,long,3\n",
        TWO + 1,
        null,
        "it says that it is of 2026-03-02T02:00:00Z, --at says 2026-03-02T02:00:00.000001Z");
    refuses(
        "{\"code\":\"40001\",\"msg\":\"no such symbol\",\"data\":[]}",
        TWO,
        null,
        "it is no answer that is known (code 40001, no such symbol): CoinGlass heatmap, CoinAnk"
            + " liqHeatMap, Hyblock levels or heatmap");
    refuses(
        "{\"data\":{\"y_axis\":[1,2],\"liquidation_leverage_data\":[[0,2,5]]}}",
        TWO,
        null,
        "liquidation_leverage_data, row 1: price 2 (must be 0 to 1, a place of y_axis)");
  }
}
