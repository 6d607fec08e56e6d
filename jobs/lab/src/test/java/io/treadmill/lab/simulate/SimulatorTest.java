package io.treadmill.lab.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.market.PriceGrid;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatorTest {
  private static final LocalDate FRIDAY = LocalDate.of(2026, 3, 6);
  private static final List<SimulatedSymbol> SYMBOLS =
      List.of(SimulatedSymbol.of("BTCUSDT", 0), SimulatedSymbol.of("ETHUSDT", 1));

  @TempDir static Path first;
  @TempDir static Path second;
  @TempDir static Path capped;

  @BeforeAll
  static void writeTwice() throws IOException {
    Simulator.write(request(World.base(), SYMBOLS, 3, first), line -> {});
    Simulator.write(request(World.base(), SYMBOLS, 3, second), line -> {});
    List<SimulatedSymbol> ether = List.of(SYMBOLS.get(1));
    Simulator.write(request(World.named("capped"), ether, 1, capped), line -> {});
  }

  private static Simulator.Request request(
      World world, List<SimulatedSymbol> symbols, int days, Path out) {
    return new Simulator.Request(world, symbols, FRIDAY, days, 1, 2, 4000, 12, out);
  }

  @Test
  void writesTheSameBytesFromTheSameSeed() throws IOException {
    Map<String, String> hashes = hashes(first);
    assertThat(hashes).hasSizeGreaterThan(40).isEqualTo(hashes(second));
  }

  @Test
  void aFullFeedHoldsEveryTrueForcedOrder() throws IOException {
    for (int i = 0; i < 3; i++) {
      LocalDate day = FRIDAY.plusDays(i);
      List<String> truth =
          rows(first.resolve("truth/liquidations-" + day + ".csv.gz")).stream()
              .map(row -> row.split(","))
              .filter(cells -> cells[1].equals("ETHUSDT"))
              .map(cells -> String.join(",", cells[0], taker(cells[2]), cells[3], cells[4]))
              .toList();
      List<String> feed =
          rows(first.resolve("tardis/bybit_liquidations_" + day + "_ETHUSDT.csv.gz")).stream()
              .map(row -> row.split(","))
              .map(cells -> String.join(",", cells[2], cells[5], cells[6], cells[7]))
              .toList();
      assertThat(feed).isNotEmpty().isEqualTo(truth);
    }
  }

  private static String taker(String side) {
    return side.equals("long") ? "sell" : "buy";
  }

  @Test
  void theTapeHoldsTheFullAmountOfEveryForcedOrderAtItsPrice() throws IOException {
    Map<String, BigDecimal> tape = new HashMap<>();
    for (String row : rows(first.resolve("tardis/bybit_trades_" + FRIDAY + "_ETHUSDT.csv.gz"))) {
      String[] cells = row.split(",");
      tape.merge(cells[2] + cells[5] + cells[6], new BigDecimal(cells[7]), BigDecimal::add);
    }
    Map<String, BigDecimal> forced = new HashMap<>();
    for (String row :
        rows(first.resolve("tardis/bybit_liquidations_" + FRIDAY + "_ETHUSDT.csv.gz"))) {
      String[] cells = row.split(",");
      forced.merge(cells[2] + cells[5] + cells[6], new BigDecimal(cells[7]), BigDecimal::add);
    }
    forced.forEach((key, amount) -> assertThat(tape.get(key)).isGreaterThanOrEqualTo(amount));
  }

  @Test
  void aThrottledFeedShowsOneOrderASecondAndEachIsTrue() throws IOException {
    Path snapshot =
        first.resolve(
            "binance/data/futures/um/daily/liquidationSnapshot/BTCUSDT/"
                + "BTCUSDT-liquidationSnapshot-"
                + FRIDAY
                + ".zip");
    List<String> seen = rows(snapshot);
    assertThat(seen.stream().map(row -> row.substring(0, 10)).distinct()).hasSameSizeAs(seen);
    List<String> truth =
        rows(first.resolve("truth/liquidations-" + FRIDAY + ".csv.gz")).stream()
            .map(row -> row.split(","))
            .filter(cells -> cells[1].equals("BTCUSDT"))
            .map(cells -> cells[0].substring(0, 13) + "," + cells[3] + "," + cells[4])
            .toList();
    assertThat(truth).hasSizeGreaterThan(seen.size());
    assertThat(truth)
        .containsAll(
            seen.stream()
                .map(row -> row.split(","))
                .map(cells -> cells[0] + "," + cells[6] + "," + cells[9])
                .toList());
    List<String> cappedRows =
        rows(capped.resolve("tardis/bybit_liquidations_" + FRIDAY + "_ETHUSDT.csv.gz"));
    assertThat(cappedRows.stream().map(row -> row.split(",")[2].substring(0, 10)).distinct())
        .hasSameSizeAs(cappedRows);
  }

  @Test
  void metricsRunFromFivePastToMidnightAndMultiplyOut() throws IOException {
    List<String> rows =
        rows(
            first.resolve(
                "binance/data/futures/um/daily/metrics/BTCUSDT/BTCUSDT-metrics-"
                    + FRIDAY
                    + ".zip"));
    assertThat(rows).hasSize(288);
    assertThat(rows.get(0)).startsWith("2026-03-06 00:05:00,BTCUSDT,");
    assertThat(rows.get(287)).startsWith("2026-03-07 00:00:00,BTCUSDT,");
    for (String row : rows) {
      String[] cells = row.split(",");
      double price = Double.parseDouble(cells[3]) / Double.parseDouble(cells[2]);
      assertThat(price * 10 - Math.rint(price * 10)).isBetween(-1e-5, 1e-5);
    }
  }

  @Test
  void theRegulatedFutureRestsOverTheWeekend() throws IOException {
    List<Instant> bars =
        rows(first.resolve("ohlcv/cme_regulated_future_BTC_5m_2026-03.csv")).stream()
            .map(row -> Instant.ofEpochMilli(Long.parseLong(row.split(",")[0])))
            .toList();
    assertThat(bars).contains(Instant.parse("2026-03-06T21:55:00Z"));
    // Chicago's clocks went forward in the night to Sunday: 17:00 there is 22:00 UTC.
    int reopen = bars.indexOf(Instant.parse("2026-03-08T22:00:00Z"));
    assertThat(bars.get(reopen - 1)).isEqualTo(Instant.parse("2026-03-06T21:55:00Z"));
  }

  @Test
  void theTrueBookLiesOnBothSidesOfThePrice() throws IOException {
    List<String> rows = rows(first.resolve("truth/positions-" + FRIDAY + ".csv.gz"));
    assertThat(rows.stream().map(row -> row.split(",")[0]).distinct()).hasSize(2);
    List<String[]> bitcoin =
        rows.stream().map(row -> row.split(",")).filter(c -> c[1].equals("BTCUSDT")).toList();
    int longs =
        bitcoin.stream().filter(c -> c[2].equals("long")).mapToInt(this::bucket).max().orElse(0);
    int shorts =
        bitcoin.stream().filter(c -> c[2].equals("short")).mapToInt(this::bucket).min().orElse(0);
    assertThat(longs).isLessThanOrEqualTo(shorts + 60);
    for (String[] cells : bitcoin) {
      double amount = Double.parseDouble(cells[5]);
      int bucket = bucket(cells);
      assertThat(Double.parseDouble(cells[4]))
          .isBetween(
              amount * PriceGrid.lowerEdge(bucket) - 1, amount * PriceGrid.upperEdge(bucket) + 1);
    }
  }

  private int bucket(String[] cells) {
    return Integer.parseInt(cells[3]);
  }

  @Test
  void everyZipHasAChecksumThatHolds() throws Exception {
    try (Stream<Path> files = Files.walk(first)) {
      for (Path zip : files.filter(path -> path.toString().endsWith(".zip")).toList()) {
        String hash =
            HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(zip)));
        assertThat(Files.readString(Path.of(zip + ".CHECKSUM")))
            .isEqualTo(hash + "  " + zip.getFileName() + "\n");
      }
    }
  }

  @Test
  void rejectsASymbolNamedTwice() {
    assertThatThrownBy(
            () ->
                Simulator.Request.of(
                    World.base(), List.of(SYMBOLS.get(0), SYMBOLS.get(0)), FRIDAY, 1, 1, first))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("each named once");
  }

  private static Map<String, String> hashes(Path root) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        hashes.put(
            root.relativize(file).toString(),
            HexFormat.of().formatHex(Files.readAllBytes(file)).hashCode() + " " + Files.size(file));
      }
    }
    return hashes;
  }

  /** Returns the rows of a CSV file, plain or packed, without the header. */
  private static List<String> rows(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path);
        InputStream unpacked = unpack(path, in);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(unpacked, StandardCharsets.US_ASCII))) {
      List<String> lines = reader.lines().toList();
      return lines.subList(1, lines.size());
    }
  }

  private static InputStream unpack(Path path, InputStream in) throws IOException {
    if (path.toString().endsWith(".gz")) {
      return new GZIPInputStream(in);
    }
    if (path.toString().endsWith(".zip")) {
      ZipInputStream zip = new ZipInputStream(in);
      zip.getNextEntry();
      return zip;
    }
    return in;
  }
}
