package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.NOW;
import static io.treadmill.jobs.ingest.VendorFiles.TARDIS_HEADER;
import static io.treadmill.jobs.ingest.VendorFiles.gzip;
import static io.treadmill.jobs.ingest.VendorFiles.stage;
import static io.treadmill.jobs.ingest.VendorFiles.write;
import static io.treadmill.jobs.ingest.VendorFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.contract.Session;
import io.treadmill.jobs.ingest.IngestResult.Status;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.vendors.FileOrigin;
import io.treadmill.jobs.ingest.vendors.FileSignatures;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Register;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file is taken for what it is, by name, folder and first lines. */
class AutoTest {
  private static final long T0 = 1_781_222_400_000L; // 2026-06-12
  private static final UtcDays DAYS = UtcDays.of(LocalDate.of(2026, 6, 12));
  private static final String BYBIT =
      "timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,"
          + "foreignNotional\n1781222400.5,BTCUSDT,Buy,0.5,60000.0,PlusTick,a-1,3e12,0.5,30000\n";
  private static final String TRADES =
      "id,price,qty,quote_qty,time,is_buyer_maker\n1,10,2,20,%d,true\n".formatted(T0);
  private static final String TARDIS =
      TARDIS_HEADER + "hyperliquid,BTC,%d000,,,sell,63621.25,0.512\n".formatted(T0);
  private static final String BARS =
      "%d,10,12,9,11,5\n%d,11,12,9,10,6\n".formatted(T0, T0 + 300_000);
  private static final String TOTALS =
      "{\"code\": \"0\", \"msg\": \"success\", \"data\": [{\"time\": %d,"
          + " \"aggregated_long_liquidation_usd\": 1, \"aggregated_short_liquidation_usd\": 2}]}";
  private static final String TIERS =
      "{\"BTC/USDT:USDT\": [{\"tier\": 1, \"currency\": \"USDT\", \"minNotional\": 0,"
          + " \"maxNotional\": 1000, \"maintenanceMarginRate\": 0.004, \"maxLeverage\": 125}]}";
  private static final String LIST =
      "{\"timezone\": \"UTC\", \"symbols\": [{\"symbol\": \"NEWUSDT\", \"pair\": \"NEWUSDT\","
          + " \"contractType\": \"PERPETUAL\", \"baseAsset\": \"NEW\", \"quoteAsset\": \"USDT\","
          + " \"marginAsset\": \"USDT\"}]}";

  @TempDir Path folder;

  private Path download() throws IOException {
    Path files = folder.resolve("my downloads");
    write(files, "um/BTCUSDT-trades-2026-06-12.zip", zip("BTCUSDT-trades-2026-06-12.csv", TRADES));
    write(files, "hyperliquid_trades_2026-06-12_BTC.csv.gz", gzip(TARDIS));
    write(files, "binance_linear_perp_ETHUSDT_5m.csv", BARS);
    write(files, "BTC-liquidations-1h.json", TOTALS.formatted(T0));
    write(files, "binance_tiers_2026-06-12.json", TIERS);
    write(files, "binance_exchangeInfo_2026-06-12.json", LIST);
    write(files, "prints.csv", BYBIT);
    write(files, "README.md", "# my data\n");
    return files;
  }

  private static FileFinder finder(String vendor, Path... paths) {
    List<String> texts = java.util.Arrays.stream(paths).map(Path::toString).toList();
    return new FileFinder(IngestRequest.of(vendor, texts), Register.RULES, new Configuration());
  }

  @Test
  void eachFileOfADownloadFolderIsTakenForWhatItIs() throws IOException {
    FileFinder finder = finder("auto", download());
    assertThat(finder.find())
        .extracting(file -> "%s %s %s".formatted(file.fileName(), file.vendor(), file.kind()))
        .containsExactlyInAnyOrder(
            "BTCUSDT-trades-2026-06-12.zip binance trades",
            "hyperliquid_trades_2026-06-12_BTC.csv.gz tardis trades",
            "binance_linear_perp_ETHUSDT_5m.csv ccxt ohlcv:5m",
            "BTC-liquidations-1h.json coinglass liquidation-history:unknown:1h",
            "binance_tiers_2026-06-12.json tiers json",
            "binance_exchangeInfo_2026-06-12.json instruments list");
    assertThat(finder.refused()).isEmpty();
    assertThat(finder.notes())
        .hasSize(2)
        .anyMatch(note -> note.startsWith("left out, bybit trades") && note.endsWith("prints.csv"))
        .anyMatch(note -> note.matches("left out, of no vendor that is known.*: README.md"));
  }

  @Test
  void aParquetFileIsToldByItsName() throws IOException {
    write(folder, "binance/futures/BTC_USDT_USDT-5m-futures.parquet", "PAR1");
    write(folder, "binance/futures/trades.parquet", "PAR1");
    FileFinder finder = finder("auto", folder);
    assertThat(finder.find())
        .extracting(file -> "%s %s %s".formatted(file.vendor(), file.kind(), file.symbol()))
        .containsExactly("freqtrade futures:5m BTCUSDT");
    assertThat(finder.notes()).singleElement().asString().endsWith(": trades.parquet");
  }

  @Test
  void aDownloadFolderIsOneImportAndTheOutputSaysWhatEachWasTakenFor() throws IOException {
    SparkSession spark = SparkForTests.withLake(folder.resolve("lake"));
    Settings settings =
        SparkForTests.settings(
            folder.resolve("lake"), Map.of("archive.uri", folder.resolve("archive").toString()));
    Archive archive = Archive.open(spark, settings.archive());
    IcebergLake lake = IcebergLake.open(spark, "r");
    Path downloads = download();
    IngestResult result =
        new Ingest(
                "run1",
                List.of(IngestRequest.of("auto", List.of(downloads.toString()))),
                Session.of(spark),
                archive,
                lake,
                settings,
                Clock.fixed(NOW, ZoneOffset.UTC),
                line -> {})
            .run();
    assertThat(result.count(Status.REFUSED)).isZero();
    assertThat(archive.read(ArchiveDataset.TRADES, DAYS, Selection.ALL).count()).isEqualTo(2);
    assertThat(archive.read(ArchiveDataset.KLINES, DAYS, Selection.ALL).count()).isEqualTo(2);
    assertThat(archive.read(ArchiveDataset.LIQUIDATION_BARS, DAYS, Selection.ALL).count())
        .isEqualTo(1);
    assertThat(result.notes().stream().map(note -> note.replaceAll(" +", " ")))
        .contains(
            "taken for kind venue product files symbols days",
            "binance trades binance linear_perp 1 BTCUSDT 2026-06-12",
            "tardis trades hyperliquid linear_perp 1 BTC 2026-06-12",
            "ccxt ohlcv 5m binance linear_perp 1 ETHUSDT by row");
  }

  @Test
  void anImporterThatMeetsTheFileOfAnotherNamesTheRightOne() throws IOException {
    Path bybit = write(folder, "prints.csv", BYBIT);
    String right = "this looks like a file of bybit trades: ";
    assertThat(stage("ccxt", bybit, "bybit", "linear_perp", "BTCUSDT").refusal())
        .startsWith("no column open in the header")
        .contains("; " + right);
    FileFinder named = finder("binance", bybit);
    assertThat(named.find()).isEmpty();
    assertThat(named.refused()).singleElement().asString().contains(right);
    FileFinder unsaid = finder("ccxt", bybit);
    assertThat(unsaid.find()).isEmpty();
    assertThat(unsaid.refused())
        .singleElement()
        .asString()
        .contains("Cannot tell the venue")
        .contains(right);
    Path tardis = write(folder, "hyperliquid_trades_2026-06-12_BTC.csv", TARDIS);
    FileFinder imported = finder("coinglass", tardis);
    assertThat(imported.find()).isEmpty();
    assertThat(imported.refused().get(0).reason())
        .isEqualTo(
            "this looks like a file of tardis trades or liquidations: treadmill ingest tardis "
                + tardis);
    write(folder, "um/BTCUSDT-trades-2026-06-12.csv", TRADES);
    FileFinder walking = finder("binance", folder);
    assertThat(walking.find()).hasSize(1);
    assertThat(walking.notes())
        .singleElement()
        .asString()
        .contains("1 look like files of bybit (")
        .contains("1 look like files of tardis (treadmill ingest tardis)")
        .contains("`treadmill ingest auto` takes each for what it is");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          bybit spot trades|id,timestamp,price,volume,side,rpi;1,1709251200123,60000,0.5,buy,0
          bitmex trades|timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,foreignNotional;2024-03-01D00:00:01.000000000,XBTUSD,Buy,1,6,PlusTick,a,1,1,1
          bitmex trades|timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,foreignNotional,trdType
          okx trades|instrument_name,trade_id,side,price,size,created_time;BTC-USDT-SWAP,1,buy,6,5,1709251200123
          okx trades|trade_id/?id,side/?,size/?,price/?,created_time/?
          okx candles|instrument_name,open,high,low,close,vol,vol_ccy,vol_quote,open_time,confirm
          okx liquidation orders|{"code": "0", "data": [{"details": [{"bkLoss": "0", "bkPx": "1"}], "instId": "BTC-USDT-SWAP"}]}
          coinalyze history|[{"symbol": "BTCUSDT_PERP.A", "history": [{"t": 1, "l": 1, "s": 2}]}]
          okx answers|{"code": "0", "msg": "", "data": [["1709251200000", "1", "2", "0.5", "1.5", "10"]]}
          okx funding|{"code": "0", "data": [{"fundingRate": "0.1", "instId": "BTC-USDT-SWAP", "realizedRate": "0.1"}]}
          bitmex liquidations|timestamp,orderID,symbol,side,price,leavesQty
          bitmex instruments|timestamp,symbol,markPrice,openInterest
          recording forced orders|{"e": "forceOrder", "E": 1, "o": {"s": "BTCUSDT"}}
          recording forced orders|{"topic": "allLiquidation.BTCUSDT", "data": [{"s": "BTCUSDT"}]}
          recording forced orders|symbol,side,order_type,time_in_force,original_quantity,price,average_price
          recording forced orders|BTCUSDT,SELL,LIMIT,IOC,0.5,60000,60001,FILLED,0.5,0.5,1709251200123
          binance liquidationSnapshot|time,symbol,side,order_type,time_in_force,original_quantity,price,average_price
          bybit answers|{"retCode": 0, "result": {"category": "linear", "list": [["1709251200000", "1"]]}}
          hyperliquid funding|[{"coin": "BTC", "fundingRate": "0.1", "premium": "0", "time": 1709251200000}]
          kraken executions|{"result": "success", "history": [{"time": "2024", "side": "buy"}]}
          hyperliquid fills|{"local_time": "2025-08-01", "block_time": "2025-08-01", "block_number": 1, "events": []}
          hyperliquid asset contexts|time,coin,funding,open_interest,prev_day_px;2024-03-01T00:00:00Z,BTC,0,1,1
          deribit trades|{"jsonrpc": "2.0", "result": {"trades": [{"trade_seq": 1, "trade_id": "1"}]}}
          kraken executions|{"elements": [{"uid": "1", "event": {"execution": {}}}]}
          freqtrade candles|[[1709251200000, 1, 2, 0.5, 1.5, 10]]
          binance klines|Open time,Open,High,Low,Close,Volume,Close time,Quote asset volume,Number of trades;1
          binance klines|1709251200000,1,2,0.5,1.5,10,1709251259999,15,3,5,7,0
          binance trades|1,60000.1,0.5,30000.05,1709251200000,True,True
          binance aggTrades|1,60000.1,0.5,7,9,1709251200000,false
          binance metrics|"create_time","symbol","sum_open_interest","sum_open_interest_value"
          ccxt bars|https://www.CryptoDataDownload.com;Unix,Date,Symbol,Open,High,Low,Close,Volume BTC,Volume USDT
          ccxt bars|1709251200,1,2,0.5,1.5,10,3
          ccxt bars|,open,high,low,close,volume;2024-03-01 00:00:00+00:00,1,2,0.5,1.5,10
          ccxt bars|[[1709251200, 1, 2, 0.5, 1.5, 10]]
          ccxt bars|{"candles": [{"start": "1709251200", "low": "1"}]}
          ccxt bars|{"data": {"pair": "BTC/USD", "ohlc": [{"close": "1"}]}}
          ccxt bars|{"error": [], "result": {"XXBTZUSD": [[1709251200, "1"]], "last": 1}}
          ccxt bars|time,low,high,open,close,volume;1709251200,1,2,1,2,3
          cme bars|ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume,symbol
          cme bars|date,contract,open,high,low,close,volume;2024-03-01,BTCH24,1,2,1,2,3
          coinglass answers|{"code": "0", "msg": "success", "data": [{"exchange_name": "OKX"}]}
          instruments lists|{"retCode": 0, "result": {"list": [{"symbol": "BTCUSDT", "baseCoin": "BTC"}]}}
          """)
  void theFirstLinesSayWhoseFileItIs(String expected, String lines) {
    List<FileOrigin> origins = FileSignatures.origins(lines.replace(';', '\n'));
    assertThat(origins).isNotEmpty();
    assertThat(origins.get(0).vendor() + " " + origins.get(0).kind()).isEqualTo(expected);
  }

  @Test
  void whatBeginsLikeNoFileOfAVendorIsOfNone() {
    for (String text : List.of("", "# my data", "<html>", "a,b\n1,2", "{\"error\": 1}", "[]")) {
      assertThat(FileSignatures.origins(text)).as(text).isEmpty();
    }
  }
}
