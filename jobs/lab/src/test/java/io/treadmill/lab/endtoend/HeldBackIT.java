package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.endtoend.SampleMarket.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer meets whose second day is not whole: held back, shown, released, taken back. */
class HeldBackIT {
  private static final String[] DAY_2 = {
    "run", "bars", "--from", SampleMarket.DAY_2, "--to", SampleMarket.DAY_2
  };

  @TempDir Path folder;

  @Test
  void aDayThatIsNotWholeIsHeldBackShownReleasedAndTakenBack() throws IOException {
    Place place = new Place(folder.resolve("archive"), folder.resolve("lake"));
    place.run("ingest", "ccxt", bars().toString()).done();
    assertThat(place.run("quarantine", "list").done().out())
        .contains("set aside", "coinbase_spot_BTC-USD_5m.csv");
    place.run("run", "bars", "--from", SampleMarket.DAY_1, "--to", SampleMarket.DAY_1).done();
    Commands.Ended held = place.run(DAY_2);
    assertThat(held.code()).isEqualTo(4);
    assertThat(held.err())
        .contains(
            "Cannot publish: 1 of 1 instruments of days of bars_5m break \"coverage\"",
            "coinbase/spot/BTC-USD 2026-03-03: 100, expected 288")
        .doesNotContain("Exception");
    assertThat(bars(place)).isEqualTo("288");

    Matcher named = Pattern.compile("quarantine show --run (\\S+)`").matcher(held.err());
    assertThat(named.find()).isTrue();
    String run = named.group(1);
    assertThat(place.run("quarantine", "list").done().out()).contains("held", run, "coverage");
    assertThat(place.run("quarantine", "show", "--run", run).done().out())
        .contains("bars_5m", "coverage", "100, expected 288");
    assertThat(place.run("quarantine", "release", "--run", "other", "--reason", "x").code())
        .isEqualTo(2);
    assertThat(
            place
                .run("quarantine", "release", "--run", run, "--reason", "the venue was down")
                .done()
                .out())
        .contains("released bars_5m:coverage", "run the days again");
    assertThat(place.run(DAY_2).done().err()).contains("(accepted: the venue was down)");
    assertThat(bars(place)).isEqualTo("388");
    assertThat(place.run("quarantine", "list").done().out())
        .as("it is published, and the release is used up")
        .doesNotContain("held", "released");

    String last = value(place, "SELECT max_by(run_id, finished_ts) FROM runs WHERE state = 'done'");
    assertThat(place.run("rollback", "--run", last, "--dry-run").done().out())
        .contains("bars_5m", "388 rows -> 288", "nothing was changed");
    assertThat(bars(place)).isEqualTo("388");
    assertThat(place.run("rollback", "--run", last).done().out())
        .contains("388 rows -> 288", "rolled back " + last);
    assertThat(bars(place)).isEqualTo("288");
    assertThat(place.run("rollback", "--run", last).code()).isEqualTo(2);
    Commands.Ended again = place.run(DAY_2);
    assertThat(again.code()).as("what was released is taken back: %s", again.err()).isEqualTo(4);
    assertThat(place.run("quarantine", "list").done().out()).contains("held");
  }

  private static String bars(Place place) {
    return value(place, "SELECT count(*) FROM bars_5m");
  }

  private static String value(Place place, String query) {
    String[] lines = place.run("sql", query, "--format", "csv").done().out().strip().split("\n");
    return lines[lines.length - 1];
  }

  private Path bars() throws IOException {
    return bars(folder);
  }

  /** A whole day of bars, and a part of the next with a bar whose low is above its high. */
  static Path bars(Path folder) throws IOException {
    StringBuilder csv = new StringBuilder("timestamp,open,high,low,close,volume\n");
    long start = Instant.parse(SampleMarket.DAY_1 + "T00:00:00Z").toEpochMilli();
    for (int i = 0; i < 389; i++) {
      csv.append(start + i * 300_000L).append(i == 300 ? ",9,8,9,9,1\n" : ",9,10,8,9,1\n");
    }
    return Files.writeString(folder.resolve("coinbase_spot_BTC-USD_5m.csv"), csv);
  }
}
