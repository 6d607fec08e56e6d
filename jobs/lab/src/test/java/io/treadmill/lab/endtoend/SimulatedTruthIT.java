package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.lab.endtoend.SampleMarket.Place;
import io.treadmill.market.PriceGrid;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What the tables say is what the files say, counted by plain Java, and what truly happened. */
class SimulatedTruthIT {
  private static final List<String> DAYS =
      List.of(SampleMarket.DAY_1, SampleMarket.DAY_2, SampleMarket.DAY_3);
  private static final long BAR_MICROS = 300_000_000L;

  @Test
  void realisedLiquidationsOfAFullFeedAreTheForcedOrdersOfTheSimulator() throws IOException {
    Map<String, Double> truth = new TreeMap<>();
    for (String day : DAYS) {
      Path file = SampleMarket.SAMPLES.resolve("truth/liquidations-" + day + ".csv.gz");
      for (Map<String, String> row : rows(file, null)) {
        if (row.get("symbol").equals("ETHUSDT")) {
          double price = Double.parseDouble(row.get("price"));
          long micros = Long.parseLong(row.get("ts"));
          String key =
              Instant.ofEpochMilli(micros / BAR_MICROS * BAR_MICROS / 1000)
                  + ","
                  + row.get("side")
                  + ","
                  + PriceGrid.bucket(price);
          truth.merge(key, price * Double.parseDouble(row.get("amount_base")), Double::sum);
        }
      }
    }
    Map<String, Double> realised = new TreeMap<>();
    for (String[] cells :
        sql(
            "SELECT ts, side, bucket, notional_usd, high_usd FROM realised_liquidations"
                + " WHERE venue = 'bybit' AND symbol = 'ETHUSDT'")) {
      realised.put(cells[0] + "," + cells[1] + "," + cells[2], Double.parseDouble(cells[3]));
      assertThat(cells[4]).as("a full feed hides nothing").isEqualTo(cells[3]);
    }
    assertThat(truth).hasSizeGreaterThan(100);
    assertThat(realised.keySet()).isEqualTo(truth.keySet());
    truth.forEach(
        (key, usd) -> assertThat(realised.get(key)).as(key).isCloseTo(usd, within(1e-9 * usd)));
  }

  @Test
  void factorsLearnedOnAnotherMarketRestoreMostOfWhatAThrottledFeedHides() throws IOException {
    double truth = 0;
    for (String day : DAYS) {
      Path file = SampleMarket.SAMPLES.resolve("truth/liquidations-" + day + ".csv.gz");
      for (Map<String, String> row : rows(file, null)) {
        if (row.get("symbol").equals("BTCUSDT")) {
          truth +=
              Double.parseDouble(row.get("price")) * Double.parseDouble(row.get("amount_base"));
        }
      }
    }
    Place place = SampleMarket.shared();
    Place restored = place.withLake(place.lake().resolveSibling("restored"));
    String factors = Commands.HOME.resolve("conf/feed-restoration.yaml").toString();
    restored
        .run(
            "run",
            "realised",
            "--from",
            SampleMarket.DAY_1,
            "--to",
            SampleMarket.DAY_3,
            "--venue",
            "binance",
            "--config",
            factors)
        .done();
    String query =
        "SELECT sum(notional_usd), sum(high_usd) FROM realised_liquidations"
            + " WHERE venue = 'binance' AND feed_rule LIKE 'throttled%'";
    String[] sums =
        restored
            .run("sql", query, "--format", "csv")
            .done()
            .out()
            .lines()
            .toList()
            .get(1)
            .split(",");
    assertThat(Double.parseDouble(sums[0]) / truth).as("shown").isLessThan(0.75);
    assertThat(Double.parseDouble(sums[1]) / truth).as("restored").isBetween(0.85, 1.15);
  }

  @Test
  void fullFeedsOfTheArchiveTeachFactorsAndThrottledOnesDoNot() {
    Place place = SampleMarket.shared();
    String learned =
        place
            .run(
                "validate", "restoration", "--from", SampleMarket.DAY_1, "--to", SampleMarket.DAY_3)
            .done()
            .out();
    assertThat(learned)
        .startsWith("realised:")
        .contains("origin: \"full feed of bybit linear_perp ETHUSDT, ")
        .doesNotContain("binance");
    assertThat(learned.lines().filter(line -> line.startsWith("      - [")).count()).isEqualTo(10);
    Commands.Ended none =
        place.run(
            "validate",
            "restoration",
            "--from",
            SampleMarket.DAY_1,
            "--to",
            SampleMarket.DAY_1,
            "--venue",
            "binance");
    assertThat(none.code()).isEqualTo(3);
  }

  @Test
  void dailyCountsAndVolumesOfBarsAreThoseOfTheVendorFiles() throws IOException {
    Map<String, double[]> recount = new TreeMap<>();
    for (String day : DAYS) {
      for (Path file : SampleMarket.tardis(day)) {
        if (file.toString().contains("_trades_")) {
          recount.put("bybit,linear_perp,ETHUSDT," + day, totals(rows(file, null), "amount"));
        }
      }
      for (Path file : SampleMarket.binance(day)) {
        if (file.toString().contains("/trades/")) {
          boolean spot = file.toString().contains("/spot/");
          String symbol = file.getFileName().toString().replaceFirst("-.*", "");
          String header = spot ? "id,price,qty,quote_qty,time,is_buyer_maker,is_best_match" : null;
          recount.put(
              "binance," + (spot ? "spot" : "linear_perp") + "," + symbol + "," + day,
              totals(rows(file, header), "qty"));
        }
      }
    }
    for (String table : List.of("bars_1m", "bars_5m")) {
      Map<String, double[]> bars = new TreeMap<>();
      for (String[] cells :
          sql(
              "SELECT venue, product, symbol, to_date(ts), sum(trade_count), sum(base_volume),"
                  + " sum(quote_volume) FROM "
                  + table
                  + " GROUP BY 1, 2, 3, 4")) {
        bars.put(
            String.join(",", Arrays.copyOf(cells, 4)),
            new double[] {
              Double.parseDouble(cells[4]),
              Double.parseDouble(cells[5]),
              Double.parseDouble(cells[6])
            });
      }
      assertThat(bars.keySet()).isEqualTo(recount.keySet()).hasSize(12);
      recount.forEach(
          (key, expected) -> {
            assertThat(bars.get(key)[0]).as(table + " trades " + key).isEqualTo(expected[0]);
            for (int i = 1; i < 3; i++) {
              assertThat(bars.get(key)[i])
                  .as(table + " sum " + i + " " + key)
                  .isCloseTo(expected[i], within(1e-9 * expected[i]));
            }
          });
    }
  }

  /** Returns the number of trades, the base coins and the quote units. */
  private static double[] totals(List<Map<String, String>> trades, String size) {
    double[] totals = {trades.size(), 0, 0};
    for (Map<String, String> trade : trades) {
      double amount = Double.parseDouble(trade.get(size));
      totals[1] += amount;
      totals[2] += amount * Double.parseDouble(trade.get("price"));
    }
    return totals;
  }

  private static List<String[]> sql(String query) {
    Place place = SampleMarket.shared();
    return place
        .run("sql", query, "--format", "csv")
        .done()
        .out()
        .lines()
        .skip(1)
        .map(line -> line.split(","))
        .toList();
  }

  /** Returns the rows of a packed CSV by column; the header is given where the file has none. */
  private static List<Map<String, String>> rows(Path file, String header) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    try (InputStream in = open(file);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String[] names = (header == null ? lines.readLine() : header).split(",");
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split(",", -1);
        Map<String, String> row = new TreeMap<>();
        for (int i = 0; i < names.length; i++) {
          row.put(names[i], cells[i]);
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static InputStream open(Path file) throws IOException {
    InputStream bytes = Files.newInputStream(file);
    if (file.toString().endsWith(".zip")) {
      ZipInputStream zip = new ZipInputStream(bytes);
      zip.getNextEntry();
      return zip;
    }
    return new GZIPInputStream(bytes);
  }
}
