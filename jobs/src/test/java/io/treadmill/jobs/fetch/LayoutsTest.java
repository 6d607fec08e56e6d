package io.treadmill.jobs.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.fetch.vendors.FetchVendors;
import io.treadmill.jobs.fetch.vendors.FileChoice;
import io.treadmill.jobs.fetch.vendors.RemoteFile;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.jobs.ingest.vendors.Vendors;
import io.treadmill.market.contract.Register;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layouts as public documents show them, and answers of interfaces. */
class LayoutsTest {
  private static final Map<String, String> BASES =
      Map.of(
          "binance", "https://data.binance.vision",
          "bybit", "https://public.bybit.com",
          "okx", "https://static.okx.com/cdn/okex/traderecords",
          "bitmex", "https://s3-eu-west-1.amazonaws.com/public.bitmex.com",
          "hyperliquid", "s3a://hyperliquid-archive",
          "hyperliquid-nodes", "s3a://hl-mainnet-node-data",
          "tardis", "https://datasets.tardis.dev/v1",
          "coinglass", "https://open-api-v4.coinglass.com",
          "coinalyze", "https://api.coinalyze.net/v1");

  private final FaultyArchive archive = new FaultyArchive();
  @TempDir Path folder;

  @AfterEach
  void stop() {
    archive.close();
  }

  private List<FileChoice> choices(
      String vendor, String symbols, String kinds, String from, String to) {
    return FetchVendors.of(vendor)
        .files(new Fetching(folder, vendor, archive).request(symbols, kinds, from, to), BASES);
  }

  private static Stream<RemoteFile> all(List<FileChoice> choices) {
    return choices.stream()
        .flatMap(
            choice -> Stream.concat(Stream.ofNullable(choice.month()), choice.days().stream()));
  }

  @ParameterizedTest
  @CsvSource({
    "binance, BTCUSDT, trades, https://data.binance.vision/data/futures/um/daily/trades/BTCUSDT/BTCUSDT-trades-2024-06-30.zip",
    "binance, BTCUSDT, trades, https://data.binance.vision/data/futures/um/monthly/trades/BTCUSDT/BTCUSDT-trades-2024-06.zip",
    "binance, BTCUSDT, spot/klines:1mo, https://data.binance.vision/data/spot/monthly/klines/BTCUSDT/1mo/BTCUSDT-1mo-2024-06.zip",
    "binance, ETHUSD_PERP, indexPriceKlines:5m, https://data.binance.vision/data/futures/cm/daily/indexPriceKlines/ETHUSD/5m/ETHUSD-5m-2024-06-30.zip",
    "binance, ETHUSD_240628, premiumIndexKlines:1h, https://data.binance.vision/data/futures/cm/daily/premiumIndexKlines/ETHUSD_240628/1h/ETHUSD_240628-1h-2024-06-30.zip",
    "binance, BTCUSDT, fundingRate, https://data.binance.vision/data/futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2024-06.zip",
    "binance, 币安人生USDT, metrics, https://data.binance.vision/data/futures/um/daily/metrics/%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT/%E5%B8%81%E5%AE%89%E4%BA%BA%E7%94%9FUSDT-metrics-2024-06-30.zip",
    "bybit, BTCUSDT, trades, https://public.bybit.com/trading/BTCUSDT/BTCUSDT2024-06-30.csv.gz",
    "bybit, BTC-28JUN24, trades, https://public.bybit.com/trading/BTC-28JUN24/BTC-28JUN242024-06-30.csv.gz",
    "bybit, BTCUSDT, spot/trades, https://public.bybit.com/spot/BTCUSDT/BTCUSDT_2024-06-30.csv.gz",
    "bybit, BTCUSDT, spot/trades, https://public.bybit.com/spot/BTCUSDT/BTCUSDT-2024-06.csv.gz",
    "bybit, BTCUSDT, klines:15m, https://public.bybit.com/kline_for_metatrader4/BTCUSDT/2024/BTCUSDT_15_2024-06-01_2024-06-30.csv.gz",
    "okx, BTC-USDT-SWAP, trades, https://static.okx.com/cdn/okex/traderecords/trades/daily/20240630/BTC-USDT-SWAP-trades-2024-06-30.zip",
    "okx, BTC-USDT, candlesticks, https://static.okx.com/cdn/okex/traderecords/candlesticks/monthly/202406/BTC-USDT-candlesticks-2024-06.zip",
    "okx, BTC-USD-240628, trades, https://static.okx.com/cdn/okex/traderecords/trades/daily/20240630/BTC-USD-futureschain-trades-2024-06-30.zip",
    "okx, BTC-USDT-SWAP, fundingrates, https://static.okx.com/cdn/okex/traderecords/swaprates/daily/20240630/allswap-fundingrates-2024-06-30.zip",
    "okx, BTC-USDT-SWAP, fundingrates, https://static.okx.com/cdn/okex/traderecords/swaprates/monthly/202406/BTC-USDT-SWAP-fundingrates-2024-06.zip",
    "bitmex, '', trade, https://s3-eu-west-1.amazonaws.com/public.bitmex.com/data/trade/20240630.csv.gz",
    "hyperliquid, '', asset_ctxs, s3a://hyperliquid-archive/asset_ctxs/20240630.csv.lz4",
    "tardis, btcusdt, binance-futures/liquidations, https://datasets.tardis.dev/v1/binance-futures/liquidations/2024/06/30/BTCUSDT.csv.gz",
    "tardis, BTC/USD, coinbase/trades, https://datasets.tardis.dev/v1/coinbase/trades/2024/06/30/BTC-USD.csv.gz"
  })
  void addressesAreThoseOfPublicDocuments(
      String vendor, String symbol, String kind, String address) {
    assertThat(all(choices(vendor, symbol, kind, "2024-06-30", "2024-06-30")))
        .extracting(file -> file.address().toString())
        .contains(address);
  }

  @Test
  void fillsOfHyperliquidAreFiledByBlockFromTheHourOfTheChangeOn() {
    assertThat(all(choices("hyperliquid", "", "node_fills", "2025-07-27", "2025-07-27")))
        .extracting(file -> file.address().toString())
        .hasSize(24)
        .contains(
            "s3a://hl-mainnet-node-data/node_fills/hourly/20250727/7.lz4",
            "s3a://hl-mainnet-node-data/node_fills_by_block/hourly/20250727/8.lz4");
  }

  @Test
  void theLastUtcDayOfOkxNeedsTheFileOfTheNextDayToo() {
    assertThat(choices("okx", "BTC-USDT-SWAP", "trades", "2024-06-29", "2024-06-30"))
        .flatExtracting(FileChoice::days)
        .extracting(file -> ((RemoteFile) file).over().toString())
        .containsExactly("2024-06-29T16:00:00Z", "2024-06-30T16:00:00Z", "2024-07-01T16:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "binance, BTCUSDT, trades:1m",
    "binance, BTCUSDT, spot/metrics",
    "binance, BTCUSDT, klines:7m",
    "binance, BTCUSDT, tradez",
    "binance, ../../x, trades",
    "binance, '', trades",
    "bybit, BTCUSDT, linear/trades",
    "okx, BTC-USDT, quotes",
    "tardis, BTCUSDT, trades",
    "coinglass, BTCUSDT, liquidation-history:1h",
    "coinalyze, BTCUSDT_PERP.A, liquidation-history:2h"
  })
  void whatAVendorDoesNotHaveIsWrongUse(String vendor, String symbol, String kind) {
    assertThatThrownBy(() -> choices(vendor, symbol, kind, "2024-06-30", "2024-06-30"))
        .isInstanceOfSatisfying(UserError.class, e -> assertThat(e.exitCode().code()).isEqualTo(2));
  }

  @ParameterizedTest
  @CsvSource({
    "binance, BTCUSDT, trades, trades, linear_perp, BTCUSDT",
    "binance, BTCUSD_PERP, indexPriceKlines:1m, indexPriceKlines:1m, inverse_perp, BTCUSD_PERP",
    "binance, BTCUSDT, spot/klines:1h, klines:1h, spot, BTCUSDT",
    "binance, BTCUSDT, fundingRate, fundingRate, linear_perp, BTCUSDT",
    "binance, BTCUSDT, metrics, metrics, linear_perp, BTCUSDT",
    "tardis, BTCUSDT, binance-futures/trades, trades, linear_perp, BTCUSDT",
    "tardis, BTCUSDT, binance-futures/liquidations, liquidations, linear_perp, BTCUSDT",
    "coinglass, BTC, aggregated-liquidation-history:1h, liquidation-history:binance+bybit+okx:1h,"
        + " linear_perp, BTC"
  })
  void theImportTakesEachFileForWhatItIs(
      String vendor, String symbol, String kind, String read, String product, String instrument) {
    IngestRequest request = IngestRequest.of(vendor, List.of());
    assertThat(all(choices(vendor, symbol, kind, "2024-06-30", "2024-06-30")))
        .isNotEmpty()
        .allSatisfy(
            file -> {
              Optional<SourceFile> source =
                  Vendors.of(vendor)
                      .detect(FileName.of("/x/" + file.target(), 1), request, Register.RULES);
              assertThat(source)
                  .hasValueSatisfying(
                      found -> {
                        assertThat(found.kind()).isEqualTo(read);
                        assertThat(found.product()).isEqualTo(product);
                        assertThat(found.symbol()).isEqualTo(instrument);
                        assertThat(found.from()).isNotNull();
                      });
            });
  }

  @Test
  void paidDaysWithoutAKeyAreNotAskedForAndFreeOnesAre() {
    FetchResult result =
        new Fetching(folder, "tardis", archive)
            .run("tardis", "BTCUSDT", "bybit/trades", "2026-10-31", "2026-11-01");
    assertThat(result.files())
        .extracting(FetchedFile::outcome)
        .containsExactly(Outcome.REFUSED, Outcome.GONE);
    assertThat(result.files().get(0).reason()).contains("TARDIS_API_KEY");
    assertThat(archive.requests()).hasSize(1);
  }

  private FetchResult coinGlass(String from, String to) {
    return new Fetching(folder, "coinglass", archive)
        .withKey("COINGLASS_API_KEY", "secret")
        .run("coinglass", "BTC", "aggregated-liquidation-history:1h", from, to);
  }

  private static String coinGlassQuery(long start, long end) {
    return ("api/futures/liquidation/aggregated-history?symbol=BTC&interval=1h"
            + "&exchange_list=Binance,OKX,Bybit&limit=4500&start_time=%d&end_time=%d")
        .formatted(start, end - 1);
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void anAnswerOfCoinGlassIsSavedWithTheBarsOfItsWindow() throws Exception {
    // October 2026 is 1790812800000 to 1793491200000; one bar before and one after are left out.
    archive.put(
        coinGlassQuery(1790812800000L, 1793491200000L),
        json(
            "{'code':'0','msg':'success','data':[{'time':1790809200000,'x':1},"
                + "{'time':1790812800000,'x':2},{'time':1793487600000,'x':3},"
                + "{'time':1793491200000,'x':4}]}"));
    FetchResult result = coinGlass("2026-10-01", "2026-10-31");
    Path file =
        folder.resolve(
            "aggregated-liquidation-history/"
                + "BTC-binance+okx+bybit-aggregated-liquidation-history-1h-2026-10.json");
    assertThat(result.files().get(0).path()).isEqualTo(file);
    assertThat(Files.readString(file))
        .isEqualTo(
            new String(
                json(
                    "{'code':'0','msg':'success','data':[{'time':1790812800000,'x':2},"
                        + "{'time':1793487600000,'x':3}]}"),
                StandardCharsets.UTF_8));
    assertThat(archive.requests())
        .singleElement()
        .satisfies(
            request -> assertThat(request.headers().get("Cg-api-key")).containsExactly("secret"));
    assertThat(coinGlass("2026-10-01", "2026-10-31").with(Outcome.PRESENT)).hasSize(1);
    assertThat(archive.requests()).hasSize(1);
  }

  @Test
  void errorsThatCoinGlassAnswersWithStatus200AreWhatTheyAre() {
    String query = coinGlassQuery(1794182400000L, 1794268800000L);
    archive.put(query, json("{'code':'30001','msg':'API key missing.'}"));
    assertThat(coinGlass("2026-11-09", "2026-11-09").files().get(0))
        .satisfies(
            file -> {
              assertThat(file.outcome()).isEqualTo(Outcome.REFUSED);
              assertThat(file.reason()).isEqualTo("code 30001: API key missing.");
            });
    archive.put(query, json("{'code':'0','msg':'success','data':[]}"));
    assertThat(coinGlass("2026-11-09", "2026-11-09").files().get(0).outcome())
        .isEqualTo(Outcome.GONE);
    archive.put(query, json("{'code':'0','msg':'success','data':[{'time':1000}]}"));
    assertThat(coinGlass("2026-11-09", "2026-11-09").files().get(0).reason())
        .contains("none of the 1 bars of the answer lies in 2026-11-09");
    archive.put(query, json("{'code':'0','data':[{'time':1794182400000}"));
    assertThat(coinGlass("2026-11-09", "2026-11-09").files().get(0).outcome())
        .isEqualTo(Outcome.FAILED);
    archive.fail(query, FaultyArchive.instead(json("{'code':'50001','msg':'Too many requests'}")));
    archive.put(query, json("{'code':'0','data':[{'time':1794182400000}]}"));
    assertThat(coinGlass("2026-11-09", "2026-11-09").files().get(0).outcome())
        .isEqualTo(Outcome.FETCHED);
  }

  @Test
  void anAnswerOfCoinalyzeIsAskedForInUsdAndChecked() throws Exception {
    archive.put(
        "liquidation-history?symbols=BTCUSDT_PERP.A&interval=5min&convert_to_usd=true"
            + "&from=1794182400&to=1794268799",
        json("[{'symbol':'BTCUSDT_PERP.A','history':[{'t':1794182400,'l':1,'s':2},{'t':1}]}]"));
    FetchResult result =
        new Fetching(folder, "coinalyze", archive)
            .withKey("COINALYZE_API_KEY", "secret")
            .run(
                "coinalyze",
                "BTCUSDT_PERP.A",
                "liquidation-history:5m",
                "2026-11-09",
                "2026-11-09");
    assertThat(result.here())
        .extracting(file -> file.file().target())
        .containsExactly(
            "liquidation-history/BTCUSDT_PERP.A-liquidation-history-5m-usd-2026-11-09.json");
    assertThat(Files.readString(result.here().get(0).path()))
        .isEqualTo(
            new String(
                json("[{'symbol':'BTCUSDT_PERP.A','history':[{'t':1794182400,'l':1,'s':2}]}]"),
                StandardCharsets.UTF_8));
  }

  @Test
  void theRateOfAnInterfaceIsKept() {
    long begun = System.nanoTime();
    new Fetching(folder, "coinglass", archive)
        .withKey("COINGLASS_API_KEY", "secret")
        .with("requests-per-minute.coinglass", "600")
        .run("coinglass", "BTC", "aggregated-liquidation-history:1h", "2026-11-01", "2026-11-11");
    assertThat(archive.requests()).hasSize(11);
    assertThat((System.nanoTime() - begun) / 1e9).isGreaterThan(1);
  }
}
