package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.TARDIS_HEADER;
import static io.treadmill.jobs.ingest.VendorFiles.gzip;
import static io.treadmill.jobs.ingest.VendorFiles.stage;
import static io.treadmill.jobs.ingest.VendorFiles.stageOnly;
import static io.treadmill.jobs.ingest.VendorFiles.write;
import static io.treadmill.jobs.ingest.VendorFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.ArchiveDataset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One row for each defect of the catalogue that a single file can show. */
class DefectTest {
  private static final String DAY = "hyperliquid_trades_2026-06-12_BTC.csv";
  private static final String GOOD =
      "hyperliquid,BTC,1781222400013000,1781222400013000,,sell,63621.0,0.5\n";
  private static final String UM_TRADES = "um/trades/BTCUSDT-trades-2026-06-12.csv";

  @TempDir Path folder;

  /** Stages ten good lines before one bad, so that the bad one is told by its rule. */
  private StagedFile oneBad(String vendor, String name, String header, String good, String bad)
      throws IOException {
    return stage(vendor, write(folder, name, header + good.repeat(10) + bad + "\n"), 50);
  }

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource({
    "1781222400, s",
    "1781222400013, ms",
    "1781222400013000, us",
    "1781222400013000000, ns",
    "2026-06-12 00:00:00.013, text",
    "2026-06-12T00:00:00Z, text",
    "1781222400.013, s"
  })
  void aStampIsReadByItsSizeAndNeverByTheDate(String stamp, String unit) throws IOException {
    String line = "hyperliquid,BTC," + stamp + ",,,buy,63621.0,0.5\n";
    StagedFile file = stage("tardis", write(folder, DAY, TARDIS_HEADER + line));
    assertThat(file.refusal()).isNull();
    assertThat(file.timeUnits()).isEqualTo(unit);
    assertThat(file.parts().get(0).days().keySet())
        .extracting(at -> at.day().toString())
        .containsExactly("2026-06-12");
  }

  @Test
  void unitsMixedInOneFileAreReadRowByRowAndTold() throws IOException {
    String other = "hyperliquid,BTC,1781222401000,,,buy,63621.0,0.5\n";
    StagedFile file = stage("tardis", write(folder, DAY, TARDIS_HEADER + GOOD + other));
    assertThat(file.rowsAccepted()).isEqualTo(2);
    assertThat(file.timeUnits()).isEqualTo("ms+us");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "time_outside_file, 'hyperliquid,BTC,1781522400013000,,,sell,63621.0,0.5'",
    "not_a_time, 'hyperliquid,BTC,12,,,sell,63621.0,0.5'",
    "no_time, 'hyperliquid,BTC,,,,sell,63621.0,0.5'",
    "column_count, 'hyperliquid,BTC,1781222400013000,,,sell,63621.0'",
    "not_a_number, 'hyperliquid,BTC,1781222400013000,,,sell,636x1.0,0.5'",
    "column_count, 'hyperliquid,BTC,1781222400013000,,,sell,63621,0,0.5'",
    "not_a_number, 'hyperliquid,BTC,1781222400013000,,,sell,NaN,0.5'",
    "not_a_finite_number, 'hyperliquid,BTC,1781222400013000,,,sell,1e999,0.5'",
    "price_not_positive, 'hyperliquid,BTC,1781222400013000,,,sell,0,0.5'",
    "price_not_positive, 'hyperliquid,BTC,1781222400013000,,,sell,-5,0.5'",
    "amount_not_positive, 'hyperliquid,BTC,1781222400013000,,,sell,63621.0,0'",
    "not_a_side, 'hyperliquid,BTC,1781222400013000,,,long,63621.0,0.5'",
    "symbol, 'hyperliquid,../x,1781222400013000,,,sell,63621.0,0.5'"
  })
  void aRowThatBreaksARuleIsSetAsideUnderItsName(String reason, String line) throws IOException {
    StagedFile file = oneBad("tardis", DAY, TARDIS_HEADER, GOOD, line);
    assertThat(file.refusal()).isNull();
    assertThat(file.quarantined()).containsOnly(java.util.Map.entry(reason, 1L));
    assertThat(file.firstBad()).startsWith("line 12: ").contains("rule " + reason);
    assertThat(file.rowsRead()).isEqualTo(11);
    assertThat(file.rowsAccepted()).isEqualTo(10);
  }

  @Test
  void scientificNotationIsANumber() throws IOException {
    String line = "hyperliquid,BTC,1781222400013000,,,sell,6.3621E4,5e-1\n";
    StagedFile file = stage("tardis", write(folder, DAY, TARDIS_HEADER + line));
    assertThat(file.parts().get(0).days().values().iterator().next().quoteVolume())
        .isEqualTo(63621.0 * 0.5);
  }

  @Test
  void aHeaderRepeatedInTheBodyIsNoRow() throws IOException {
    StagedFile file =
        stage("tardis", write(folder, DAY, TARDIS_HEADER + GOOD + TARDIS_HEADER + GOOD));
    assertThat(file.rowsRead()).isEqualTo(2);
    assertThat(file.rowsAccepted()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "id,price,qty,quote_qty,time,is_buyer_maker\n",
        "id,price,qty,quoteQty,time,isBuyerMaker\n",
        "\uFEFFid,price,qty,quote_qty,time,is_buyer_maker,extra\n"
      })
  void aBinanceFileMayHaveAHeaderOrNone(String header) throws IOException {
    String tail = header.contains("extra") ? ",x" : "";
    String text = header + "7,63621.5,0.002,127.24,1781222400013,true" + tail + "\n";
    StagedFile file = stage("binance", write(folder, UM_TRADES, text));
    assertThat(file.refusal()).isNull();
    assertThat(file.rowsAccepted()).isEqualTo(1);
    assertThat(file.header())
        .isEqualTo(header.isEmpty() ? "none" : header.replace("\uFEFF", "").strip());
  }

  @ParameterizedTest
  @CsvSource({"True", "False", "true", "false", "1", "0"})
  void aBooleanIsReadInEachSpelling(String text) throws IOException {
    String line = "7,63621.5,0.002,127.24,1781222400013," + text + "\n";
    assertThat(stage("binance", write(folder, UM_TRADES, line)).rowsAccepted()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'exchange,symbol,timestamp,side,cost,amount', no column price",
    "'hyperliquid,BTC,1781222400013000,,,sell,63621.0,0.5', no column symbol",
    "'1781222400013000,63621.0', no header line"
  })
  void anUnknownHeaderIsRefused(String header, String message) throws IOException {
    StagedFile file = stage("tardis", write(folder, DAY, header + "\n" + GOOD));
    assertThat(file.refusal()).contains(message);
  }

  @Test
  void aCutLastLineIsSetAside() throws IOException {
    String text = TARDIS_HEADER + GOOD.repeat(10) + "hyperliquid,BTC,17812224";
    StagedFile file = stage("tardis", write(folder, DAY, text), 50);
    assertThat(file.quarantined()).containsOnly(java.util.Map.entry("cut_line", 1L));
  }

  @Test
  void aTruncatedGzipIsRefused() throws IOException {
    byte[] whole = gzip(TARDIS_HEADER + GOOD.repeat(1000));
    Path file = write(folder, DAY + ".gz", Arrays.copyOf(whole, whole.length - 20));
    assertThat(stage("tardis", file).refusal()).contains("ends too early");
  }

  @Test
  void aGzipOrZipWithAWrongChecksumIsRefused() throws IOException {
    byte[] gz = gzip(TARDIS_HEADER + GOOD);
    gz[gz.length - 8] ^= 1;
    assertThat(stage("tardis", write(folder, DAY + ".gz", gz)).refusal())
        .contains("damaged archive");
    byte[] zipped = zip("x.csv", TARDIS_HEADER + GOOD.repeat(50));
    int at = new String(zipped, StandardCharsets.ISO_8859_1).indexOf("PK\u0007\b");
    zipped[at + 4] ^= 1;
    assertThat(stage("tardis", write(folder, DAY + ".zip", zipped)).refusal())
        .contains("damaged archive");
  }

  @Test
  void aZipCutBeforeItsDirectoryIsRefused() throws IOException {
    byte[] zipped = zip("x.csv", TARDIS_HEADER + GOOD.repeat(50));
    Path file = write(folder, DAY + ".zip", Arrays.copyOf(zipped, zipped.length - 30));
    assertThat(stage("tardis", file).refusal()).contains("cut off");
  }

  @ParameterizedTest
  @CsvSource({"'', empty", "'<html>451</html>', web page", "not a zip, not a zip"})
  void whatIsNoArchiveIsRefused(String text, String message) throws IOException {
    assertThat(stage("tardis", write(folder, DAY + ".zip", text)).refusal()).contains(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x.csv", "/etc/x.csv", "a\\b.csv", "C:x.csv", "x\u202E.csv"})
  void aHostileNameInAZipIsRefused(String name) throws IOException {
    Path file = write(folder, DAY + ".zip", zip(name, TARDIS_HEADER + GOOD));
    assertThat(stage("tardis", file).refusal()).contains("Invalid name of a zip entry");
  }

  @Test
  void aZipBombIsRefusedBeforeItIsUnpacked() throws IOException {
    String line = "hyperliquid,BTC,1781222400013000,,,sell,63621.0,0.5\n";
    byte[] bomb = gzip(TARDIS_HEADER + line.repeat(600_000));
    StagedFile file = stage("tardis", write(folder, DAY + ".gz", bomb));
    assertThat(file.refusal()).contains("zip bomb");
    assertThat(file.rowsRead()).isLessThan(500_000);
  }

  @Test
  void aFileNoneOfWhoseRowsIsGoodIsRefusedWithRowValueAndRule() throws IOException {
    String bad = "hyperliquid,BTC,1781222400013000,,,sell,6362x,0.5\n";
    assertThat(stage("tardis", write(folder, DAY, TARDIS_HEADER + bad), 100).refusal())
        .contains("none of its 1 rows", "line 2", "price '6362x'", "not_a_number");
    assertThat(stage("tardis", write(folder, "h/" + DAY, "\n\n")).refusal())
        .contains("no row of data");
  }

  @Test
  void moreBadRowsThanAllowedRefuseTheFile() throws IOException {
    String text = TARDIS_HEADER + GOOD.repeat(98) + "x\nx\n";
    assertThat(stage("tardis", write(folder, DAY, text), 1).refusal()).contains("2 of 100 rows");
    assertThat(stage("tardis", write(folder, "h/" + DAY, text), 2).refusal()).isNull();
  }

  @Test
  void aVendorChecksumIsHonoured() throws IOException {
    Path file = write(folder, UM_TRADES, "7,63621.5,0.002,127.24,1781222400013,true\n");
    assertThat(stage("binance", file).checksum()).isEqualTo("none");
    write(folder, UM_TRADES + ".CHECKSUM", "0".repeat(64) + "  BTCUSDT-trades-2026-06-12.csv");
    assertThat(stage("binance", file).checksum()).isEqualTo("mismatched");
    assertThat(stage("binance", file).refusal()).isNull();
    assertThat(stageOnly("binance", file, true).refusal()).contains("strict-checksum=false");
  }

  @ParameterizedTest(name = "order {0} {1} is {2}")
  @CsvSource({"13, 14, ascending", "14, 13, descending"})
  void theOrderOfRowsIsTold(int first, int second, String order) throws IOException {
    String text =
        TARDIS_HEADER
            + GOOD.replace("0013000", "00" + first + "000")
            + GOOD.replace("0013000", "00" + second + "000");
    assertThat(stage("tardis", write(folder, DAY, text)).rowOrder()).isEqualTo(order);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "off_grid, 'calc_time,funding_interval_hours,last_funding_rate', '1781222400011,8,0.0001',"
        + " '1781222520000,8,0.0001'",
    "rate_range, 'calc_time,funding_interval_hours,last_funding_rate', '1781222400011,8,0.0001',"
        + " '1781222400000,8,7'"
  })
  void fundingOffTheHourOrOutOfRangeIsSetAside(String rule, String header, String good, String bad)
      throws IOException {
    StagedFile file =
        oneBad("binance", "BTCUSDT-fundingRate-2026-06.csv", header + "\n", good + "\n", bad);
    assertThat(file.quarantined()).containsOnlyKeys(rule);
  }

  @Test
  void openInterestOfZeroIsAGapAndNotAValue() throws IOException {
    String header = "create_time,symbol,sum_open_interest,sum_open_interest_value\n";
    StagedFile file =
        oneBad(
            "binance",
            "BTCUSDT-metrics-2026-06-12.csv",
            header,
            "2026-06-12 00:05:00,BTCUSDT,10,600000\n",
            "2026-06-12 00:10:00,BTCUSDT,0,0");
    assertThat(file.quarantined()).containsOnlyKeys("open_interest_not_positive");
  }

  @Test
  void anotherSymbolInAFileOfOneIsSetAside() throws IOException {
    String header = "create_time,symbol,sum_open_interest,sum_open_interest_value\n";
    StagedFile file =
        oneBad(
            "binance",
            "BTCUSDT-metrics-2026-06-12.csv",
            header,
            "2026-06-12 00:05:00,BTCUSDT,10,600000\n",
            "2026-06-12 00:10:00,BTCUSD_PERP,10,600000");
    assertThat(file.quarantined()).containsOnlyKeys("symbol");
  }

  @Test
  void aFourthColumnInAFundingFileDropsNoRow() throws IOException {
    String text =
        "calc_time,funding_interval_hours,last_funding_rate,mark_price\n"
            + "1781222400011,8,0.0001,63621.1\n";
    StagedFile file = stage("binance", write(folder, "BTCUSDT-fundingRate-2026-06.csv", text));
    assertThat(file.rowsAccepted()).isEqualTo(1);
  }

  @Test
  void coinMarginedKlinesSwapContractsAndCoins() throws IOException {
    String text =
        "1781222400000,50000,50100,49900,50000,409953,1781222699999,819.9,12,200000,400.1,0\n";
    StagedFile file =
        stage("binance", write(folder, "cm/klines/BTCUSD_PERP-5m-2026-06-12.csv", text));
    assertThat(file.refusal()).isNull();
    assertThat(file.file().product()).isEqualTo("inverse_perp");
    assertThat(file.parts().get(0).dataset()).isEqualTo(ArchiveDataset.KLINES);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"code\":\"0\",\"data\":[]}', no bars",
    "'{\"code\":\"400\",\"msg\":\"x\"}', code 400",
    "'{\"code\":\"0\",\"data\":[{\"time\":1781222400000,', not whole JSON"
  })
  void anErrorOfTheAggregatorIsNoData(String json, String message) throws IOException {
    Path file = write(folder, "BTC-liquidation-1h-2026-06.json", json);
    assertThat(stage("coinglass", file).refusal()).contains(message);
  }

  @Test
  void aBarThatIsStillFormingIsLeftOut() throws IOException {
    String bar =
        "{\"time\":%d,\"aggregated_long_liquidation_usd\":1.5,"
            + "\"aggregated_short_liquidation_usd\":\"2\"}";
    long lastHour = VendorFiles.NOW.toEpochMilli() - 3_600_000L;
    String json =
        "{\"code\":\"0\",\"data\":["
            + String.format(bar, lastHour)
            + ","
            + String.format(bar, lastHour + 3_600_000L)
            + "]}";
    StagedFile file = stage("coinglass", write(folder, "BTC-liquidation-1h.json", json));
    assertThat(file.refusal()).isNull();
    assertThat(file.rowsAccepted()).isEqualTo(1);
    assertThat(file.quarantined()).containsOnlyKeys("bar_not_over");
  }

  @Test
  void bracketsWithAGapAreSetAside() throws IOException {
    String header = "seen_on,symbol,notional_floor,notional_cap,maint_margin_rate,max_leverage\n";
    StagedFile file =
        stage(
            "tiers",
            write(
                folder,
                "binance_tiers.csv",
                header
                    + "2026-06-01,BTCUSDT,0,50000,0.004,125\n"
                    + "2026-06-01,BTCUSDT,60000,90000,0.005,100\n"),
            60);
    assertThat(file.quarantined()).containsOnlyKeys("bracket_gap");
  }

  @Test
  void tierJsonOfCcxtIsRead() throws IOException {
    String json =
        "{\"BTC/USDT:USDT\":[{\"tier\":1,\"minNotional\":0,\"maxNotional\":300000,"
            + "\"maintenanceMarginRate\":0.004,\"maxLeverage\":150,\"info\":{\"cum\":\"0.0\"}}],"
            + "\"BTC/USD:BTC\":[{\"minNotional\":0,\"maxNotional\":5,"
            + "\"maintenanceMarginRate\":0.004,\"maxLeverage\":125}]}";
    StagedFile file = stage("tiers", write(folder, "binance_leverage_tiers_2026-06-01.json", json));
    assertThat(file.refusal()).isNull();
    assertThat(file.parts().get(0).days().keySet())
        .extracting(at -> at.product() + " " + at.symbol())
        .containsExactlyInAnyOrder("linear_perp BTCUSDT", "inverse_perp BTCUSD_PERP");
  }
}
