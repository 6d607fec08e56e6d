package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.stage;
import static io.treadmill.jobs.ingest.VendorFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.market.contract.Register;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bars as ccxt, pandas, CryptoDataDownload and Kraken write them. */
class BarFilesTest {
  private static final long MIDNIGHT = Instant.parse("2026-06-12T00:00:00Z").getEpochSecond();
  private static final String HEADER = "timestamp,open,high,low,close,volume\n";

  @TempDir Path folder;

  private static String lines(int count, IntFunction<String> line) {
    return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining());
  }

  private StagedFile odd(String text) throws IOException {
    return stage("ccxt", write(folder, "odd.csv", text), "binance", "spot", "BTCUSDT");
  }

  /** Returns {@code start seconds close base quote trades} of each bar, by time. */
  private static List<String> rows(StagedFile file) {
    assertThat(file.refusal()).isNull();
    return SparkForTests.get()
        .read()
        .parquet(file.parts().get(0).path())
        .orderBy("ts")
        .selectExpr(
            "concat_ws(' ', ts, interval_seconds, close, base_volume, quote_volume, trade_count)")
        .collectAsList()
        .stream()
        .map((Row row) -> row.getString(0))
        .toList();
  }

  @Test
  void cryptoDataDownloadHasAnAddressFirstAndTheNewestBarOnTop() throws IOException {
    String text =
        "https://www.CryptoDataDownload.com\n"
            + "Unix,Date,Symbol,Open,High,Low,Close,Volume BTC,Volume USDT,tradecount\n"
            + lines(
                3,
                i ->
                    "%d000,2026-06-12 00:%02d:00,BTCUSDT,10,12,9,11,5,55.5,%d\n"
                        .formatted(MIDNIGHT + 300 * (2 - i), 5 * (2 - i), 7 + i));
    assertThat(rows(odd(text)))
        .containsExactly(
            "2026-06-12 00:00:00 300 11.0 5.0 55.5 9",
            "2026-06-12 00:05:00 300 11.0 5.0 55.5 8",
            "2026-06-12 00:10:00 300 11.0 5.0 55.5 7");
    String other = text.replaceFirst("BTCUSDT,10,12", "ETHUSDT,10,12");
    assertThat(odd(other).refusal()).contains("symbol ETHUSDT (the file is of BTCUSDT)");
  }

  @Test
  void krakenHasNoHeaderSecondsTradesLastAndNoBarWithoutTrades() throws IOException {
    String text =
        lines(
            4,
            i ->
                "%d,10,12,9,11.5,3.25,%d\n"
                    .formatted(MIDNIGHT + 300 * (i < 1 ? i : 2 * i), 40 + i));
    Path path = write(folder, "XBTUSDT_5.csv", text);
    assertThat(rows(stage("ccxt", path, "kraken", "spot", "XBTUSDT")))
        .containsExactly(
            "2026-06-12 00:00:00 300 11.5 3.25 40",
            "2026-06-12 00:10:00 300 11.5 3.25 41",
            "2026-06-12 00:20:00 300 11.5 3.25 42",
            "2026-06-12 00:30:00 300 11.5 3.25 43");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "2026-06-12 0%d:00:00+00:00, 2026-06-12 02:00:00",
    "2026-06-12T0%d:00:00+0000, 2026-06-12 02:00:00",
    "2026-06-12 0%d:00:00 UTC, 2026-06-12 02:00:00",
    "2026-06-12 0%d:00, 2026-06-12 02:00:00",
    "2026-06-12 0%d:00:00-05:00, 2026-06-12 07:00:00",
    "2026-06-12 0%d:00:00.000000000+05, 2026-06-11 21:00:00"
  })
  void stampsOfPandasAreRead(String stamp, String third) throws IOException {
    String text =
        "date,open,high,low,close,volume\n" + lines(3, i -> stamp.formatted(i) + ",10,12,9,11,5\n");
    assertThat(rows(odd(text)).get(2)).isEqualTo(third + " 3600 11.0 5.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Date,Open,High,Low,Close,Volume", ",open,high,low,close,volume"})
  void daysAloneAreStarts(String header) throws IOException {
    String text = header + "\n" + lines(3, i -> "2026-06-%02d,10,12,9,11,5\n".formatted(9 + i));
    assertThat(rows(odd(text)))
        .containsExactly(
            "2026-06-09 00:00:00 86400 11.0 5.0",
            "2026-06-10 00:00:00 86400 11.0 5.0",
            "2026-06-11 00:00:00 86400 11.0 5.0");
  }

  @Test
  void theIntervalIsTheMostFrequentStepWhereverBarsAreMissing() throws IOException {
    List<Integer> slots = List.of(0, 2, 3, 4, 7, 8, 9, 12);
    String text =
        HEADER
            + slots.stream()
                .map(slot -> "%d,10,12,9,11,5\n".formatted(MIDNIGHT + 300 * slot))
                .collect(Collectors.joining());
    assertThat(rows(odd(text))).hasSize(8).allMatch(row -> row.contains(" 300 11.0"));
    String offGrid = text + "%d,10,12,9,11,5\n".formatted(MIDNIGHT + 300 * 13 + 7);
    assertThat(odd(offGrid).quarantined()).containsOnly(Map.entry("off_grid", 1L));
  }

  @Test
  void aBarThatIsNotOverIsSetAsideWhereItStandsFirstToo() throws IOException {
    long now = VendorFiles.NOW.getEpochSecond();
    StagedFile file = odd(HEADER + lines(5, i -> "%d,10,12,9,11,5\n".formatted(now - 300 * i)));
    assertThat(file.quarantined()).containsOnly(Map.entry("bar_not_over", 1L));
    assertThat(file.firstBad()).startsWith("line 2:");
    assertThat(file.rowsAccepted()).isEqualTo(4);
  }

  @Test
  void oneBarOrOddStepsDoNotTellAnInterval() throws IOException {
    assertThat(odd(HEADER + MIDNIGHT + ",10,12,9,11,5\n").refusal()).contains("does not tell its");
    String odd = HEADER + lines(5, i -> "%d,10,12,9,11,5\n".formatted(MIDNIGHT + 7 * i));
    assertThat(odd(odd).refusal()).contains("most bars are 7000000 us apart");
  }

  @Test
  void openInterestAtInstantsIsReadInCoinsOrInContractsByHand() throws IOException {
    String text =
        "timestamp,open_interest_base\n%d000,112.5\n%d000,113\n%d000,\n"
            .formatted(MIDNIGHT, MIDNIGHT + 14_400, MIDNIGHT + 28_800);
    Path path = write(folder, "binance_BTCUSDT_open_interest_4h.csv", text);
    StagedFile file = VendorFiles.stage("ccxt", path, 50);
    assertThat(file.file().product()).isEqualTo("linear_perp");
    assertThat(file.quarantined()).containsExactly(Map.entry("open_interest_missing", 1L));
    String columns =
        "concat_ws(' ', ts, interval_seconds, open_interest_base, open_interest_contracts,"
            + " open_interest_usd)";
    assertThat(interest(file, columns))
        .containsExactly("2026-06-12 00:00:00 14400 112.5", "2026-06-12 04:00:00 14400 113.0");
    Path inverse =
        write(
            folder,
            "binance_inverse_perp_ETHUSD_PERP_open_interest.csv",
            "timestamp,openInterestAmount\n%d000,7\n".formatted(MIDNIGHT));
    IngestRequest contracts =
        new IngestRequest(
            "ccxt",
            List.of(inverse.toString()),
            null,
            null,
            null,
            null,
            "contracts",
            null,
            false,
            false,
            null);
    assertThat(interest(stage(contracts, Register.RULES), columns))
        .containsExactly("2026-06-12 00:00:00 7.0 70.0");
  }

  private static List<String> interest(StagedFile file, String columns) {
    assertThat(file.refusal()).isNull();
    return SparkForTests.get()
        .read()
        .parquet(file.parts().get(0).path())
        .orderBy("ts")
        .selectExpr(columns)
        .collectAsList()
        .stream()
        .map((Row row) -> row.getString(0))
        .toList();
  }
}
