package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.NOW;
import static io.treadmill.jobs.ingest.VendorFiles.gzip;
import static io.treadmill.jobs.ingest.VendorFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import io.treadmill.conf.Settings;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.contract.Session;
import io.treadmill.jobs.ingest.IngestResult.Status;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.Lake;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where two files speak of the same, a rule decides which stands, not the order of imports. */
class PrecedenceTest {
  private static final LocalDate DAY = LocalDate.of(2026, 6, 12);
  private static final UtcDays DAYS = new UtcDays(DAY.minusDays(20), DAY.plusDays(5));
  private static final long T0 = UtcDays.startMicros(DAY) / 1_000;
  private static final long DAY_MILLIS = 86_400_000L;

  @TempDir Path folder;
  private Session session;
  private boolean replace;
  private int worlds;
  private int run;
  private Lake lake;
  private Archive archive;
  private Settings settings;

  @BeforeEach
  void fresh() {
    Path world = folder.resolve("world-" + worlds++);
    var spark = SparkForTests.withLake(world.resolve("lake"));
    session = Session.of(spark);
    String uri = world.resolve("archive").toString();
    Map<String, String> values = Map.of("archive.uri", uri, "ingest.own-file-rows", "20");
    settings = SparkForTests.settings(world.resolve("lake"), values);
    lake = IcebergLake.open(spark, "r");
    archive = Archive.open(spark, settings.archive());
  }

  /** A file to import. */
  private record Download(
      String vendor, String name, byte[] bytes, Instant written, LocalDate published) {
    Download(String vendor, String name, byte[] bytes, Instant written) {
      this(vendor, name, bytes, written, null);
    }

    Download published(LocalDate day) {
      return new Download(vendor, name, bytes, written, day);
    }

    /** Returns the same file as it is, or as gz, zst or zip; what is a zip stays one. */
    Download packed(int how) throws IOException {
      String ending = List.of("", ".gz", ".zst", ".zip").get(name.endsWith(".zip") ? 0 : how);
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (OutputStream out =
          switch (ending) {
            case ".gz" -> new GZIPOutputStream(packed);
            case ".zst" -> new ZstdOutputStream(packed);
            case ".zip" -> {
              ZipOutputStream zip = new ZipOutputStream(packed);
              zip.putNextEntry(new ZipEntry(name.substring(name.lastIndexOf('/') + 1)));
              yield zip;
            }
            default -> packed;
          }) {
        out.write(bytes);
      }
      return new Download(vendor, name + ending, packed.toByteArray(), written, published);
    }
  }

  private IngestResult ingest(LocalDate asPublished, Download... downloads) throws IOException {
    Path place = folder.resolve("import-" + run);
    List<IngestRequest> requests = new ArrayList<>();
    for (Download download : downloads) {
      Path file =
          VendorFiles.write(
              place.resolve("%d/%s".formatted(requests.size(), download.vendor())),
              download.name(),
              download.bytes());
      Files.setLastModifiedTime(file, FileTime.from(download.written()));
      requests.add(
          new IngestRequest(
              download.vendor(),
              List.of(file.toString()),
              null,
              null,
              null,
              null,
              null,
              null,
              false,
              replace,
              download.published() == null ? asPublished : download.published()));
    }
    Clock clock = Clock.fixed(NOW.plusSeconds(++run), ZoneOffset.UTC);
    return new Ingest("run" + run, requests, session, archive, lake, settings, clock, line -> {})
        .run();
  }

  private IngestResult ingest(Download... downloads) throws IOException {
    return ingest(null, downloads);
  }

  private static Download binance(String name, String text, Instant written) {
    return new Download("binance", name, text.getBytes(StandardCharsets.UTF_8), written);
  }

  private List<String> rows(ArchiveDataset dataset, String... columns) {
    return archive
        .read(dataset, DAYS, Selection.ALL)
        .selectExpr("concat_ws(' ', %s)".formatted(String.join(", ", columns)))
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  private static String funding(double rate) {
    return "%d,8,%s%n".formatted(T0, rate);
  }

  @Test
  void equalBytesOfTwoSymbolsAreTwoSources() throws IOException {
    Instant then = NOW.minusSeconds(1);
    ingest(
        binance("um/fundingRate/AAAUSDT-fundingRate-2026-06.csv", funding(0.0001), then),
        binance("um/fundingRate/CCCUSDT-fundingRate-2026-06.csv", funding(0.0003), then));
    ingest(binance("um/fundingRate/BBBUSDT-fundingRate-2026-06.csv", funding(0.0001), then));
    assertThat(rows(ArchiveDataset.FUNDING, "symbol", "rate"))
        .containsExactly("AAAUSDT 1.0E-4", "BBBUSDT 1.0E-4", "CCCUSDT 3.0E-4");
  }

  private static String bars(int day, int count, double volume) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      long ts = T0 + day * DAY_MILLIS + i * 3_600_000L;
      text.append(
          "%d,10,12,9,11,%s,%d,%s,3,2,20,0%n".formatted(ts, volume, ts + 3_599_999, 11 * volume));
    }
    return text.toString();
  }

  private static Download daily() throws IOException {
    String text = bars(0, 24, 5000);
    return new Download(
        "binance",
        "um/daily/klines/BTCUSDT-1h-2026-06-12.zip",
        zip("BTCUSDT-1h-2026-06-12.csv", text),
        NOW.minusSeconds(900));
  }

  private static Download monthly() {
    String text = bars(-1, 24, 4000) + bars(0, 24, 7);
    return binance("um/monthly/klines/BTCUSDT-1h-2026-06.csv", text, NOW.minusSeconds(60));
  }

  @Test
  void aDailyFileStandsOverAMonthlyOneInAnyOrderAndItIsTold() throws IOException {
    ingest(daily());
    IngestResult second = ingest(monthly());
    List<String> one = rows(ArchiveDataset.KLINES, "ts", "base_volume", "quote_volume");
    assertThat(one).hasSize(48);
    assertThat(one.subList(24, 48)).allMatch(row -> row.endsWith("5000.0 55000.0"));
    assertThat(second.notes())
        .singleElement()
        .asString()
        .contains(
            "24 rows of klines differ", "at most by 99.9 %", "those of BTCUSDT-1h-2026-06-12");
    assertThat(
            lake.read(LakeTables.REVISIONS)
                .where("`column` = 'base_volume'")
                .selectExpr("concat_ws(' ', min(old_value), max(new_value), count(*))")
                .first()
                .getString(0))
        .isEqualTo("7.0 5000.0 24");
    fresh();
    ingest(monthly());
    ingest(daily());
    assertThat(rows(ArchiveDataset.KLINES, "ts", "base_volume", "quote_volume")).isEqualTo(one);
    fresh();
    ingest(monthly(), daily());
    assertThat(rows(ArchiveDataset.KLINES, "ts", "base_volume", "quote_volume")).isEqualTo(one);
  }

  @Test
  void filesOfDifferentDaysThatShareANameAreNotEditionsOfOneFile() throws IOException {
    for (int day = 0; day < 2; day++) {
      long ts = 1_000 * (T0 + day * DAY_MILLIS);
      String text =
          VendorFiles.TARDIS_HEADER + "hyperliquid,BTC,%d,%d,,buy,60000,1%n".formatted(ts, ts);
      String name =
          "hyperliquid/trades/%s/BTC.csv.gz"
              .formatted(DAY.plusDays(day).toString().replace('-', '/'));
      ingest(new Download("tardis", name, gzip(text), NOW.minusSeconds(9 - day)));
    }
    assertThat(rows(ArchiveDataset.TRADES, "day", "price"))
        .containsExactly("2026-06-12 60000.0", "2026-06-13 60000.0");
  }

  private static Download totals(String name, int from, int count, double usd) {
    StringBuilder text = new StringBuilder("{\"code\":\"0\",\"data\":[");
    for (int i = from; i < from + count; i++) {
      text.append(i == from ? "" : ",")
          .append(
              "{\"time\":%d,\"aggregated_long_liquidation_usd\":%s,"
                      .formatted(T0 + i * 3_600_000L, usd)
                  + "\"aggregated_short_liquidation_usd\":%s}".formatted(2 * usd));
    }
    return new Download(
        "coinglass",
        name,
        text.append("]}").toString().getBytes(StandardCharsets.UTF_8),
        NOW.minusSeconds(60));
  }

  @Test
  void ofAnAggregatorTheEditionThatReachesFurtherStands() throws IOException {
    Download earlier = totals("BTC-aggregated-1h-one.json", 0, 24, 1000);
    Download later = totals("BTC-aggregated-1h-two.json", 12, 24, 1500);
    ingest(later);
    IngestResult second = ingest(earlier);
    List<String> one = rows(ArchiveDataset.LIQUIDATION_BARS, "ts", "long_usd");
    assertThat(one).hasSize(36);
    assertThat(one.subList(0, 12)).allMatch(row -> row.endsWith(" 1000.0"));
    assertThat(one.subList(12, 36)).allMatch(row -> row.endsWith(" 1500.0"));
    assertThat(second.notes())
        .anyMatch(note -> note.contains("12 rows of liquidation_bars differ"));
    fresh();
    ingest(earlier);
    ingest(later);
    assertThat(rows(ArchiveDataset.LIQUIDATION_BARS, "ts", "long_usd")).isEqualTo(one);
  }

  /**
   * The later edition begins earlier too: what counts is how far it reaches, not where it starts.
   */
  @Test
  void aLongerHistoryThatReachesFurtherStands() throws IOException {
    ingest(totals("BTC-aggregated-1h-long.json", 0, 36, 1500));
    ingest(totals("BTC-aggregated-1h-short.json", 12, 12, 1000));
    assertThat(rows(ArchiveDataset.LIQUIDATION_BARS, "ts", "long_usd"))
        .hasSize(36)
        .allMatch(row -> row.endsWith(" 1500.0"));
    assertThat(
            lake.read(LakeTables.SOURCE_FILES).select("published_ts").collectAsList().stream()
                .map(row -> row.getTimestamp(0).toInstant()))
        .containsExactlyInAnyOrder(
            Instant.parse("2026-06-13T11:00:00Z"), Instant.parse("2026-06-12T23:00:00Z"));
  }

  @Test
  void theUserSaysWhichEditionWasPublishedWhen() throws IOException {
    Download long1 = totals("BTC-aggregated-1h-one.json", 0, 24, 1000);
    Download short2 = totals("BTC-aggregated-1h-two.json", 0, 12, 1500);
    ingest(LocalDate.of(2026, 6, 30), short2);
    ingest(LocalDate.of(2026, 6, 14), long1);
    assertThat(rows(ArchiveDataset.LIQUIDATION_BARS, "ts", "long_usd").subList(0, 12))
        .allMatch(row -> row.endsWith(" 1500.0"));
    assertThat(
            lake.read(LakeTables.SOURCE_FILES).select("published_ts").collectAsList().stream()
                .map(row -> row.getTimestamp(0).toInstant()))
        .containsExactlyInAnyOrder(
            Instant.parse("2026-06-30T00:00:00Z"), Instant.parse("2026-06-14T00:00:00Z"));
  }

  @Test
  void rowsThatALaterEditionDoesNotHaveStayAndAreToldUnlessTheyAreReplaced() throws IOException {
    String name = "hyperliquid_linear_perp_BTC_1h.csv";
    String head = "timestamp,open,high,low,close,volume\n";
    StringBuilder first = new StringBuilder(head);
    StringBuilder second = new StringBuilder(head);
    for (int i = 0; i < 24; i++) {
      first.append("%d,10,12,9,11,1%n".formatted(T0 + i * 3_600_000L));
      if (i >= 12 && i != 15) {
        second.append("%d,10,12,9,11,2%n".formatted(T0 + i * 3_600_000L));
      }
    }
    Download one =
        new Download(
            "ccxt", name, first.toString().getBytes(StandardCharsets.UTF_8), NOW.minusSeconds(90));
    Download two =
        new Download(
            "ccxt", name, second.toString().getBytes(StandardCharsets.UTF_8), NOW.minusSeconds(50));
    ingest(one);
    assertThat(ingest(two).notes())
        .anyMatch(note -> note.startsWith("1 row of klines of " + name + " is not in its later"));
    List<String> rows = rows(ArchiveDataset.KLINES, "ts", "base_volume");
    assertThat(rows).hasSize(24);
    assertThat(rows.stream().filter(row -> row.endsWith(" 1.0"))).hasSize(13);
    assertThat(ingest(one).count(Status.UNCHANGED)).isEqualTo(1);
    assertThat(
            lake.read(LakeTables.REVISIONS)
                .where("new_value is null and `column` = 'base_volume'")
                .count())
        .isZero();
    fresh();
    ingest(two);
    ingest(one);
    assertThat(rows(ArchiveDataset.KLINES, "ts", "base_volume")).isEqualTo(rows);
    fresh();
    ingest(one);
    replace = true;
    ingest(two);
    assertThat(rows(ArchiveDataset.KLINES, "ts", "base_volume")).hasSize(23);
    assertThat(
            lake.read(LakeTables.REVISIONS)
                .where("new_value is null and `column` = 'base_volume' and old_value = 1")
                .count())
        .isEqualTo(1);
  }

  private static Download fills(String kind) {
    String line =
        kind.equals("trades")
            ? "7,60000,1,60000,%d,true%n8,60000,1,60000,%d,true%n".formatted(T0, T0 + 1)
            : "3,60000,2,7,8,%d,true%n".formatted(T0);
    return binance(
        "um/%s/BTCUSDT-%s-2026-06-12.csv".formatted(kind, kind), line, NOW.minusSeconds(5));
  }

  @Test
  void tradesStandOverAggregatedTradesOfTheirDay() throws IOException {
    IngestResult both = ingest(fills("aggTrades"), fills("trades"));
    assertThat(rows(ArchiveDataset.TRADES, "trade_id", "amount")).containsExactly("7 1.0", "8 1.0");
    assertThat(both.notes()).anyMatch(note -> note.contains("aggTrades of 1 symbol days"));
    assertThat(both.files()).allMatch(file -> file.status() == Status.ACCEPTED);
    fresh();
    ingest(fills("aggTrades"));
    assertThat(rows(ArchiveDataset.TRADES, "trade_id", "amount")).containsExactly("3 2.0");
    ingest(fills("trades"));
    assertThat(rows(ArchiveDataset.TRADES, "trade_id", "amount")).containsExactly("7 1.0", "8 1.0");
    fresh();
    ingest(fills("trades"));
    ingest(fills("aggTrades"));
    assertThat(rows(ArchiveDataset.TRADES, "trade_id", "amount")).containsExactly("7 1.0", "8 1.0");
  }

  /** Ids of trades and of aggTrades are two counts: one number at one instant says nothing. */
  @Test
  void aggregatedTradesAreNotHeldAgainstTradesOfTheSameNumber() throws IOException {
    String line = "%d,60000,%d,%d,%s%d,true%n";
    IngestResult both =
        ingest(
            binance(
                "um/trades/BTCUSDT-trades-2026-06-12.csv",
                line.formatted(7, 1, 60000, "", T0),
                NOW.minusSeconds(5)),
            binance(
                "um/aggTrades/BTCUSDT-aggTrades-2026-06-12.csv",
                line.formatted(7, 2, 7, "8,", T0),
                NOW.minusSeconds(5)));
    assertThat(rows(ArchiveDataset.TRADES, "trade_id", "amount", "quality"))
        .containsExactly("7 1.0 0");
    assertThat(both.notes()).noneMatch(note -> note.contains("differ"));
    assertThat(lake.read(LakeTables.REVISIONS).count()).isZero();
  }

  /** Binance, a recorder of it, bars of ccxt and five editions of totals of one market. */
  private static List<Download> market() throws IOException {
    List<Download> all = new ArrayList<>(List.of(daily(), monthly(), fills("trades")));
    all.add(fills("aggTrades"));
    all.add(
        binance(
            "um/daily/klines/BTCUSDT-1h-2026-06-12.csv", bars(0, 20, 5001), NOW.minusSeconds(800)));
    all.add(totals("BTC-aggregated-1h-one.json", 0, 24, 1000));
    all.add(totals("BTC-aggregated-1h-two.json", 12, 24, 1500));
    all.add(totals("BTC-aggregated-1h-three.json", 6, 20, 1200));
    all.add(totals("BTC-aggregated-1h-three.json", 6, 21, 1300));
    all.add(totals("BTC-aggregated-1h-four.json", 0, 1, 1700).published(LocalDate.of(2026, 6, 30)));
    String recorded = "binance-futures,BTCUSDT,%d,%d,%d,sell,%d,1%n";
    long micros = 1_000 * T0;
    all.add(
        new Download(
            "tardis",
            "binance-futures_trades_2026-06-12_BTCUSDT.csv",
            (VendorFiles.TARDIS_HEADER
                    + recorded.formatted(micros, micros, 7, 60001)
                    + recorded.formatted(micros + 9_000, micros + 9_000, 9, 60002))
                .getBytes(StandardCharsets.UTF_8),
            NOW.minusSeconds(1)));
    all.add(
        new Download(
            "ccxt",
            "binance_linear_perp_BTCUSDT_1h.csv",
            "timestamp,open,high,low,close,volume\n%d,10,12,9,11,9%n%d,1,2,1,1,9%n"
                .formatted(T0, T0 + 4 * DAY_MILLIS)
                .getBytes(StandardCharsets.UTF_8),
            NOW.minusSeconds(1)));
    return all;
  }

  /** What stands, by the rules of the documentation and by hand. */
  private static List<String> right() {
    List<String> rows = new ArrayList<>(List.of("7 60000.0", "8 60000.0", "9 60002.0"));
    for (int hour = 0; hour < 36; hour++) {
      rows.add(hour + " " + (hour == 0 ? 1700 : hour < 6 ? 1000 : hour < 12 ? 1300 : 1500) + ".0");
    }
    for (int hour = -24; hour < 24; hour++) {
      rows.add(hour + " " + (hour < 0 ? 4000 : hour < 20 ? 5001 : 5000) + ".0");
    }
    rows.add("96 9.0");
    return rows;
  }

  private List<String> found() {
    String hour = "(unix_millis(ts) - %dL) div 3600000".formatted(T0);
    List<String> rows = new ArrayList<>(rows(ArchiveDataset.TRADES, "trade_id", "price"));
    rows.addAll(rows(ArchiveDataset.LIQUIDATION_BARS, hour, "long_usd"));
    rows.addAll(rows(ArchiveDataset.KLINES, hour, "base_volume"));
    return rows;
  }

  @Test
  void theArchiveDoesNotDependOnOrderAndPacking() throws IOException {
    importInAnyOrder(1);
  }

  @Test
  @Tag("sweep")
  void norDoesItInManyOrders() throws IOException {
    importInAnyOrder(20);
  }

  private void importInAnyOrder(int trials) throws IOException {
    List<Download> all = market();
    Random random = new Random(5);
    for (int trial = 0; trial < trials; trial++) {
      fresh();
      Collections.shuffle(all, random);
      int at = 0;
      while (at < all.size()) {
        int next = Math.min(all.size(), at + 1 + random.nextInt(6));
        List<Download> some = new ArrayList<>();
        for (Download one : all.subList(at, next)) {
          some.add(one.packed(random.nextInt(4)));
        }
        assertThat(ingest(some.toArray(Download[]::new)).files())
            .allMatch(file -> file.status() == Status.ACCEPTED);
        at = next;
      }
      assertThat(found()).as("trial %d", trial).containsExactlyInAnyOrderElementsOf(right());
      ingest(all.get(0));
      assertThat(found()).as("again").containsExactlyInAnyOrderElementsOf(right());
    }
  }

  /** The same files in two orders: the rows are equal to the last column, but for the import. */
  @Test
  void theSourceOfEachRowDoesNotDependOnTheOrderOfImports() throws IOException {
    List<Download> all = market();
    List<List<String>> found = new ArrayList<>();
    for (int trial = 0; trial < 2; trial++) {
      fresh();
      ingest(all.subList(0, 6).toArray(Download[]::new));
      ingest(all.subList(6, all.size()).toArray(Download[]::new));
      List<String> rows =
          new ArrayList<>(rows(ArchiveDataset.TRADES, "trade_id", "price", "source_id"));
      rows.addAll(rows(ArchiveDataset.LIQUIDATION_BARS, "ts", "long_usd", "source_id"));
      rows.addAll(rows(ArchiveDataset.KLINES, "ts", "close", "base_volume", "source_id"));
      found.add(rows);
      Collections.reverse(all);
    }
    assertThat(found.get(1)).isEqualTo(found.get(0));
  }
}
