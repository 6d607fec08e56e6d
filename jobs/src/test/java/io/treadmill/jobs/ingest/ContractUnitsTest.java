package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.TARDIS_HEADER;
import static io.treadmill.jobs.ingest.VendorFiles.gzip;
import static io.treadmill.jobs.ingest.VendorFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.market.contract.Register;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a contract is, and in which unit amounts are, is told by each row and never guessed. */
class ContractUnitsTest {
  private static final long T0 = 1_781_222_400_000_000L; // 2026-06-12

  @TempDir Path folder;

  private static StagedFile stage(Path file, String vendor) throws IOException {
    return VendorFiles.stage(IngestRequest.of(vendor, List.of(file.toString())), Register.RULES);
  }

  private static List<Row> rows(StagedFile file, ArchiveDataset dataset, String... expressions) {
    String[] paths =
        file.parts().stream()
            .filter(part -> part.dataset() == dataset)
            .map(StagedPart::path)
            .toArray(String[]::new);
    return SparkForTests.get()
        .read()
        .schema(dataset.schema())
        .parquet(paths)
        .orderBy("ts", "symbol")
        .selectExpr(expressions)
        .collectAsList();
  }

  private static String tardis(
      String exchange, String symbol, long second, double price, double amount) {
    long ts = T0 + second * 1_000_000L;
    return "%s,%s,%d,%d,,sell,%s,%s\n".formatted(exchange, symbol, ts, ts, price, amount);
  }

  @Test
  void aFileOfManySymbolsHoldsEachUnderItsOwnContract() throws IOException {
    String text =
        TARDIS_HEADER
            + tardis("bybit", "BTCUSDT", 0, 50_000, 0.25)
            + tardis("bybit", "BTCUSD", 1, 50_000, 12_500)
            + tardis("bybit", "ETHUSDM26", 2, 2_500, 10_000)
            + tardis("bybit", "BTC-26JUN26", 3, 50_000, 2);
    StagedFile file =
        stage(
            write(folder, "bybit_liquidations_2026-06-12_PERPETUALS.csv.gz", gzip(text)), "tardis");
    assertThat(file.refusal()).isNull();
    assertThat(file.file().product()).isNull();
    assertThat(
            rows(
                file,
                ArchiveDataset.LIQUIDATIONS,
                "concat_ws(' ', product, symbol, amount, contracts, notional_usd)"))
        .extracting(row -> row.getString(0))
        .containsExactly(
            "linear_perp BTCUSDT 0.25 12500.0",
            "inverse_perp BTCUSD 0.25 12500.0 12500.0",
            "inverse_future ETHUSDM26 4.0 10000.0 10000.0",
            "linear_future BTC-26JUN26 2.0 100000.0");
  }

  @Test
  void contractsOfCoinMarginedPerpetualsAreHundredOrTenDollars() throws IOException {
    String text =
        TARDIS_HEADER
            + tardis("binance-delivery", "BTCUSD_PERP", 0, 50_000, 7)
            + tardis("binance-delivery", "ETHUSD_PERP", 1, 2_500, 7);
    StagedFile file =
        stage(
            write(folder, "binance-delivery_trades_2026-06-12_PERPETUALS.csv.gz", gzip(text)),
            "tardis");
    assertThat(rows(file, ArchiveDataset.TRADES, "symbol", "amount * price"))
        .extracting(row -> row.getString(0) + " " + Math.round(row.getDouble(1)))
        .containsExactly("BTCUSD_PERP 700", "ETHUSD_PERP 70");
  }

  @Test
  void swapsOfOkxAndDollarsOfDeribitBecomeCoins() throws IOException {
    String okx =
        TARDIS_HEADER
            + tardis("okex-swap", "BTC-USDT-SWAP", 0, 50_000, 30)
            + tardis("okex-swap", "DOGE-USDT-SWAP", 1, 0.2, 3)
            + tardis("okex-swap", "BTC-USD-SWAP", 2, 50_000, 10)
            + tardis("okex-swap", "NEWCOIN-USDT-SWAP", 3, 1, 10);
    StagedFile file =
        stage(write(folder, "okex-swap_trades_2026-06-12_PERPETUALS.csv.gz", gzip(okx)), "tardis");
    assertThat(file.refusal()).isNull();
    assertThat(file.quarantined()).containsExactly(Map.entry("unknown_contract", 1L));
    assertThat(file.firstBad()).contains("NEWCOIN-USDT-SWAP", "--contract-value");
    assertThat(rows(file, ArchiveDataset.TRADES, "symbol", "amount"))
        .extracting(row -> row.getString(0) + " " + (float) row.getDouble(1))
        .containsExactly("BTC-USDT-SWAP 0.3", "DOGE-USDT-SWAP 3000.0", "BTC-USD-SWAP 0.02");
    String deribit = TARDIS_HEADER + tardis("deribit", "BTC-PERPETUAL", 0, 50_000, 1_000);
    StagedFile usd =
        stage(
            write(folder, "deribit_trades_2026-06-12_BTC-PERPETUAL.csv.gz", gzip(deribit)),
            "tardis");
    assertThat(rows(usd, ArchiveDataset.TRADES, "amount", "contracts").get(0).toString())
        .isEqualTo("[0.02,100.0]");
  }

  @Test
  void anUnknownSymbolAloneRefusesItsFileUnlessItIsSaidByHand() throws IOException {
    String text = TARDIS_HEADER + tardis("okex-swap", "NEWCOIN-USDT-SWAP", 0, 2, 10);
    Path path = write(folder, "okex-swap_trades_2026-06-12_NEWCOIN-USDT-SWAP.csv.gz", gzip(text));
    assertThat(stage(path, "tardis").refusal()).contains("NEWCOIN-USDT-SWAP", "ingest instruments");
    IngestRequest said =
        new IngestRequest(
            "tardis",
            List.of(path.toString()),
            null,
            "linear_perp",
            null,
            5.0,
            null,
            null,
            false,
            false,
            null);
    StagedFile file = VendorFiles.stage(said, Register.RULES);
    assertThat(rows(file, ArchiveDataset.TRADES, "amount", "contracts").get(0).toString())
        .isEqualTo("[50.0,10.0]");
  }

  @Test
  void rowsOfAnotherVenueOrSymbolAreSetAside() throws IOException {
    StringBuilder text = new StringBuilder(TARDIS_HEADER);
    for (int i = 0; i < 300; i++) {
      text.append(tardis("bybit", "BTCUSDT", i, 50_000, 1));
    }
    text.append(tardis("deribit", "BTCUSDT", 301, 50_000, 1));
    text.append(tardis("bybit", "ETHUSDT", 302, 2_500, 1));
    StagedFile file =
        stage(
            write(folder, "bybit_trades_2026-06-12_BTCUSDT.csv.gz", gzip(text.toString())),
            "tardis");
    assertThat(file.quarantined()).isEqualTo(new TreeMap<>(Map.of("venue", 1L, "symbol", 1L)));
  }

  private String bars(double volume) {
    StringBuilder text = new StringBuilder("timestamp,open,high,low,close,volume\n");
    for (int i = 0; i < 12; i++) {
      text.append(T0 / 1000 + i * 300_000L).append(",50000,50000,50000,50000,").append(volume);
      text.append('\n');
    }
    return text.toString();
  }

  private double sum(StagedFile file) {
    List<Row> rows = rows(file, ArchiveDataset.KLINES, "base_volume");
    return rows.stream().mapToDouble(row -> row.getDouble(0)).sum();
  }

  @Test
  void barsOfCcxtAreCoinsUnlessAnotherUnitIsSaid() throws IOException {
    for (String name : List.of("binance_inverse_perp_BTCUSD_PERP", "bybit_inverse_perp_BTCUSD")) {
      StagedFile file = stage(write(folder, name + "_5m.csv", bars(3)), "ccxt");
      assertThat(file.refusal()).isNull();
      assertThat(sum(file)).as(name).isEqualTo(36);
    }
    List<Double> sums = new ArrayList<>();
    for (String unit : List.of("base", "quote", "contracts")) {
      Path path = write(folder, unit + "/binance_inverse_perp_BTCUSD_PERP_5m.csv", bars(5_000));
      sums.add(
          sum(
              VendorFiles.stage(
                  new IngestRequest(
                      "ccxt",
                      List.of(path.toString()),
                      null,
                      null,
                      null,
                      null,
                      unit,
                      null,
                      false,
                      false,
                      null),
                  Register.RULES)));
    }
    assertThat(sums.get(0)).isEqualTo(60_000);
    assertThat(sums.get(1)).isCloseTo(1.2, within(1e-12));
    assertThat(sums.get(2)).isCloseTo(120, within(1e-9));
  }

  @Test
  void foldersAboveTheDownloadDecideNothing() throws IOException {
    String text =
        T0 / 1000
            + ",50000,50000,50000,50000,400,"
            + (T0 / 1000 + 3_599_999)
            + ",20000000,20,200,10000000,0\n";
    String below = "/data/futures/um/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2026-06-12.csv";
    for (String home : List.of("cm", "home/cm", "spot/cm")) {
      StagedFile file = stage(write(folder, home + below, text), "binance");
      assertThat(file.refusal()).isNull();
      assertThat(file.file().product()).as(home).isEqualTo("linear_perp");
      assertThat(sum(file)).as(home).isEqualTo(400);
    }
  }

  @Test
  void bracketsThatBeginOneAboveTheEndBeforeFollowEachOther() throws IOException {
    StringBuilder tiers = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      tiers.append(i == 0 ? "" : ",").append("{\"minNotional\":").append(i == 0 ? 0 : i * 5000 + 1);
      tiers
          .append(",\"maxNotional\":")
          .append((i + 1) * 5000)
          .append(",\"maintenanceMarginRate\":");
      tiers.append(0.01 * (i + 1)).append(",\"maxLeverage\":").append(50.0 / (i + 1));
      tiers.append(",\"info\":{}}");
    }
    StagedFile file =
        stage(
            write(
                folder,
                "okx_leverage_tiers_2026-06-01.json",
                "{\"ETH/USDT:USDT\":[" + tiers + "]}"),
            "tiers");
    assertThat(file.refusal()).isNull();
    assertThat(file.rowsAccepted()).isEqualTo(6);
    assertThat(file.parts().get(0).days().keySet())
        .extracting(at -> at.product() + " " + at.symbol())
        .containsExactly("linear_perp ETH-USDT-SWAP");
  }

  @Test
  void theVenuesOfATotalAreSaidOrNamedOrUnknown() throws IOException {
    String json =
        "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"time\":%d,\"aggregated_long_liquidation_usd\":1,"
            + "\"aggregated_short_liquidation_usd\":2}]}";
    String text = json.formatted(T0 / 1000);
    assertThat(venueSet("BTC-Binance-liquidation-1h.json", text, null)).isEqualTo("binance");
    assertThat(venueSet("BTC-OKX-liquidation-1h.json", text, null)).isEqualTo("okx");
    assertThat(venueSet("BTC-liquidation-1h.json", text, null)).isEqualTo("unknown");
    assertThat(venueSet("BTC-OKX-liquidation-1h.json", text, "okx+Binance,bybit"))
        .isEqualTo("binance+bybit+okx");
  }

  @ParameterizedTest
  @CsvSource({
    "1m, 60",
    "5m, 300",
    "15m, 900",
    "30m, 1800",
    "1h, 3600",
    "4h, 14400",
    "12h, 43200",
    "1d, 86400"
  })
  void totalsOfEveryIntervalAreKeptAsTheyAre(String interval, int seconds) throws IOException {
    String json =
        "{\"code\":\"0\",\"msg\":\"\",\"data\":[{\"time\":%d,\"aggregated_long_liquidation_usd\":1,"
            + "\"aggregated_short_liquidation_usd\":2}]}";
    Path path =
        write(folder, "BTC-liquidation-%s.json".formatted(interval), json.formatted(T0 / 1000));
    StagedFile file = stage(path, "coinglass");
    assertThat(file.refusal()).isNull();
    assertThat(rows(file, ArchiveDataset.LIQUIDATION_BARS, "interval_seconds").get(0).getInt(0))
        .isEqualTo(seconds);
  }

  private String venueSet(String name, String text, String said) throws IOException {
    Path path = write(folder, (said == null ? "" : "said/") + name, text);
    StagedFile file =
        VendorFiles.stage(
            new IngestRequest(
                "coinglass",
                List.of(path.toString()),
                null,
                null,
                null,
                null,
                null,
                said,
                false,
                false,
                null),
            Register.RULES);
    return rows(file, ArchiveDataset.LIQUIDATION_BARS, "venue_set").get(0).getString(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{\"symbol\":\"BTCUSDT_PERP.A\",\"history\":[{\"t\":1,\"l\":1,\"s\":2}]}] | Coinalyze",
        "[{\"time\":1,\"long_liquidation_usd\":1}] | a bare list of totals",
        "{\"code\":\"0\",\"data\":{\"y_axis\":[1]}} | heatmap",
        "{\"code\":\"0\",\"data\":[{\"exchange_name\":\"B\",\"usd_value\":1}]} | single liquidation orders",
        "{\"code\":\"0\",\"data\":[{\"time\":1,\"longLiquidationUsd\":1}]} | version 3",
        "{\"code\":\"0\",\"data\":[{\"time\":1,\"open\":\"1\",\"close\":\"1\"}]} | open interest or funding"
      })
  void anAnswerOfAnotherKindIsRefusedByItsName(String json, String what) throws IOException {
    assertThat(stage(write(folder, "BTC-1h.json", json), "coinglass").refusal()).contains(what);
  }
}
