package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.endtoend.Commands.Ended;
import io.treadmill.lab.endtoend.SampleMarket.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Two symbols, bars of one of which are missing for a day, come late, vanish and come back. */
@TestMethodOrder(OrderAnnotation.class)
class GapsIT {
  private static final String DAY_1 = "2026-03-02";
  private static final String DAY_2 = "2026-03-03";
  private static final String DAY_3 = "2026-03-04";
  private static final String HOLED = "binance/linear_perp/AAAUSDT";

  @TempDir static Path folder;

  private static Place nights;
  private static Map<String, List<String>> healed;

  @Test
  @Order(1)
  void aHoleOfOneSymbolIsToldAndNightsGoOnAsOneBackfillDoes() throws IOException {
    nights = new Place(folder.resolve("archive"), folder.resolve("lake"));
    MadeUpBars.write(files(), "BBBUSDT", DAY_1, DAY_2, DAY_3);
    MadeUpBars.write(files(), "AAAUSDT", DAY_1, DAY_3);
    nights.run("ingest", "ccxt", files().toString()).done();
    night(nights, DAY_1, DAY_1);
    assertThat(night(nights, DAY_2, DAY_2))
        .contains("no bars of " + HOLED + " on " + DAY_2 + ": it has no map of them");
    assertThat(night(nights, DAY_3, DAY_3))
        .contains("no bars of %s on %s: its book begins empty on %s".formatted(HOLED, DAY_2, DAY_3))
        .contains("clock on volume in 288");
    Place whole = nights.withLake(folder.resolve("whole"));
    assertThat(night(whole, DAY_1, DAY_3))
        .contains(
            "no bars of %s on %s: its book begins empty on %s".formatted(HOLED, DAY_2, DAY_3));
    assertThat(results(nights)).isEqualTo(results(whole));
    assertThat(nights.rows().get("heatmap_prediction"))
        .as("the bar before the first hour is missing")
        .noneMatch(row -> row.contains("AAAUSDT") && row.contains(DAY_3 + " 00:00:00.0,path_1h"))
        .anyMatch(row -> row.contains("AAAUSDT") && row.contains(DAY_3 + " 01:00:00.0,path_1h"))
        .anyMatch(row -> row.contains("BBBUSDT") && row.contains(DAY_3 + " 00:00:00.0,path_1h"));
  }

  @Test
  @Order(2)
  void theDayThatComesLateHealsItAndTheDaysAfterIt() throws IOException {
    MadeUpBars.write(files(), "AAAUSDT", DAY_2);
    nights.run("ingest", "ccxt", files().toString()).done();
    assertThat(night(nights, DAY_3, DAY_3)).contains("computing " + DAY_2 + ".." + DAY_3);
    Place fresh = nights.withLake(folder.resolve("fresh"));
    night(fresh, DAY_1, DAY_3);
    healed = results(nights);
    assertThat(healed).isEqualTo(results(fresh));
  }

  @Test
  @Order(3)
  void aDayThatVanishedIsToldAndItsRowsAreKept() throws IOException {
    Path day = folder.resolve("archive/klines/venue=binance/product=linear_perp/day=" + DAY_2);
    try (Stream<Path> all = Files.walk(day)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
    String gone = "klines/binance/linear_perp/" + DAY_2;
    Ended told = run(nights, "bars", DAY_3, DAY_3, "--reprocess", "completed");
    assertThat(told.code()).isEqualTo(3);
    assertThat(told.err())
        .contains(gone + " is gone from the archive", "rows into bars_5m", "--allow-empty");
    Ended refused = run(nights, "bars", DAY_2, DAY_3);
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("Cannot compute bars of", gone).doesNotContain("rows into");
    assertThat(results(nights)).isEqualTo(healed);
  }

  @Test
  @Order(4)
  void allowEmptyRemovesItsRowsAndItsReturnIsNoticed() {
    for (String job : List.of("bars", "heatmap")) {
      assertThat(run(nights, job, DAY_3, DAY_3, "--allow-empty").done().err())
          .contains("%s: computing %s..%s:".formatted(job, DAY_2, DAY_3));
    }
    assertThat(results(nights).get("bars_5m"))
        .hasSize(4 * 288)
        .noneMatch(row -> row.contains("," + DAY_2 + " "));
    nights.run("ingest", "ccxt", files().toString()).done();
    assertThat(night(nights, DAY_3, DAY_3)).contains("computing " + DAY_2 + ".." + DAY_3);
    assertThat(results(nights)).isEqualTo(healed);
  }

  private static Path files() {
    return folder.resolve("files");
  }

  /** Runs bars and books, and returns what they told. */
  private static String night(Place place, String from, String to) {
    return run(place, "bars", from, to).done().err() + run(place, "heatmap", from, to).done().err();
  }

  private static Ended run(Place place, String job, String from, String to, String... more) {
    return place.run(
        Stream.concat(Stream.of("run", job, "--from", from, "--to", to), Stream.of(more))
            .toArray(String[]::new));
  }

  private static Map<String, List<String>> results(Place place) {
    Map<String, List<String>> rows = place.rows();
    // What the archive holds is told by imports.
    rows.remove("coverage");
    return rows;
  }
}
