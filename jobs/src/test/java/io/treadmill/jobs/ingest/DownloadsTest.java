package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.TARDIS_HEADER;
import static io.treadmill.jobs.ingest.VendorFiles.gzip;
import static io.treadmill.jobs.ingest.VendorFiles.stage;
import static io.treadmill.jobs.ingest.VendorFiles.write;
import static io.treadmill.jobs.ingest.VendorFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people download, pack and save them: read, or refused alone in words. */
class DownloadsTest {
  private static final String TRADES = "hyperliquid_trades_2026-06-12_BTC.csv";
  private static final String TRADE = "hyperliquid,BTC,1781222400013000,,,sell,63621.25,0.512\n";
  private static final String TEXT = TARDIS_HEADER + TRADE.repeat(200);
  private static final long MIDNIGHT = Instant.parse("2026-06-12T00:00:00Z").toEpochMilli();
  private static final String KLINES_HEADER =
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
          + "taker_buy_quote_volume,ignore\n";

  @TempDir Path folder;

  private interface Packer {
    OutputStream pack(OutputStream out) throws IOException;
  }

  private static byte[] packed(Packer packer, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = packer.pack(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] packed(String ending, String text) throws IOException {
    return switch (ending) {
      case "zst" -> packed(ZstdOutputStream::new, text);
      case "lz4" -> packed(FramedLZ4CompressorOutputStream::new, text);
      case "bz2" -> packed(BZip2CompressorOutputStream::new, text);
      default -> gzip(text);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "zst", "lz4", "bz2"})
  void aPackedFileIsReadWholeOrRefused(String ending) throws IOException {
    byte[] whole = packed(ending, TEXT);
    StagedFile file = stage("tardis", write(folder, TRADES + "." + ending, whole));
    assertThat(file.refusal()).isNull();
    assertThat(file.rowsAccepted()).isEqualTo(200);
    Path twice = write(folder, "twice/" + TRADES + "." + ending, twice(whole, ending));
    assertThat(stage("tardis", twice).rowsAccepted())
        .as("two streams, one after the other")
        .isEqualTo(400);
    byte[] part = Arrays.copyOf(whole, whole.length - 9);
    Path cut = write(folder, "cut/" + TRADES + "." + ending, part);
    assertThat(stage("tardis", cut).refusal()).contains("fetch it again");
    Path plain = write(folder, "plain/" + TRADES + "." + ending, TEXT);
    assertThat(stage("tardis", plain).refusal()).contains("not a " + ending + " archive");
  }

  private static byte[] twice(byte[] first, String ending) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first);
    out.write(packed(ending, TRADE.repeat(200)));
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"my files/", "ордер/", "data/2026/"})
  void aZipOfAFolderIsRead(String inside) throws IOException {
    byte[] zipped =
        zip(
            "__MACOSX/._" + TRADES,
            "\0\5\26\7",
            inside,
            "",
            inside + TRADES,
            TEXT,
            inside + ".DS_Store",
            "x");
    StagedFile file = stage("tardis", write(folder, TRADES + ".zip", zipped));
    assertThat(file.refusal()).isNull();
    assertThat(file.rowsAccepted()).isEqualTo(200);
  }

  @Test
  void severalFilesOfOneKindInAZipAreReadAndABadRowNamesItsFile() throws IOException {
    String[] entries = new String[60];
    for (int day = 1; day <= 30; day++) {
      String name = "BTCUSDT-trades-2026-06-%02d.csv".formatted(day);
      entries[2 * day - 2] = "06/" + name;
      entries[2 * day - 1] =
          "id,price,qty,quote_qty,time,is_buyer_maker\n"
              + "%d,10,1,10,%d,true\n"
                  .formatted(day, MIDNIGHT + (day - 12) * 86_400_000L)
                  .repeat(10)
              + (day == 30 ? "7,0,1,10,1,true\n" : "");
    }
    Path path = write(folder, "um/trades/BTCUSDT-trades-2026-06.zip", zip(entries));
    StagedFile file = stage("binance", path);
    assertThat(file.refusal()).isNull();
    assertThat(file.rowsAccepted()).isEqualTo(300);
    assertThat(file.firstBad()).startsWith("line 12 of 06/BTCUSDT-trades-2026-06-30.csv: price 0");
    entries[58] = "06/ETHUSDT-trades-2026-06-30.csv";
    Path mixed = write(folder, "um/trades/ETHUSDT-trades-2026-06.zip", zip(entries));
    assertThat(stage("binance", mixed).refusal())
        .contains("more than one file in the zip", "06/BTCUSDT-trades-2026-06-01.csv");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "'{\"code\":-1121,\"msg\":\"Invalid symbol.\"}', an answer that is no CSV: {\"code\":-1121",
    "'<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>', web page",
    "'[]', an answer that is no CSV: []",
    "'\"error\":\"rate limit\"', its first line is none of CSV",
    "'Too many requests', no column"
  })
  void anErrorThatWasSavedAsCsvIsRefusedInWords(String text, String message) throws IOException {
    for (String vendor : List.of("tardis", "binance")) {
      String name = vendor.equals("tardis") ? TRADES : "um/trades/BTCUSDT-trades-2026-06-12.csv";
      assertThat(stage(vendor, write(folder, name, text)).refusal()).contains(message);
    }
  }

  @Test
  void linesThatEndWithACarriageReturnAloneAreTold() throws IOException {
    String mac = TEXT.replace('\n', '\r');
    assertThat(stage("tardis", write(folder, TRADES, mac)).refusal())
        .contains("carriage return alone");
    assertThat(stage("tardis", write(folder, TRADES, mac.repeat(200))).refusal())
        .contains("carriage return alone");
    assertThat(stage("tardis", write(folder, TRADES, TEXT.replace("\n", "\r\n"))).rowsAccepted())
        .isEqualTo(200);
  }

  @Test
  void moreColumnsThanAnyVendorHasRefuseTheFileOrTheRow() throws IOException {
    String wide = "x,".repeat(1100) + "\n";
    assertThat(stage("tardis", write(folder, TRADES, wide)).refusal())
        .contains("its first line is none of CSV", "1024 columns");
    assertThat(stage("tardis", write(folder, TRADES, TEXT + wide)).quarantined())
        .containsOnly(Map.entry("column_count", 1L));
  }

  @Test
  void aHeaderWithoutRowsIsAQuietDay() throws IOException {
    StagedFile file = stage("tardis", write(folder, TRADES, TARDIS_HEADER));
    assertThat(file.refusal()).isNull();
    assertThat(file.rowsRead()).isZero();
  }

  @ParameterizedTest(name = "a last field of {0} is set aside: {1}")
  @CsvSource({"0.5, true", "0., true", "'', true", "0.512, false", "0.5128, false", "12.75, false"})
  void aFileThatIsCutInsideItsLastNumberIsTold(String last, boolean cut) throws IOException {
    StagedFile file = stage("tardis", write(folder, TRADES, TEXT + TRADE.replace("0.512\n", last)));
    assertThat(file.refusal()).isNull();
    assertThat(file.rowsAccepted()).isEqualTo(cut ? 200 : 201);
    assertThat(file.quarantined()).isEqualTo(cut ? Map.of("cut_line", 1L) : Map.of());
    assertThat(file.notes()).hasSize(cut ? 0 : 1);
    StagedFile whole = stage("tardis", write(folder, TRADES, TEXT));
    assertThat(whole.notes()).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "number_too_large, 'hyperliquid,BTC,1781222400013000,,,sell,1e308,0.512'",
    "price_too_large, 'hyperliquid,BTC,1781222400013000,,,sell,99999999999999999,0.512'",
    "amount_too_large, 'hyperliquid,BTC,1781222400013000,,,sell,63621.25,2e15'",
    "venue, 'bybit,BTC,1781222400013000,,,sell,63621.25,0.512'",
    "symbol, 'hyperliquid,ETH,1781222400013000,,,sell,63621.25,0.512'",
    "symbol, 'hyperliquid,<b>BTC</b>,1781222400013000,,,sell,63621.25,0.512'"
  })
  void aRowThatCannotBeOfThisFileIsSetAside(String rule, String row) throws IOException {
    StagedFile file = stage("tardis", write(folder, TRADES, TEXT + row + "\n"));
    assertThat(file.refusal()).isNull();
    assertThat(file.quarantined()).containsOnly(Map.entry(rule, 1L));
  }

  @Test
  void namesOfTardisAreUpperCaseWithDashesAndGroupsHoldManySymbols() throws IOException {
    String spot = "kraken,XBT/USD,1781222400013000,,,sell,63621.25,0.512\n";
    String name = "kraken_trades_2026-06-12_XBT-USD.csv";
    assertThat(stage("tardis", write(folder, name, TARDIS_HEADER + spot)).rowsAccepted())
        .isEqualTo(1);
    String small = TRADE.replace("BTC", "kPEPE");
    name = "hyperliquid_trades_2026-06-12_KPEPE.csv";
    assertThat(stage("tardis", write(folder, name, TARDIS_HEADER + small)).rowsAccepted())
        .isEqualTo(1);
    name = "hyperliquid_trades_2026-06-12_PERPETUALS.csv";
    assertThat(stage("tardis", write(folder, name, TARDIS_HEADER + TRADE + small)).rowsAccepted())
        .isEqualTo(2);
  }

  @Test
  void aTickerOfAnotherExchangeOrSymbolIsSetAside() throws IOException {
    String header = "exchange,symbol,timestamp,local_timestamp,mark_price\n";
    String rows =
        IntStream.range(0, 200)
            .mapToObj(i -> "hyperliquid,BTC,%d,,%d\n".formatted(MIDNIGHT + i, 100 + i))
            .collect(Collectors.joining());
    String bad = "bybit,BTC,%d,,99\nhyperliquid,ETH,%d,,99\n".formatted(MIDNIGHT, MIDNIGHT);
    String name = "hyperliquid_derivative_ticker_2026-06-12_BTC.csv";
    StagedFile file = stage("tardis", write(folder, name, header + rows + bad));
    assertThat(file.quarantined()).containsOnly(Map.entry("venue", 1L), Map.entry("symbol", 1L));
  }

  @Test
  void barsOffTheGridAfterAHaltAreGapsButBarsOfAnotherLengthAreNot() throws IOException {
    String name = "spot/klines/BTCUSDT-1h-2026-06.csv";
    StagedFile halted = stage("binance", write(folder, name, klines(100, 3_600_000, 60, 90_000)));
    assertThat(halted.refusal()).isNull();
    assertThat(halted.rowsAccepted()).isEqualTo(60);
    assertThat(halted.quarantined()).containsOnly(Map.entry("off_grid", 40L));
    assertThat(halted.setAside()).startsWith("40 rows set aside (off_grid 40); the first: line 62");
    StagedFile other = stage("binance", write(folder, name, klines(100, 300_000, 100, 0)));
    assertThat(other.refusal()).contains("91 of 100 rows break a rule", "off_grid");
  }

  /** So many bars, from one of them on so much late. */
  private static String klines(int count, long step, int from, long late) {
    StringBuilder text = new StringBuilder(KLINES_HEADER);
    for (int i = 0; i < count; i++) {
      long start = MIDNIGHT - 864_000_000L + i * step + (i >= from ? late : 0);
      text.append("%d,10,12,9,11,5,%d,50,3,2,20,0\n".formatted(start, start + step - 1));
    }
    return text.toString();
  }

  @Test
  void openInterestThatTheVenueLeftBlankIsAGap() throws IOException {
    String header = "create_time,symbol,sum_open_interest,sum_open_interest_value\n";
    String rows =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    "2026-06-12 01:%02d:00,BTCUSDT,%s\n"
                        .formatted(i * 2, i % 4 == 0 ? "," : "10,600000"))
            .collect(Collectors.joining());
    String name = "BTCUSDT-metrics-2026-06-12.csv";
    StagedFile file = stage("binance", write(folder, name, header + rows));
    assertThat(file.refusal()).isNull();
    assertThat(file.rowsAccepted()).isEqualTo(15);
    assertThat(file.quarantined()).containsOnly(Map.entry("open_interest_missing", 5L));
    String blank = header + "2026-06-12 01:00:00,BTCUSDT,,\n".repeat(3);
    assertThat(stage("binance", write(folder, name, blank)).refusal()).as("a day of gaps").isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Open time,Open,High,Low,Close,Volume,Close time,Quote asset volume,Number of trades,Taker"
            + " buy base asset volume,Taker buy quote asset volume,Ignore",
        "Open_Time,Open,High,Low,Close,Volume,Close_Time,Quote_Volume,Count,Taker_Buy_Volume,"
            + "Taker_Buy_Quote_Volume,Ignore",
        "timestamp,open,high,low,close,volume,close_time,quote_av,trades,tb_base_av,tb_quote_av,ignore"
      })
  void headingsThatPeopleAddToKlinesAreKnown(String heading) throws IOException {
    String text = heading + "\n" + klines(24, 3_600_000, 24, 0).replace(KLINES_HEADER, "");
    StagedFile file = stage("binance", write(folder, "um/klines/BTCUSDT-1h-2026-06.csv", text));
    assertThat(file.refusal()).isNull();
    assertThat(file.rowsAccepted()).isEqualTo(24);
  }

  @Test
  void bracketsThatStartOneAboveTheEndBeforeFollowIt() throws IOException {
    String header = "seen_on,symbol,notional_floor,notional_cap,maint_margin_rate,max_leverage\n";
    String rows =
        "2026-06-01,BTC-USDT-SWAP,0,25000,0.004,125\n"
            + "2026-06-01,BTC-USDT-SWAP,25001,50000,0.009,71.43\n"
            + "2026-06-01,BTC-USDT-SWAP,50001,75000,0.014,50\n";
    StagedFile file = stage("tiers", write(folder, "okx_tiers.csv", header + rows));
    assertThat(file.quarantined()).isEmpty();
    assertThat(file.rowsAccepted()).isEqualTo(3);
  }

  /** Binance writes the largest whole number of 64 bits where the last bracket has no end. */
  @Test
  void aBracketWithoutAnEndIsRead() throws IOException {
    String header = "seen_on,symbol,notional_floor,notional_cap,maint_margin_rate,max_leverage\n";
    String rows =
        "2026-06-01,BTCUSDT,0,500000,0.1,5\n"
            + "2026-06-01,BTCUSDT,500000,9223372036854776000,0.5,1\n";
    StagedFile file = stage("tiers", write(folder, "binance_tiers.csv", header + rows));
    assertThat(file.quarantined()).isEmpty();
    assertThat(file.rowsAccepted()).isEqualTo(2);
  }

  @Test
  void aSymbolOfAnyScriptIsReadFromTheNameInEitherForm() throws IOException {
    for (String symbol : List.of("币安人生USDT", "ДОГUSDT", "E\u0301TEUSDT", "\u00c9TEUSDT")) {
      Path path =
          write(
              folder,
              "um/klines/%s-1h-2026-06.csv".formatted(symbol),
              klines(24, 3_600_000, 24, 0));
      StagedFile file = stage("binance", path);
      assertThat(file.refusal()).isNull();
      String composed = symbol.replace("E\u0301", "\u00c9");
      assertThat(file.parts().get(0).days().keySet())
          .extracting(StagedPart.SymbolDay::symbol)
          .containsOnly(composed);
    }
  }
}
