package io.treadmill.lab.endtoend;

import static io.treadmill.lab.endtoend.SampleMarket.DAY_1;
import static io.treadmill.lab.endtoend.SampleMarket.DAY_2;
import static io.treadmill.lab.endtoend.SampleMarket.DAY_3;
import static io.treadmill.lab.endtoend.SampleMarket.binance;
import static io.treadmill.lab.endtoend.SampleMarket.ingest;
import static io.treadmill.lab.endtoend.SampleMarket.tardis;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.endtoend.Commands.Ended;
import io.treadmill.lab.endtoend.SampleMarket.Place;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Night after night gives the tables of one backfill, also after a file was corrected. */
@TestMethodOrder(OrderAnnotation.class)
class ContinuationIT {
  @TempDir static Path folder;

  private static Place nights;

  @Test
  @Order(1)
  void nightlyRunsGiveTheTablesOfOneBackfill() {
    nights = new Place(folder.resolve("archive"), folder.resolve("lake"));
    nights.run("ingest", "tiers", SampleMarket.SAMPLES.resolve("reference").toString()).done();
    // Days to come are in the archive already: the run of a day must not see them.
    nights.run(ingest("tardis", tardis(DAY_1, DAY_2, DAY_3))).done();
    for (String day : List.of(DAY_1, DAY_2, DAY_3)) {
      nights.run(ingest("binance", binance(day))).done();
      nightly(nights, day).done();
    }
    assertSame(nights.rows(), SampleMarket.shared().rows());
  }

  @Test
  @Tag("sweep")
  @Order(2)
  void aDayThatRunsTwiceLeavesTheSameRows() {
    Map<String, List<String>> before = nights.rows();
    nights.run("backfill", "--from", DAY_2, "--to", DAY_2, "--reprocess", "completed").done();
    assertSame(nights.rows(), before);
  }

  @Test
  @Order(3)
  void aCorrectedFileRecomputesItsDayAndAllLaterOnes() throws IOException {
    Map<String, List<String>> before = nights.rows();
    Place some = nights.withLake(folder.resolve("some"));
    some.run("run", "bars", "--from", DAY_1, "--to", DAY_2, "--symbols", "BTCUSDT").done();
    Path corrected = corrected(trades(DAY_2));
    Ended imported = nights.run(ingest("binance", List.of(corrected))).done();
    assertThat(imported.out()).contains("accepted          1 files");
    assertThat(some.run("run", "bars", "--from", DAY_3, "--to", DAY_3).done().err())
        .as("what was computed for one symbol is watched by runs of all")
        .contains("computing " + DAY_2 + ".." + DAY_3 + ": " + DAY_2 + ": trades/binance/");
    // The book on bars that are still the old ones: the night must not take it for the new one.
    nights.run("run", "heatmap", "--from", DAY_3, "--to", DAY_3, "--reprocess", "completed").done();
    Ended night = nightly(nights, DAY_3).done();
    assertThat(night.err())
        .contains("bars: computing " + DAY_2 + ": " + DAY_2 + ": trades/binance/linear_perp ")
        .contains("heatmap: computing " + DAY_2 + ".." + DAY_3 + ": " + DAY_2 + ": bars ");
    Place fresh = nights.withLake(folder.resolve("fresh"));
    fresh.run("backfill", "--from", DAY_1, "--to", DAY_3).done();
    Map<String, List<String>> expected = fresh.rows();
    Map<String, List<String>> after = nights.rows();
    // What the archive holds is told by imports, and the fresh lake saw none.
    expected.remove("coverage");
    after.remove("coverage");
    assertSame(after, expected);
    for (String table : List.of("bars_5m", "book_state", "liquidation_heatmap", "book_balance")) {
      assertThat(after.get(table)).as(table).isNotEqualTo(before.get(table));
    }
  }

  @Test
  @Order(4)
  void aDayWithoutTheDayBeforeIsRefused() {
    Place gap = nights.withLake(folder.resolve("gap"));
    gap.run("run", "bars", "--from", DAY_1, "--to", DAY_3).done();
    gap.run("run", "heatmap", "--from", DAY_1, "--to", DAY_1).done();
    Ended ended = gap.run("run", "heatmap", "--from", DAY_3, "--to", DAY_3);
    assertThat(ended.code()).as(ended.err()).isEqualTo(3);
    assertThat(ended.err())
        .contains("Cannot continue the book of", "USDT on " + DAY_3, "no state of " + DAY_2)
        .contains("treadmill backfill --from " + DAY_2)
        .doesNotContain("\tat ");
  }

  @Test
  @Order(5)
  void aLawFittedForOneSymbolIsThatOfARunOfAll() {
    Place one = nights.withLake(folder.resolve("one"));
    for (String job : List.of("bars", "realised")) {
      one.run("run", job, "--from", DAY_1, "--to", DAY_2).done();
    }
    String[] calibrate = {"run", "calibrate", "--from", DAY_3, "--to", DAY_3};
    String[] ofOne =
        Stream.concat(Stream.of(calibrate), Stream.of("--symbols", "ETHUSDT"))
            .toArray(String[]::new);
    assertThat(one.run(ofOne).done().err()).contains("ETHUSDT: law ", "own");
    assertThat(one.run(calibrate).done().err())
        .as("the law that is there is the same, so it is not written again")
        .contains("BTCUSDT: law ")
        .doesNotContain("ETHUSDT: law ");
  }

  private static Ended nightly(Place place, String day) {
    return place.run(
        "nightly", "--date", day, "--out", folder.resolve("report-" + day + ".html").toString());
  }

  private static void assertSame(
      Map<String, List<String>> actual, Map<String, List<String>> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (table, rows) -> {
          List<String> found = actual.get(table);
          assertThat(found).as(table).doesNotHaveDuplicates();
          assertThat(found.isEmpty() && !SampleMarket.OF_EVENTS.contains(table))
              .as(table)
              .isFalse();
          int shared = Math.min(found.size(), rows.size());
          for (int i = 0; i < shared; i++) {
            assertThat(found.get(i)).as(table + " row " + i).isEqualTo(rows.get(i));
          }
          assertThat(found).as(table).hasSameSizeAs(rows);
        });
  }

  private static Path trades(String day) {
    return binance(day).stream()
        .filter(file -> file.toString().contains("futures/um/daily/trades"))
        .findFirst()
        .orElseThrow();
  }

  /** The vendor's file again: every fifth size doubled. */
  private static Path corrected(Path original) throws IOException {
    StringBuilder text = new StringBuilder();
    String name;
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(original))) {
      name = in.getNextEntry().getName();
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        String[] cells = lines.get(i).split(",");
        if (i > 0 && i % 5 == 0) {
          cells[2] = Double.toString(2 * Double.parseDouble(cells[2]));
          cells[3] = Double.toString(2 * Double.parseDouble(cells[3]));
        }
        text.append(String.join(",", cells)).append('\n');
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry(name));
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    Path place =
        folder.resolve("corrected").resolve(SampleMarket.SAMPLES.relativize(original).toString());
    Files.createDirectories(place.getParent());
    return Files.write(place, bytes.toByteArray());
  }
}
