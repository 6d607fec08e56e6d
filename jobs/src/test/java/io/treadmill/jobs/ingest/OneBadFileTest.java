package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.NOW;
import static io.treadmill.jobs.ingest.VendorFiles.TARDIS_HEADER;
import static io.treadmill.jobs.ingest.VendorFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.Settings;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.contract.Session;
import io.treadmill.jobs.ingest.IngestResult.FileResult;
import io.treadmill.jobs.ingest.IngestResult.Status;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.Lake;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be used is left out alone, counted and told; the rest is in the archive. */
class OneBadFileTest {
  private static final LocalDate DAY = LocalDate.of(2026, 6, 12);
  private static final UtcDays DAYS = new UtcDays(DAY.minusDays(1), DAY.plusDays(1));
  private static final long T0 = UtcDays.startMicros(DAY) / 1000;
  private static final String TRADES_HEADER = "id,price,qty,quote_qty,time,is_buyer_maker\n";
  private static final String AGGREGATED_HEADER =
      "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n";

  @TempDir Path folder;
  private Path files;
  private int run;

  @BeforeEach
  void open() {
    files = folder.resolve("files");
  }

  /** An archive and a lake of their own. */
  private final class Place {
    private final SparkSession spark;
    private final Settings settings;
    private final Lake lake;
    private final Archive archive;

    Place(String name) {
      Path root = folder.resolve(name);
      spark = SparkForTests.withLake(root.resolve("lake"));
      settings =
          SparkForTests.settings(
              root.resolve("lake"), Map.of("archive.uri", root.resolve("archive").toString()));
      lake = IcebergLake.open(spark, "r");
      archive = Archive.open(spark, settings.archive());
    }

    IngestResult ingest(String vendor, Path... paths) {
      return new Ingest(
              "run" + run++,
              List.of(
                  IngestRequest.of(
                      vendor, java.util.Arrays.stream(paths).map(Path::toString).toList())),
              Session.of(spark),
              archive,
              lake,
              settings,
              Clock.fixed(NOW.plusSeconds(run), ZoneOffset.UTC),
              line -> {})
          .run();
    }

    List<String> rows(ArchiveDataset dataset, String... columns) {
      return archive
          .read(dataset, DAYS, Selection.ALL)
          .selectExpr("concat_ws(' ', " + String.join(", ", columns) + ") as text")
          .orderBy("text")
          .collectAsList()
          .stream()
          .map(row -> row.getString(0))
          .toList();
    }

    List<String> table(io.treadmill.lake.LakeTable table, String... columns) {
      return lake
          .read(table)
          .selectExpr("concat_ws(' ', " + String.join(", ", columns) + ") as text")
          .orderBy("text")
          .collectAsList()
          .stream()
          .map((Row row) -> row.getString(0))
          .toList();
    }
  }

  private static String trades(int count) {
    return TRADES_HEADER
        + IntStream.range(0, count)
            .mapToObj(i -> "%d,10.%d,1,10,%d,true\n".formatted(i, i % 10, T0 + i * 1000L))
            .collect(Collectors.joining());
  }

  /** Each stands for two trades of {@link #trades}. */
  private static String aggregated(LocalDate from, int days, int count) {
    return AGGREGATED_HEADER
        + IntStream.range(0, days * count)
            .mapToObj(
                i ->
                    "%d,10,2,%d,%d,%d,true\n"
                        .formatted(
                            i,
                            2 * i,
                            2 * i + 1,
                            UtcDays.startMicros(from.plusDays(i / count)) / 1000
                                + (i % count) * 2000L))
            .collect(Collectors.joining());
  }

  private static String klines() {
    return "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
        + "taker_buy_quote_volume,ignore\n%d,10,12,9,11,5,%d,50,3,2,20,0\n"
            .formatted(T0, T0 + 59_999);
  }

  @Test
  void aFileWhoseKindOrProductIsNotKnownIsRefusedByNameAndTheOthersAreIn() throws IOException {
    write(files, "um/BTCUSDT-trades-2026-06-12.csv", trades(20));
    write(files, "um/BTCUSDT-1m-2026-06-12.csv", klines());
    write(files, "ETHUSDT-trades-2026-06-12.csv", trades(20));
    write(files, "um/readme.txt", "hello");
    write(files, "um/bookTicker/BTCUSDT-bookTicker-2026-06-12.csv", "x\n");
    Place place = new Place("a");
    IngestResult result = place.ingest("binance", files);
    assertThat(result.count(Status.ACCEPTED)).isEqualTo(1);
    assertThat(place.rows(ArchiveDataset.TRADES, "trade_id")).hasSize(20);
    assertThat(result.files())
        .filteredOn(file -> file.status() == Status.REFUSED)
        .extracting(FileResult::path)
        .anyMatch(path -> path.endsWith("um/BTCUSDT-1m-2026-06-12.csv"))
        .anyMatch(path -> path.endsWith("ETHUSDT-trades-2026-06-12.csv"))
        .hasSize(2);
    assertThat(place.table(LakeTables.SOURCE_FILES, "vendor", "status"))
        .containsExactlyInAnyOrder(
            "binance trades accepted", "binance unknown refused", "binance unknown refused");
    assertThat(place.lake.read(LakeTables.COVERAGE).count()).isEqualTo(1);
    assertThat(result.notes())
        .singleElement()
        .asString()
        .startsWith("2 files are of no kind that binance reads, left out: ");
    assertThatThrownBy(result::requireNoneRefused)
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.INPUT))
        .hasMessageContaining("klines, mark-price and index-price klines share one form of name")
        .hasMessageContaining("Cannot tell the product of")
        .hasMessageContaining("The other 1 files are in the archive");
    assertThat(place.ingest("binance", files).count(Status.UNCHANGED)).isEqualTo(1);
  }

  @Test
  void aNamedFileOfNoKindAnUnknownExchangeAndAnErrorAnswerHoldBackNoOther() throws IOException {
    String row = "hyperliquid,BTC,%d000,,,sell,63621.25,0.512\n".formatted(T0);
    Path good = write(files, "hyperliquid_trades_2026-06-12_BTC.csv", TARDIS_HEADER + row);
    Path quiet = write(files, "hyperliquid_trades_2026-06-12_SOL.csv", TARDIS_HEADER);
    Path error = write(files, "hyperliquid_trades_2026-06-12_ETH.csv", "{\"error\": \"no key\"}");
    Path exchange = write(files, "nowhere_trades_2026-06-12_BTC.csv", TARDIS_HEADER + row);
    Path other = write(files, "notes.csv", "x");
    Place place = new Place("a");
    IngestResult result = place.ingest("tardis", good, quiet, error, exchange, other);
    assertThat(result.count(Status.REFUSED)).isEqualTo(3);
    assertThat(result.count(Status.ACCEPTED)).isEqualTo(2);
    assertThat(place.rows(ArchiveDataset.TRADES, "symbol", "amount")).containsExactly("BTC 0.512");
    assertThat(place.ingest("tardis", good, quiet).count(Status.UNCHANGED)).isEqualTo(2);
  }

  @Test
  void rowsOfAFileThatIsRefusedInItsMiddleAreCountedAsSetAside() throws IOException {
    String good = "hyperliquid,BTC,%d000,,7,sell,63621.25,0.512\n".formatted(T0);
    String bad = "hyperliquid,BTC,%d000,,8,sell,6362l.25,0.512\n".formatted(T0 + 1);
    write(files, "hyperliquid_trades_2026-06-12_BTC.csv", TARDIS_HEADER + good + good + bad);
    write(files, "hyperliquid_trades_2026-06-13_BTC.csv", TARDIS_HEADER + good);
    Place place = new Place("a");
    IngestResult result = place.ingest("tardis", files);
    FileResult refused =
        result.files().stream().filter(file -> file.status() == Status.REFUSED).findFirst().get();
    assertThat(refused.reason()).contains("line 4", "6362l.25");
    assertThat(List.of(refused.rowsRead(), refused.rowsAccepted(), refused.rowsDuplicate()))
        .containsExactly(3L, 0L, 0L);
    assertThat(refused.rowsQuarantined()).isEqualTo(3);
    String[] counts = {"status", "rows_read", "rows_accepted", "rows_quarantined"};
    assertThat(place.table(LakeTables.SOURCE_FILES, counts)).contains("refused 3 0 3");
    assertThat(
            place
                .lake
                .read(LakeTables.SOURCE_FILES)
                .where("rows_read != rows_accepted + rows_quarantined + rows_duplicate")
                .count())
        .isZero();
  }

  @Test
  void tradesComeBeforeAggTradesInAnyOrderAndTheRestOfATreeIsImported() throws IOException {
    Path trades = write(files, "um/trades/BTCUSDT-trades-2026-06-12.csv", trades(20));
    String twoDays = aggregated(DAY.minusDays(1), 2, 10);
    Path aggregated = write(files, "um/aggTrades/BTCUSDT-aggTrades-2026-06.csv", twoDays);
    write(files, "um/klines/BTCUSDT-1m-2026-06-12.csv", klines());
    write(files, "um/premiumIndexKlines/BTCUSDT-1m-2026-06-12.csv", klines());
    Place together = new Place("together");
    IngestResult result = together.ingest("binance", files);
    result.requireNoneRefused();
    String[] columns = {"ts", "trade_id", "amount"};
    List<String> rows = together.rows(ArchiveDataset.TRADES, columns);
    assertThat(rows).hasSize(30);
    assertThat(rows.stream().filter(row -> row.startsWith("2026-06-11"))).hasSize(10);
    assertThat(rows.stream().filter(row -> row.startsWith("2026-06-12"))).hasSize(20);
    assertThat(together.rows(ArchiveDataset.KLINES, "close")).containsExactly("11.0");
    assertThat(result.notes())
        .anyMatch(note -> note.startsWith("1 file is of no kind"))
        .anyMatch(
            note ->
                note.startsWith(
                    "aggTrades of 1 symbol days are left out"
                        + " (binance/linear_perp/BTCUSDT/2026-06-12)"));
    assertThat(
            together.table(
                LakeTables.SOURCE_FILES, "vendor", "rows_read", "rows_accepted", "rows_duplicate"))
        .contains("binance aggTrades 20 10 10", "binance trades 20 20 0");
    for (List<Path> order : List.of(List.of(trades, aggregated), List.of(aggregated, trades))) {
      Place place = new Place("order" + order.indexOf(trades));
      for (Path path : order) {
        place.ingest("binance", path).requireNoneRefused();
      }
      assertThat(place.rows(ArchiveDataset.TRADES, columns)).isEqualTo(rows);
      place.ingest("binance", trades, aggregated).requireNoneRefused();
      assertThat(place.rows(ArchiveDataset.TRADES, columns)).isEqualTo(rows);
    }
  }

  /** 00:00 stands in two files: a line of each is a row of open interest and one of ratios. */
  @Test
  void aLineOfTwoDatasetsThatIsADuplicateIsCountedOnce() throws IOException {
    String header =
        "create_time,symbol,sum_open_interest,sum_open_interest_value,count_long_short_ratio\n";
    String midnight = "2026-06-12 00:00:00,BTCUSDT,7,420000,%s\n";
    write(
        files,
        "BTCUSDT-metrics-2026-06-11.csv",
        header + "2026-06-11 23:55:00,BTCUSDT,6,360000,\n" + midnight.formatted("2.5"));
    write(
        files,
        "BTCUSDT-metrics-2026-06-12.csv",
        header + midnight.formatted("2.5") + "2026-06-12 00:05:00,BTCUSDT,8,480000,1.5\n");
    Place place = new Place("a");
    place.ingest("binance", files).requireNoneRefused();
    assertThat(place.rows(ArchiveDataset.OPEN_INTEREST, "ts", "open_interest_base"))
        .containsExactly(
            "2026-06-11 23:55:00 6.0", "2026-06-12 00:00:00 7.0", "2026-06-12 00:05:00 8.0");
    assertThat(place.rows(ArchiveDataset.LONG_SHORT, "ts", "account_ratio"))
        .containsExactly("2026-06-12 00:00:00 2.5", "2026-06-12 00:05:00 1.5");
    assertThat(
            place.table(
                LakeTables.SOURCE_FILES,
                "dataset",
                "rows_read",
                "rows_accepted",
                "rows_quarantined",
                "rows_duplicate"))
        .containsExactly("long_short+open_interest 2 1 0 1", "long_short+open_interest 2 2 0 0");
  }

  @Test
  void tradesThatShareOneIdAndDifferAreAllKeptAndTold() throws IOException {
    String header = "exchange,symbol,timestamp,local_timestamp,id,side,price,amount\n";
    String rows =
        IntStream.range(0, 100)
            .mapToObj(i -> "hyperliquid,BTC,%d000,,7,sell,%d,0.5\n".formatted(T0, 100 + i))
            .collect(Collectors.joining());
    String copy = "hyperliquid,BTC,%d000,,8,sell,1,0.5\n".formatted(T0 + 1).repeat(2);
    write(files, "hyperliquid_trades_2026-06-12_BTC.csv", header + rows + copy);
    Place place = new Place("a");
    IngestResult result = place.ingest("tardis", files);
    assertThat(place.rows(ArchiveDataset.TRADES, "price")).hasSize(101).doesNotHaveDuplicates();
    assertThat(result.files().get(0).rowsDuplicate()).isEqualTo(1);
    assertThat(result.notes())
        .containsExactly(
            "99 rows of trades have the id of another row of their file with other values: all are"
                + " kept, flagged");
  }

  @Test
  void symbolsOfAnyScriptHaveFilesOfTheirOwn() throws IOException {
    List<String> symbols = List.of("币安人生USDT", "龙头币安USDT", "ДОГUSDT");
    for (String symbol : symbols) {
      String trades = trades(20 + symbols.indexOf(symbol));
      write(files, "um/trades/%s-trades-2026-06-12.csv".formatted(symbol), trades);
    }
    Place place = new Place("a");
    place.ingest("binance", files).requireNoneRefused();
    assertThat(
            place
                .archive
                .read(ArchiveDataset.TRADES, DAYS, Selection.ALL)
                .groupBy("symbol")
                .count()
                .collectAsList())
        .extracting(row -> row.getString(0) + " " + row.getLong(1))
        .containsExactlyInAnyOrder("币安人生USDT 20", "龙头币安USDT 21", "ДОГUSDT 22");
    try (var found = Files.walk(folder.resolve("a/archive"))) {
      assertThat(found.map(path -> path.getFileName().toString()))
          .allMatch(name -> name.matches("[A-Za-z0-9_.=-]+"));
    }
  }
}
