package io.treadmill.jobs.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.fetch.FaultyArchive.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two hundred files of a host that fails in every way, drawn with a seed. */
class FaultsTest {
  private static final int SYMBOLS = 20;
  private static final int DAYS = 10;
  private static final byte[] PAGE =
      "<html>Service unavailable</html>".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void twoHundredFilesEndCompleteAndRightOrInTheList(long seed) throws IOException {
    Random random = new Random(seed);
    Map<String, Outcome> expected = new TreeMap<>();
    try (FaultyArchive archive = new FaultyArchive()) {
      List<String> symbols = new ArrayList<>();
      for (int s = 0; s < SYMBOLS; s++) {
        symbols.add("COIN" + s + "USDT");
        for (int d = 0; d < DAYS; d++) {
          // The tenth day is 2026-11-19: it ended twelve hours ago and need not be there.
          String path = path(symbols.get(s), LocalDate.parse("2026-11-10").plusDays(d));
          expected.put(path, prepare(archive, path, random, d == DAYS - 1));
        }
      }
      Fetching fetching = new Fetching(folder, "binance", archive).with("parallel", "8");

      FetchResult result = fetch(fetching, symbols);

      List<String> different =
          result.files().stream()
              .filter(file -> file.outcome() != expected.get(file.file().target()))
              .map(file -> "%s: %s".formatted(expected.get(file.file().target()), file))
              .toList();
      assertThat(different).isEmpty();
      assertThat(result.files()).hasSize(SYMBOLS * DAYS);
      assertThat(expected)
          .hasSize(SYMBOLS * DAYS)
          .containsValues(Outcome.FETCHED, Outcome.GONE, Outcome.REFUSED, Outcome.FAILED);
      assertWhole(archive, expected);
      assertThat(result.files().stream().filter(file -> file.reason() == null).count())
          .isEqualTo(result.here().size());

      int before = archive.requests().size();
      FetchResult again = fetch(fetching, symbols);
      List<String> kept =
          again.with(Outcome.PRESENT).stream().map(file -> file.file().target()).toList();
      assertThat(kept).hasSize(result.here().size());
      assertThat(archive.requests().subList(before, archive.requests().size()))
          .extracting(request -> request.path().replace(".CHECKSUM", ""))
          .doesNotContainAnyElementsOf(kept);
      assertThatThrownBy(again::check)
          .isInstanceOfSatisfying(
              UserError.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INPUT));
    }
  }

  private static String path(String symbol, LocalDate day) {
    return "data/futures/um/daily/metrics/%s/%s-metrics-%s.zip".formatted(symbol, symbol, day);
  }

  /** Puts a file there with what goes wrong, and returns what must become of it. */
  private static Outcome prepare(
      FaultyArchive archive, String path, Random random, boolean isRecent) {
    byte[] bytes = FaultyArchive.zip(random, 500 + random.nextInt(60_000));
    int kind = random.nextInt(100);
    if (kind < 4) {
      return isRecent ? Outcome.NOT_YET : Outcome.GONE;
    }
    archive.putWithChecksum(path, bytes);
    if (kind < 7) {
      archive.failAlways(path, FaultyArchive.status(random.nextBoolean() ? 403 : 451));
      return Outcome.REFUSED;
    }
    if (kind < 10) {
      archive.put(
          path + ".CHECKSUM", ("0".repeat(64) + "  x.zip").getBytes(StandardCharsets.UTF_8));
      return Outcome.FAILED;
    }
    if (kind < 13) {
      // Damaged at the vendor: the checksum is that of the damaged bytes.
      archive.putWithChecksum(path, FaultyArchive.damaged(bytes));
      return Outcome.FAILED;
    }
    if (kind < 15) {
      archive.failAlways(path, FaultyArchive.status(503));
      return Outcome.FAILED;
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      archive.fail(path, passing(archive.address() + "/" + path, bytes, random));
    }
    if (random.nextInt(10) == 0) {
      archive.fail(path + ".CHECKSUM", FaultyArchive.status(503));
    }
    return Outcome.FETCHED;
  }

  private static Fault passing(String address, byte[] bytes, Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> FaultyArchive.cut(random.nextDouble());
      case 1 -> FaultyArchive.reset();
      case 2 -> FaultyArchive.busy(429, "0");
      case 3 -> FaultyArchive.busy(503, "0");
      case 4 -> FaultyArchive.status(500);
      case 5 -> FaultyArchive.instead(FaultyArchive.damaged(bytes));
      case 6 -> FaultyArchive.instead(PAGE);
      case 7 -> FaultyArchive.redirect(address);
      default -> FaultyArchive.cut(0);
    };
  }

  private FetchResult fetch(Fetching fetching, List<String> symbols) {
    return fetching.run(
        "binance", String.join(",", symbols), "metrics", "2026-11-10", "2026-11-19");
  }

  /** Files that must be there are there to the byte; no other lies under its name. */
  private void assertWhole(FaultyArchive archive, Map<String, Outcome> expected)
      throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      List<String> named =
          all.filter(Files::isRegularFile)
              .map(file -> folder.relativize(file).toString())
              .filter(name -> name.endsWith(".zip") && !name.contains("/."))
              .sorted()
              .toList();
      assertThat(named)
          .isEqualTo(
              expected.entrySet().stream()
                  .filter(entry -> entry.getValue() == Outcome.FETCHED)
                  .map(Map.Entry::getKey)
                  .toList());
      for (String name : named) {
        assertThat(Files.readAllBytes(folder.resolve(name))).isEqualTo(archive.bytes(name));
        assertThat(Files.readAllBytes(folder.resolve(name + ".CHECKSUM")))
            .isEqualTo(archive.bytes(name + ".CHECKSUM"));
      }
    }
  }
}
