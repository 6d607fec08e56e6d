package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.NOW;
import static io.treadmill.jobs.ingest.VendorFiles.TARDIS_HEADER;
import static io.treadmill.jobs.ingest.VendorFiles.gzip;
import static io.treadmill.jobs.ingest.VendorFiles.write;
import static io.treadmill.jobs.ingest.VendorFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.contract.Session;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One market, written as six vendors write it, becomes the same rows: the same times, sides, prices
 * and coins, of linear and of inverse contracts, and of forced orders.
 */
class SameMarketTest {
  private static final LocalDate DAY = LocalDate.of(2026, 6, 12);
  private static final long T0 = UtcDays.startMicros(DAY) / 1_000;
  private static final long EIGHT_HOURS = 8 * 3_600_000L;
  private static final double TOLERANCE = 1e-12;
  private static final int FILLS = 300;

  @TempDir Path folder;

  /**
   * A fill.
   *
   * @param hundreds size: hundredths of a coin of a linear contract, hundreds of USD of an inverse
   */
  private record Fill(long millis, boolean isBuy, double price, int hundreds, int id) {
    String side() {
      return isBuy ? "buy" : "sell";
    }

    String seconds() {
      return "%d.%03d0".formatted(millis / 1000, millis % 1000);
    }

    String dollars() {
      return String.valueOf(hundreds * 100);
    }

    String hundredths() {
      return "%d.%02d".formatted(hundreds / 100, hundreds % 100);
    }
  }

  /** A walk of the price; a third of the fills share their instant with the one before. */
  private static List<Fill> market(long seed) {
    Random random = new Random(seed);
    List<Fill> fills = new ArrayList<>();
    long millis = T0;
    double price = 50_000;
    for (int i = 0; i < FILLS; i++) {
      millis += random.nextInt(3) == 0 ? 0 : random.nextInt(720_000);
      price += (random.nextInt(41) - 20) * .5;
      fills.add(new Fill(millis, random.nextBoolean(), price, 1 + random.nextInt(900), 1_000 + i));
    }
    assertThat(fills.get(FILLS - 1).millis()).isLessThan(T0 + 3 * EIGHT_HOURS);
    assertThat(fills.get(FILLS - 1).millis()).isGreaterThan(T0 + 2 * EIGHT_HOURS);
    return fills;
  }

  private static String lines(List<Fill> fills, Function<Fill, String> line) {
    return fills.stream().map(fill -> line.apply(fill) + "\n").collect(Collectors.joining());
  }

  private void binance(String market, String symbol, List<Fill> fills, boolean inverse)
      throws IOException {
    String stem = symbol + "-trades-" + DAY;
    String text =
        "id,price,qty,quote_qty,time,is_buyer_maker\n"
            + lines(
                fills,
                fill ->
                    "%d,%s,%s,0,%d,%s"
                        .formatted(
                            fill.id(),
                            fill.price(),
                            inverse ? fill.hundreds() : fill.hundredths(),
                            fill.millis(),
                            !fill.isBuy()));
    String place = "binance/data/futures/" + market + "/daily/trades/" + symbol + "/";
    write(folder, place + stem + ".zip", zip(stem + ".csv", text));
  }

  private void tardis(String symbol, List<Fill> fills, boolean inverse) throws IOException {
    String text =
        TARDIS_HEADER
            + lines(
                fills,
                fill ->
                    "deribit,%s,%d000,%d123,%d,%s,%s,%s"
                        .formatted(
                            symbol,
                            fill.millis(),
                            fill.millis() + 7,
                            fill.id(),
                            fill.side(),
                            fill.price(),
                            inverse ? fill.dollars() : fill.hundredths()));
    String name = "tardis/deribit_trades_%s_%s.csv.gz".formatted(DAY, symbol);
    write(folder, name, gzip(text));
  }

  private void bybit(String symbol, List<Fill> fills, boolean inverse) throws IOException {
    List<Fill> order = new ArrayList<>(fills);
    if (inverse) {
      Collections.reverse(order);
    }
    String text =
        "timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,"
            + "foreignNotional\n"
            + lines(
                order,
                fill ->
                    "%s,%s,%s,%s,%s,PlusTick,uid-%d,1,1,1"
                        .formatted(
                            fill.seconds(),
                            symbol,
                            fill.isBuy() ? "Buy" : "Sell",
                            inverse ? fill.dollars() : fill.hundredths(),
                            fill.price(),
                            fill.id()));
    write(folder, "bybit/%s%s.csv.gz".formatted(symbol, DAY), gzip(text));
  }

  /** A file holds a day of UTC+8: the market needs two. */
  private void okx(String symbol, List<Fill> fills) throws IOException {
    for (int day = 0; day < 2; day++) {
      long from = T0 - EIGHT_HOURS + day * 3 * EIGHT_HOURS;
      String text =
          "instrument_name,trade_id,side,price,size,created_time\n"
              + lines(
                  fills.stream()
                      .filter(fill -> fill.millis() >= from)
                      .filter(fill -> fill.millis() < from + 3 * EIGHT_HOURS)
                      .toList(),
                  fill ->
                      "%s,%d,%s,%s,%d,%d"
                          .formatted(
                              symbol,
                              fill.id(),
                              fill.side(),
                              fill.price(),
                              fill.hundreds(),
                              fill.millis()));
      String stem = symbol + "-trades-" + DAY.plusDays(day);
      write(folder, "okx/" + stem + ".zip", zip(stem + ".csv", text));
    }
  }

  private static String bitmex(String symbol, Fill fill, int size) {
    String stamp = java.time.Instant.ofEpochMilli(fill.millis()).toString();
    String nanos = stamp.replace("Z", stamp.contains(".") ? "" : ".000").replace('T', 'D');
    return "%s000000,%s,%s,%d,%s,PlusTick,uid-%s-%d,1,1,1,Regular"
        .formatted(
            nanos, symbol, fill.isBuy() ? "Buy" : "Sell", size, fill.price(), symbol, fill.id());
  }

  /**
   * The linear market as feather, the inverse as JSON. Freqtrade multiplies contracts by their size
   * (of inverse contracts: USD); the cost is that of ccxt, in the settlement currency.
   */
  private void freqtrade(List<Fill> linear, List<Fill> inverse) throws IOException {
    String place = "freqtrade/data/gateio/futures/";
    List<Object[]> rows =
        linear.stream()
            .map(
                fill ->
                    new Object[] {
                      fill.millis(),
                      String.valueOf(fill.id()),
                      null,
                      fill.side(),
                      fill.price(),
                      fill.hundreds() / 100.0,
                      fill.price() * fill.hundreds() / 100
                    })
            .toList();
    List<String> columns = List.of("timestamp", "id", "type", "side", "price", "amount", "cost");
    write(folder, place + "BTC_USDT_USDT-trades.feather", FeatherFile.of(columns, rows));
    String text =
        inverse.stream()
            .map(
                fill ->
                    "[%d,\"%d\",null,\"%s\",%s,%s,%s]"
                        .formatted(
                            fill.millis(),
                            fill.id(),
                            fill.side(),
                            fill.price(),
                            fill.dollars(),
                            100.0 * fill.hundreds() / fill.price()))
            .collect(Collectors.joining(",", "[", "]"));
    write(folder, place + "BTC_USD_BTC-trades.json.gz", gzip(text));
  }

  private IngestResult importAll(SparkSession spark, Archive archive, Settings settings) {
    List<IngestRequest> requests = new ArrayList<>();
    for (String vendor : List.of("binance", "tardis", "bybit", "okx", "bitmex", "freqtrade")) {
      requests.add(IngestRequest.of(vendor, List.of(folder.resolve(vendor).toString())));
    }
    return new Ingest(
            "run",
            requests,
            Session.of(spark),
            archive,
            IcebergLake.open(spark, "r"),
            settings,
            Clock.fixed(NOW, ZoneOffset.UTC),
            line -> {})
        .run();
  }

  private void liquidations(List<Fill> orders) throws IOException {
    write(
        folder,
        "tardis/deribit_liquidations_%s_BTC_USDC-PERPETUAL.csv.gz".formatted(DAY),
        gzip(
            TARDIS_HEADER
                + lines(
                    orders,
                    fill ->
                        "deribit,BTC_USDC-PERPETUAL,%d000,%d000,%d,%s,%s,%s"
                            .formatted(
                                fill.millis(),
                                fill.millis(),
                                fill.id(),
                                fill.side(),
                                fill.price(),
                                fill.hundredths()))));
    write(
        folder,
        "binance/data/futures/um/BTCUSDT-liquidationSnapshot-%s.csv".formatted(DAY),
        "time,side,order_type,time_in_force,original_quantity,price,average_price,order_status,"
            + "last_fill_quantity,accumulated_fill_quantity\n"
            + lines(
                orders,
                fill ->
                    "%d,%s,LIMIT,IOC,%s,1,%s,FILLED,%s,%s"
                        .formatted(
                            fill.millis(),
                            fill.side().toUpperCase(java.util.Locale.ROOT),
                            fill.hundredths(),
                            fill.price(),
                            fill.hundredths(),
                            fill.hundredths())));
    write(
        folder,
        "bybit/liquidations.jsonl",
        lines(
            orders,
            fill ->
                ("{\"topic\":\"allLiquidation.BTCUSDT\",\"ts\":%d,\"data\":[{\"T\":%d,\"s\":"
                        + "\"BTCUSDT\",\"S\":\"%s\",\"v\":\"%s\",\"p\":\"%s\"}]}")
                    .formatted(
                        fill.millis() + 5,
                        fill.millis(),
                        fill.isBuy() ? "Sell" : "Buy",
                        fill.hundredths(),
                        fill.price())));
  }

  private void liquidationsOfTheOthers(List<Fill> orders) throws IOException {
    write(
        folder,
        "okx/liquidation-orders.jsonl",
        lines(
            orders,
            fill ->
                ("{\"arg\":{},\"data\":[{\"instId\":\"BTC-USDT-SWAP\",\"details\":[{\"bkPx\":\"%s\","
                        + "\"side\":\"%s\",\"sz\":\"%d\",\"ts\":\"%d\"}]}]}")
                    .formatted(fill.price(), fill.side(), fill.hundreds(), fill.millis())));
    write(
        folder,
        "bitmex/liquidation-%s.csv".formatted(DAY),
        "timestamp,orderID,symbol,side,price,leavesQty\n"
            + lines(
                orders,
                fill ->
                    "%s,o-%d,XBTUSDT,%s,%s,%d"
                        .formatted(
                            java.time.Instant.ofEpochMilli(fill.millis()),
                            fill.id(),
                            fill.side(),
                            fill.price(),
                            fill.hundreds() * 10_000)));
  }

  private static void same(List<Row> rows, List<Fill> fills, boolean inverse, String venue) {
    assertThat(rows).as(venue).hasSize(fills.size());
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      Fill fill = fills.get(i);
      assertThat(row.getLong(0)).as(venue + " " + i).isEqualTo(fill.millis() * 1_000);
      assertThat(row.getString(1)).as(venue + " " + i).isEqualTo(fill.side());
      assertThat(row.getDouble(2)).isEqualTo(fill.price());
      double coins = inverse ? 100.0 * fill.hundreds() / fill.price() : fill.hundreds() / 100.0;
      assertThat(Math.abs(row.getDouble(3) / coins - 1)).as(venue).isLessThan(TOLERANCE);
    }
  }

  @Test
  void sixLayoutsBecomeTheSameRows() throws IOException {
    List<Fill> linear = market(1);
    List<Fill> inverse = market(2);
    binance("um", "BTCUSDT", linear, false);
    binance("cm", "BTCUSD_PERP", inverse, true);
    tardis("BTC_USDC-PERPETUAL", linear, false);
    tardis("BTC-PERPETUAL", inverse, true);
    freqtrade(linear, inverse);
    bybit("BTCUSDT", linear, false);
    bybit("BTCUSD", inverse, true);
    okx("BTC-USDT-SWAP", linear);
    okx("BTC-USD-SWAP", inverse);
    String header =
        "timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,"
            + "foreignNotional,trdType\n";
    write(
        folder,
        "bitmex/20260612.csv.gz",
        gzip(
            header
                + lines(linear, fill -> bitmex("XBTUSDT", fill, fill.hundreds() * 10_000))
                + lines(inverse, fill -> bitmex("XBTUSD", fill, fill.hundreds() * 100))));
    List<Fill> orders =
        linear.stream()
            .collect(
                Collectors.toMap(Fill::millis, fill -> fill, (a, b) -> a, java.util.TreeMap::new))
            .values()
            .stream()
            .limit(40)
            .toList();
    liquidations(orders);
    liquidationsOfTheOthers(orders);

    SparkSession spark = SparkForTests.withLake(folder.resolve("lake"));
    Map<String, String> values = Map.of("archive.uri", folder.resolve("archive").toString());
    Settings settings = SparkForTests.settings(folder.resolve("lake"), values);
    Archive archive = Archive.open(spark, settings.archive());
    importAll(spark, archive, settings);
    check(archive, linear, inverse, orders);
  }

  private static void check(
      Archive archive, List<Fill> linear, List<Fill> inverse, List<Fill> orders) {
    UtcDays days = new UtcDays(DAY.minusDays(2), DAY.plusDays(2));
    for (String venue : List.of("binance", "deribit", "bybit", "okx", "bitmex", "gate")) {
      for (String product : List.of("linear_perp", "inverse_perp")) {
        boolean isInverse = product.equals("inverse_perp");
        List<Row> trades =
            archive
                .read(ArchiveDataset.TRADES, days, Selection.ALL)
                .where("venue = '%s' and product = '%s'".formatted(venue, product))
                .orderBy("ts", "trade_id", "sequence")
                .selectExpr("unix_micros(ts)", "side", "price", "amount")
                .collectAsList();
        same(trades, isInverse ? inverse : linear, isInverse, venue + " " + product);
      }
      if (venue.equals("gate")) {
        continue;
      }
      List<Row> forced =
          archive
              .read(ArchiveDataset.LIQUIDATIONS, days, Selection.ALL)
              .where("venue = '%s'".formatted(venue))
              .orderBy("ts")
              .selectExpr(
                  "unix_micros(ts)",
                  "if(liquidated_side = 'long', 'sell', 'buy')",
                  "price",
                  "amount")
              .collectAsList();
      same(forced, orders, false, venue + " forced orders");
    }
  }
}
