package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.NOW;
import static io.treadmill.jobs.ingest.VendorFiles.TARDIS_HEADER;
import static io.treadmill.jobs.ingest.VendorFiles.gzip;
import static io.treadmill.jobs.ingest.VendorFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.Settings;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.contract.Session;
import io.treadmill.jobs.ingest.IngestResult.Status;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ArchiveDay;
import io.treadmill.lake.DayFiles;
import io.treadmill.lake.DayFiles.DataFile;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.Lake;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.QualityFlag;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
  private static final LocalDate DAY = LocalDate.of(2026, 6, 12);
  private static final UtcDays DAYS = new UtcDays(DAY.minusDays(1), DAY.plusDays(1));
  private static final long T0 = UtcDays.startMicros(DAY);

  @TempDir Path folder;
  private SparkSession spark;
  private Lake lake;
  private Archive archive;
  private Settings settings;
  private Path files;
  private int run;

  @BeforeEach
  void open() {
    spark = SparkForTests.withLake(folder.resolve("lake"));
    Map<String, String> values = new TreeMap<>();
    values.put("archive.uri", folder.resolve("archive").toString());
    values.put("ingest.own-file-rows", "20");
    values.put("ingest.max-quarantine-percent", "10");
    settings = SparkForTests.settings(folder.resolve("lake"), values);
    lake = IcebergLake.open(spark, "r");
    archive = Archive.open(spark, settings.archive());
    files = folder.resolve("files");
  }

  private IngestResult ingest(String vendor) {
    return ingest(vendor, false);
  }

  private IngestResult ingest(String vendor, boolean replace) {
    return new Ingest(
            "run" + run++,
            List.of(
                new IngestRequest(
                    vendor,
                    List.of(files.toString()),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    false,
                    replace,
                    null)),
            Session.of(spark),
            archive,
            lake,
            settings,
            Clock.fixed(NOW.plusSeconds(run), ZoneOffset.UTC),
            line -> {})
        .run();
  }

  /** Trades of one symbol, a second apart from the start of the day. */
  private static String trades(String symbol, int from, int count, double price) {
    StringBuilder text = new StringBuilder(TARDIS_HEADER);
    for (int i = from; i < from + count; i++) {
      long ts = T0 + i * 1_000_000L;
      text.append("hyperliquid,").append(symbol).append(',').append(ts).append(',').append(ts);
      text.append(",,buy,").append(price + i).append(",0.5\n");
    }
    return text.toString();
  }

  private void tardis(String symbol, String text) throws IOException {
    write(files, "hyperliquid_trades_2026-06-12_" + symbol + ".csv.gz", gzip(text));
  }

  private Dataset<Row> trades() {
    return archive.read(ArchiveDataset.TRADES, DAYS, Selection.ALL);
  }

  private List<String> trades(String symbol) {
    return trades()
        .where("symbol = '" + symbol + "'")
        .orderBy("ts", "sequence")
        .selectExpr("concat_ws(' ', ts, side, price, amount, sequence)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private DayFiles dayFiles() {
    return archive.day(ArchiveDataset.TRADES, "hyperliquid", "linear_perp", DAY).files();
  }

  @Test
  void importingTheSameFilesAgainChangesNothing() throws IOException {
    tardis("BTC", trades("BTC", 0, 30, 60000));
    tardis("ETH", trades("ETH", 0, 5, 3000));
    IngestResult first = ingest("tardis");
    assertThat(first.rowsAccepted()).isEqualTo(35);
    SortedMap<String, String> print =
        archive.fingerprint(ArchiveDataset.TRADES, DAYS, Selection.ALL);
    IngestResult second = ingest("tardis");
    assertThat(second.count(Status.UNCHANGED)).isEqualTo(2);
    assertThat(archive.fingerprint(ArchiveDataset.TRADES, DAYS, Selection.ALL)).isEqualTo(print);
    assertThat(lake.read(LakeTables.SOURCE_FILES).count()).isEqualTo(2);
  }

  @Test
  void aLargeSymbolHasAFileOfItsOwnAndTheOthersShareOne() throws IOException {
    tardis("BTC", trades("BTC", 0, 30, 60000));
    tardis("ETH", trades("ETH", 0, 5, 3000));
    tardis("SOL", trades("SOL", 0, 5, 100));
    ingest("tardis");
    assertThat(dayFiles().files())
        .extracting(file -> String.join("+", file.symbols()) + " " + file.rows())
        .containsExactlyInAnyOrder("BTC 30", "ETH+SOL 10");
    Selection eth = new Selection(null, new java.util.TreeSet<>(List.of("ETH")));
    String shared =
        dayFiles().files().stream()
            .filter(file -> file.symbols().contains("ETH"))
            .map(DataFile::sha256)
            .collect(java.util.stream.Collectors.joining());
    assertThat(archive.fingerprint(ArchiveDataset.TRADES, DAYS, eth).values())
        .containsExactly(shared);
  }

  @Test
  void aCorrectedFileReplacesItsDayAndLeavesTheOthers() throws IOException {
    tardis("BTC", trades("BTC", 0, 30, 60000));
    tardis("ETH", trades("ETH", 0, 5, 3000));
    ingest("tardis");
    List<String> eth = trades("ETH");
    tardis("BTC", trades("BTC", 0, 25, 70000));
    IngestResult second = ingest("tardis");
    assertThat(second.count(Status.UNCHANGED)).isEqualTo(1);
    assertThat(trades("BTC")).hasSize(25).allMatch(row -> row.contains(" 700"));
    assertThat(trades("ETH")).isEqualTo(eth);
    assertThat(lake.read(LakeTables.SOURCE_FILES).where("status = 'superseded'").count())
        .isEqualTo(1);
    assertThat(lake.read(LakeTables.COVERAGE).where("symbol = 'BTC'").collectAsList())
        .singleElement()
        .extracting(row -> row.<Long>getAs("row_count"))
        .isEqualTo(25L);
    assertThat(dayFiles().sources()).hasSize(2);
  }

  @Test
  void oneImportOfTwoFilesEqualsTwoImportsOfOne() throws IOException {
    tardis("ETH", trades("ETH", 0, 5, 3000));
    ingest("tardis");
    tardis("SOL", trades("SOL", 0, 7, 100));
    ingest("tardis");
    assertThat(trades("ETH")).hasSize(5);
    assertThat(trades("SOL")).hasSize(7);
    assertThat(dayFiles().files()).hasSize(1);
  }

  @Test
  void tradesOutOfOrderAreSortedAndIdsThatRepeatAreDropped() throws IOException {
    String lines =
        "3,60003,1,60003,"
            + (T0 / 1000 + 3)
            + ",true\n"
            + "1,60001,1,60001,"
            + (T0 / 1000 + 1)
            + ",true\n"
            + "2,60002,1,60002,"
            + (T0 / 1000 + 2)
            + ",false\n"
            + "2,60002,1,60002,"
            + (T0 / 1000 + 2)
            + ",false\n";
    write(files, "um/trades/BTCUSDT-trades-2026-06-12.csv", lines);
    IngestResult result = ingest("binance");
    assertThat(result.files().get(0).rowsAccepted()).isEqualTo(3);
    assertThat(result.files().get(0).rowsDuplicate()).isEqualTo(1);
    ArchiveDay day = archive.day(ArchiveDataset.TRADES, "binance", "linear_perp", DAY);
    String file = day.path(day.files().files().get(0)).toString();
    assertThat(spark.read().parquet(file).select("trade_id").collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void aTextIdThatRepeatsInALargeFileIsDropped() throws IOException {
    String text = trades("BTC", 0, 30, 60000).replace(",,buy,", ",uid-7,buy,");
    String last = text.substring(text.lastIndexOf("hyperliquid,"));
    tardis("BTC", text + last);
    IngestResult result = ingest("tardis");
    assertThat(result.files().get(0).rowsAccepted()).isEqualTo(30);
    assertThat(result.files().get(0).rowsDuplicate()).isEqualTo(1);
    assertThat(trades("BTC")).hasSize(30);
  }

  @Test
  void aSmallFileThatIsAloneInItsDayIsKeptAsItIs() throws IOException {
    tardis("ETH", trades("ETH", 0, 5, 3000));
    ingest("tardis");
    assertThat(dayFiles().files())
        .singleElement()
        .satisfies(file -> assertThat(file.name()).startsWith("ETH-"));
    assertThat(trades("ETH")).hasSize(5);
  }

  @Test
  void copiesOfALiquidationAreCountedAndNeverDivided() throws IOException {
    String header =
        "time,side,order_type,time_in_force,original_quantity,price,average_price,order_status,"
            + "last_fill_quantity,accumulated_fill_quantity\n";
    String row = (T0 / 1000) + ",SELL,LIMIT,IOC,0.5,59000,60000,FILLED,0.1,0.4\n";
    String other = (T0 / 1000 + 1) + ",BUY,LIMIT,IOC,0.5,61000,60000,FILLED,0.1,0.5\n";
    write(files, "BTCUSDT-liquidationSnapshot-2026-06-12.csv", header + row + row + other);
    IngestResult result = ingest("binance");
    assertThat(result.files().get(0).rowsDuplicate()).isEqualTo(1);
    assertThat(
            archive
                .read(ArchiveDataset.LIQUIDATIONS, DAYS, Selection.ALL)
                .orderBy("ts")
                .select("liquidated_side", "notional_usd", "copies")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactly("[long,24000.0,2]", "[short,30000.0,1]");
  }

  @Test
  void aRefusedFileEndsTheRunButTheOthersAreIn() throws IOException {
    tardis("BTC", trades("BTC", 0, 30, 60000));
    tardis("ETH", trades("ETH", 0, 3, 3000).replace("0.5", "x"));
    assertThatThrownBy(() -> ingest("tardis").requireNoneRefused())
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.INPUT))
        .hasMessageContaining("_ETH.csv.gz")
        .hasMessageContaining("line 2: amount 'x'")
        .hasMessageContaining("The other 1 files are in the archive");
    assertThat(trades("BTC")).hasSize(30);
    assertThat(lake.read(LakeTables.SOURCE_FILES).where("status = 'refused'").count()).isEqualTo(1);
  }

  @Test
  void accountsAndQuarantineAreInTheLake() throws IOException {
    tardis("ETH", trades("ETH", 0, 19, 3000) + "hyperliquid,ETH,x,,,buy,1,1\n");
    ingest("tardis");
    Row source = lake.read(LakeTables.SOURCE_FILES).collectAsList().get(0);
    assertThat(source.<Long>getAs("rows_read")).isEqualTo(20L);
    assertThat(source.<Long>getAs("rows_accepted")).isEqualTo(19L);
    assertThat(source.<String>getAs("status")).isEqualTo("partial");
    Row bad = lake.read(LakeTables.QUARANTINE).collectAsList().get(0);
    assertThat(bad.<Long>getAs("line")).isEqualTo(21L);
    assertThat(bad.<String>getAs("raw")).isEqualTo("hyperliquid,ETH,x,,,buy,1,1");
    assertThat(
            lake.read(LakeTables.RECONCILIATION)
                .selectExpr(
                    "sum(rows_in)", "sum(rows_accepted + rows_quarantined + rows_duplicate)")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactly("[20,20]");
  }

  @Test
  void aDayWithoutRowsBetweenOthersIsMissingUntilItComes() throws IOException {
    trade(0);
    trade(2);
    ingest("binance");
    assertThat(coverage())
        .containsExactly("2026-06-12 partial 1", "2026-06-13 missing 0", "2026-06-14 partial 1");
    trade(4);
    ingest("binance");
    assertThat(coverage()).hasSize(5).contains("2026-06-13 missing 0", "2026-06-15 missing 0");
    trade(1);
    ingest("binance");
    assertThat(coverage()).hasSize(5).contains("2026-06-13 partial 1", "2026-06-15 missing 0");
    Row missing = lake.read(LakeTables.COVERAGE).where("status = 'missing'").first();
    for (String column : List.of("first_ts", "last_ts", "max_gap_minutes", "slots_missing")) {
      assertThat(missing.isNullAt(missing.fieldIndex(column))).as(column).isTrue();
    }
  }

  /** Funding says its cadence in minutes, other series in seconds. */
  @Test
  void aDayOfFundingEveryEightHoursIsComplete() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      text.append("%d,8,0.0001%n".formatted(T0 / 1000 + i * 8 * 3_600_000L));
    }
    write(files, "um/fundingRate/BTCUSDT-fundingRate-2026-06.csv", text.toString());
    ingest("binance");
    assertThat(coverage()).containsExactly("2026-06-12 complete 3");
  }

  @Test
  void aDayWhoseRowsACorrectionTookAwayIsMissing() throws IOException {
    month(0, 1);
    ingest("binance");
    month(0);
    ingest("binance", true);
    assertThat(coverage()).containsExactly("2026-06-12 partial 2", "2026-06-13 missing 0");
  }

  /** Two trades on each of these days after the first, in the file of the month. */
  private void month(int... days) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int day : days) {
      for (int i = 0; i < 2; i++) {
        long ts = T0 / 1000 + day * 86_400_000L + i;
        text.append("%d,60000,1,60000,%d,true%n".formatted(7 + 2 * day + i, ts));
      }
    }
    write(files, "um/trades/BTCUSDT-trades-2026-06.csv", text.toString());
  }

  /** One trade so many days after the first, in the file of its day. */
  private void trade(int day) throws IOException {
    String line = "%d,60000,1,60000,%d,true%n".formatted(7 + day, T0 / 1000 + day * 86_400_000L);
    write(files, "um/trades/BTCUSDT-trades-%s.csv".formatted(DAY.plusDays(day)), line);
  }

  private List<String> coverage() {
    return lake
        .read(LakeTables.COVERAGE)
        .orderBy("day")
        .selectExpr("concat_ws(' ', day, status, row_count)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private static final LocalDate MOVED = LocalDate.of(2026, 6, 25);
  private static final DateTimeFormatter LABEL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  /** Price at the start of a bar, counted from two days before the labels moved. */
  private static double priceAt(int bar) {
    return 60_000 + 300 * Math.sin(bar);
  }

  /** A file of metrics: what it says of the instants of a day, labels at the end or the start. */
  private void metrics(LocalDate day, boolean labelsAreStarts) throws IOException {
    StringBuilder text =
        new StringBuilder(
            "create_time,symbol,sum_open_interest,sum_open_interest_value,count_long_short_ratio\n");
    for (int i = 1; i <= 288; i++) {
      int bar = (int) (day.toEpochDay() - MOVED.minusDays(2).toEpochDay()) * 288 + i;
      text.append(day.atStartOfDay().plusMinutes(5L * (labelsAreStarts ? i - 1 : i)).format(LABEL))
          .append(",BTCUSDT,%1$d,%2$s,%1$d%n".formatted(1000 + bar, (1000 + bar) * priceAt(bar)));
    }
    write(files, "BTCUSDT-metrics-" + day + ".csv", text.toString());
  }

  private void barsAroundTheMove() throws IOException {
    StringBuilder bars = new StringBuilder("timestamp,open,high,low,close,volume\n");
    for (int bar = 0; bar < 5 * 288; bar++) {
      bars.append(UtcDays.startMicros(MOVED.minusDays(2)) / 1000 + bar * 300_000L);
      bars.append(String.format(",%s,99999,1,60000,1%n", priceAt(bar)));
    }
    write(files, "binance_linear_perp_BTCUSDT_5m.csv", bars.toString());
    ingest("ccxt");
  }

  /**
   * Minutes by which the snapshots of four days are later than they were taken, and their flags:
   * the same of open interest and of ratios.
   */
  private List<String> lateness() {
    List<String> ofInterest = lateness(ArchiveDataset.OPEN_INTEREST, "open_interest_base");
    assertThat(lateness(ArchiveDataset.LONG_SHORT, "account_ratio")).isEqualTo(ofInterest);
    return ofInterest;
  }

  private List<String> lateness(ArchiveDataset dataset, String value) {
    return archive
        .read(dataset, new UtcDays(MOVED.minusDays(2), MOVED.plusDays(2)), Selection.ALL)
        .selectExpr(
            "(unix_micros(ts) - %d) div 60000000 - 5 * (int(%s) - 1000) as late"
                .formatted(UtcDays.startMicros(MOVED.minusDays(2)), value),
            "ts_label",
            "quality & %d > 0 as unverified".formatted(QualityFlag.LABEL_UNVERIFIED.mask()))
        .groupBy("late", "ts_label", "unverified")
        .count()
        .orderBy("late", "ts_label")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .toList();
  }

  @Test
  void whenTheLabelsOfOpenInterestMovedNoSnapshotWasLostOrKnownBeforeItWasTaken()
      throws IOException {
    barsAroundTheMove();
    // The newer files first: 00:00 of 2026-06-25 stands in two files and means two instants.
    metrics(MOVED, true);
    metrics(MOVED.plusDays(1), true);
    ingest("binance");
    metrics(MOVED.minusDays(2), false);
    metrics(MOVED.minusDays(1), false);
    ingest("binance");
    assertThat(lateness()).containsExactly("[0,instant,false,576]", "[0,period_start,false,576]");
  }

  @Test
  void withoutBarsTheDayOfTheFileSaysWhatItsLabelsMean() throws IOException {
    metrics(MOVED.minusDays(2), false);
    metrics(MOVED.minusDays(1), false);
    metrics(MOVED, true);
    metrics(MOVED.plusDays(1), true);
    ingest("binance");
    assertThat(lateness()).containsExactly("[0,instant,true,576]", "[0,period_start,true,576]");
  }

  @Test
  void labelsOfOpenInterestAreProvedByBars() throws IOException {
    StringBuilder bars = new StringBuilder("timestamp,open,high,low,close,volume\n");
    StringBuilder metrics =
        new StringBuilder("create_time,symbol,sum_open_interest,sum_open_interest_value\n");
    for (int i = 0; i < 288; i++) {
      double open = 60000 + 300 * Math.sin(i);
      bars.append(T0 / 1000 + i * 300_000L);
      bars.append(String.format(",%s,99999,1,60000,1%n", open));
      if (i > 0) {
        metrics.append(
            String.format(
                "2026-06-12 %02d:%02d:00,BTCUSDT,100,%s%n",
                (i - 1) / 12, (i - 1) % 12 * 5, 100 * open));
      }
    }
    write(files, "binance_linear_perp_BTCUSDT_5m.csv", bars.toString());
    ingest("ccxt");
    write(files, "BTCUSDT-metrics-2026-06-12.csv", metrics.toString());
    ingest("binance");
    Row first =
        archive
            .read(ArchiveDataset.OPEN_INTEREST, DAYS, Selection.ALL)
            .orderBy("ts")
            .selectExpr("string(ts)", "ts_label", "string(ts_raw)")
            .first();
    assertThat(first.toString())
        .isEqualTo("[2026-06-12 00:05:00,period_start,2026-06-12 00:00:00]");
  }
}
