package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.market.contract.Register;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Candles of spot venues as they answer them, and bars of the dated futures of CME. */
class VenueCandlesTest {
  @TempDir Path folder;

  private static List<String> bars(StagedFile file) {
    assertThat(file.refusal()).isNull();
    return StagedRows.of(
        file,
        ArchiveDataset.KLINES,
        "venue",
        "product",
        "symbol",
        "ts",
        "interval_seconds",
        "open",
        "high",
        "low",
        "close",
        "base_volume",
        "contracts",
        "trade_count");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "coinbase_spot_BTC-USD_5m.json|[[1781222700,9.5,12.5,10.5,11.5,3.25],[1781222400,9,12,10,11,2.5]]|coinbase"
            + " spot BTC-USD",
        "coinbase_spot_BTC-USD_5m.json|[[1781222400000,10,12,9,11,2.5]]|coinbase spot BTC-USD",
        "coinbase_spot_BTC-USD_5m.json|{\"candles\":[{\"start\":\"1781222400\",\"low\":\"9\",\"high\":\"12\",\"open\":\"10\",\"close\":\"11\",\"volume\":\"2.5\"}]}|coinbase"
            + " spot BTC-USD",
        "bitstamp_spot_btcusd_5m.json|{\"data\":{\"ohlc\":[{\"close\":\"11\",\"high\":\"12\",\"low\":\"9\",\"open\":\"10\",\"timestamp\":\"1781222400\",\"volume\":\"2.5\"}],\"pair\":\"BTC/USD\"}}|bitstamp"
            + " spot btcusd"
      })
  void candlesOfSpotVenuesAreRead(String name, String text, String instrument) throws IOException {
    StagedFile file = StagedRows.stage("ccxt", write(folder, name, text));
    assertThat(bars(file).get(0))
        .isEqualTo(instrument + " 2026-06-12 00:00:00 300 10.0 12.0 9.0 11.0 2.5 - -");
  }

  @Test
  void theCandleOfKrakenAfterTheLastOneIsStillForming() throws IOException {
    String text =
        "{\"error\":[],\"result\":{\"XXBTZUSD\":["
            + "[1781222400,\"10\",\"12\",\"9\",\"11\",\"10.6\",\"2.5\",7],"
            + "[1781222700,\"11\",\"12\",\"9\",\"11\",\"10.6\",\"1\",3]],\"last\":1781222400}}";
    StagedFile file =
        VendorFiles.stage("ccxt", write(folder, "kraken_spot_XXBTZUSD_5m.json", text), 100);
    assertThat(bars(file))
        .containsExactly("kraken spot XXBTZUSD 2026-06-12 00:00:00 300 10.0 12.0 9.0 11.0 2.5 - 7");
    assertThat(file.quarantined()).containsExactly(Map.entry("bar_not_over", 1L));
  }

  @Test
  void candlesWithoutAnIntervalInTheirNameAreOfNoKind() throws IOException {
    Path path = write(folder, "coinbase_spot_BTC-USD.json", "[[1781222400,9,12,10,11,2.5]]");
    FileFinder finder = auto(path);
    assertThat(finder.find()).isEmpty();
    assertThat(finder.refused().get(0).reason()).contains("ccxt bars by its first lines");
  }

  private static FileFinder auto(Path path) {
    return new FileFinder(
        IngestRequest.of("auto", List.of(path.toString())), Register.RULES, new Configuration());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "Binance_BTCUSDT_1h.csv, binance spot BTCUSDT ohlcv:1h",
    "Bitstamp_BTCUSD_d.csv, bitstamp spot btcusd ohlcv:1d",
    "Coinbase_BTCUSD_2024_minute.csv, coinbase spot BTC-USD ohlcv:1m",
    "XBTUSDT_5.csv, kraken spot XBTUSDT ohlcv:5m",
    "Kraken_OHLCVT/ETHUSD_1440.csv, kraken spot ETHUSD ohlcv:1d"
  })
  void namesOfDownloadsSayVenueAndSymbol(String name, String expected) throws IOException {
    String text =
        name.contains("_d") || name.contains("_1h") || name.contains("minute")
            ? "https://www.CryptoDataDownload.com\nUnix,Date,Symbol,Open,High,Low,Close,Volume"
                + " BTC,Volume USD\n1781222400,2026-06-12 00:00:00,BTC/USD,10,12,9,11,2.5,27\n"
            : "1781222400,10,12,9,11,2.5,7\n";
    SourceFile found = auto(write(folder, name, text)).find().get(0);
    assertThat(
            "%s %s %s %s".formatted(found.venue(), found.product(), found.symbol(), found.kind()))
        .isEqualTo(expected);
  }

  @Test
  void minutesInANameAloneSayNoVenue() throws IOException {
    FileFinder finder = auto(write(folder, "ETHUSD_5.csv", "1781222400,10,12,9,11,2.5,7\n"));
    assertThat(finder.find()).isEmpty();
    assertThat(finder.refused().get(0).reason()).contains("Cannot tell the venue");
  }

  @Test
  void volumesOfCryptoDataDownloadAreCoinsAndQuoteInAnyOrder() throws IOException {
    String text =
        "https://www.CryptoDataDownload.com\n"
            + "unix,date,symbol,open,high,low,close,Volume USD,Volume BTC\n"
            + "1781226000,2026-06-12 01:00:00,BTC/USD,10,12,9,11,27.5,2.5\n"
            + "1781222400.0,2026-06-12 00:00:00,BTC/USD,10,12,9,11,33,3\n";
    StagedFile file = StagedRows.stage("ccxt", write(folder, "Bitstamp_BTCUSD_1h.csv", text));
    assertThat(StagedRows.of(file, ArchiveDataset.KLINES, "ts", "base_volume", "quote_volume"))
        .containsExactly("2026-06-12 00:00:00 3.0 33.0", "2026-06-12 01:00:00 2.5 27.5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "glbx-mdp3-20260612.ohlcv-1m.csv|2026-06-12T00:01:00.000000000Z,33,1,7,60000.0,60010.0,59990.0,60005.0,12,BTCM6|BTCM26"
            + " 2026-06-12 00:01:00 60 60000.0 60010.0 59990.0 60005.0 60.0 12.0",
        "glbx.csv|1781222460000000000,33,1,7,60000000000000,60010000000000,59990000000000,60005000000000,10,MBTN6|MBTN26"
            + " 2026-06-12 00:01:00 60 60000.0 60010.0 59990.0 60005.0 1.0 10.0",
        "glbx_1h.csv|1781222400000000000,34,1,7,60000.0,60010.0,59990.0,60005.0,2,BTCZ29|BTCZ29"
            + " 2026-06-12 00:00:00 3600 60000.0 60010.0 59990.0 60005.0 10.0 2.0"
      })
  void barsOfCmeAreContractsOfTheirOwnSize(String name, String line, String expected)
      throws IOException {
    String text =
        "ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume,symbol\n" + line;
    Path path = write(folder, name, text + "\n");
    assertThat(auto(path).find().get(0).vendor()).isEqualTo("cme");
    assertThat(bars(StagedRows.stage("cme", path)))
        .containsExactly("cme regulated_future " + expected + " -");
  }

  @Test
  void aContractOfAYearOfOneDigitIsTheNextOne() throws IOException {
    String text =
        "date,contract,open,high,low,close,volume\n"
            + "2019-12-31,BTCF0,7200,7300,7100,7250,4\n"
            + "2020-01-02,BTCF0,7200,7300,7100,7250,4\n"
            + "2024-01-02,BTCF24-BTCG24,72,73,71,72,4\n";
    StagedFile file = VendorFiles.stage("cme", write(folder, "btc_futures_1d.csv", text), 100);
    assertThat(StagedRows.of(file, ArchiveDataset.KLINES, "symbol", "ts", "base_volume"))
        .containsExactly("BTCF20 2019-12-31 00:00:00 20.0", "BTCF20 2020-01-02 00:00:00 20.0");
    assertThat(file.quarantined()).containsExactly(Map.entry("spread", 1L));
    StagedFile unsaid = VendorFiles.stage("cme", write(folder, "btc_futures.csv", text), 100);
    assertThat(unsaid.refusal()).contains("says the interval");
  }
}
