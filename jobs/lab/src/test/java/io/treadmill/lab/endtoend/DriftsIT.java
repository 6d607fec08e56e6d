package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.endtoend.Commands.Ended;
import io.treadmill.lab.endtoend.Drifts.Drift;
import io.treadmill.lab.endtoend.Drifts.Outcome;
import io.treadmill.lab.endtoend.SampleMarket.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fourth day of a market comes in another form, or in part, or in other units: what only looks
 * otherwise gives the rows of the undisturbed day, what is wrong is stopped or told, by name.
 */
@Tag("sweep")
class DriftsIT {
  private static final LocalDate FIRST = LocalDate.parse("2026-03-02");
  static final LocalDate LAST = FIRST.plusDays(3);

  @TempDir Path folder;
  private Map<String, List<String>> undisturbed;

  @Test
  void whatIsWrongIsToldAndWhatOnlyLooksOtherwiseIsTheSame() throws IOException {
    Place place = new Place(folder.resolve("archive"), folder.resolve("lake"));
    for (int i = 0; i < 3; i++) {
      new DriftMarket(FIRST.plusDays(i)).into(folder.resolve("files"));
    }
    place.run("ingest", "binance", folder.resolve("files/um").toString()).done();
    place.run("backfill", "--from", FIRST.toString(), "--to", LAST.minusDays(1).toString()).done();
    FileUtils.copyDirectory(place.archive().toFile(), folder.resolve("kept/archive").toFile());
    FileUtils.copyDirectory(place.lake().toFile(), folder.resolve("kept/lake").toFile());
    List<Drift> all = Drifts.all();
    List<String> wrong = new ArrayList<>();
    String only = System.getProperty("drifts", "");
    for (Drift drift : all) {
      if (drift.name().equals("nothing") || drift.name().matches(only.isEmpty() ? ".*" : only)) {
        String seen = seen(place, drift);
        System.out.printf("%-48s %-7s %s%n", drift.name(), drift.outcome(), seen);
        if (!Pattern.matches("(?s)\\[[^]]*\\b%s\\b[^]]*] .*".formatted(drift.outcome()), seen)) {
          wrong.add(drift.name() + ": " + seen);
        }
      }
    }
    assertThat(wrong).as("of %d drifts", all.size()).isEmpty();
  }

  private String seen(Place place, Drift drift) throws IOException {
    for (Path changed : List.of(place.archive(), place.lake())) {
      FileUtils.deleteDirectory(changed.toFile());
      FileUtils.copyDirectory(
          folder.resolve("kept").resolve(changed.getFileName()).toFile(), changed.toFile());
    }
    Path files = folder.resolve("files-" + drift.name().replaceAll("\\W", "-"));
    DriftMarket market = new DriftMarket(LAST);
    drift.change().accept(market);
    Ended ingest = place.run("ingest", "binance", market.into(files).toString());
    Ended run = run(place, drift);
    Files.writeString(
        Files.createDirectories(Path.of("target/drifts")).resolve(files.getFileName() + ".txt"),
        "%d%n%s%n%s%n%d%n%s%n%s"
            .formatted(
                ingest.code(), ingest.out(), ingest.err(), run.code(), run.out(), run.err()));
    Map<String, List<String>> rows = run.code() == 0 ? rows(place) : Map.of();
    if (undisturbed == null) {
      undisturbed = rows;
    }
    return judged(drift, ingest, run, rows.equals(undisturbed));
  }

  /** Runs what reads the files that are drifted: the map where it is not bars alone. */
  private static Ended run(Place place, Drift drift) {
    String day = LAST.toString();
    StringBuilder err = new StringBuilder();
    for (String job : drift.jobs()) {
      Ended ended = place.run("run", job, "--from", day, "--to", day);
      err.append(ended.err());
      if (ended.code() != 0) {
        return new Ended(ended.code(), ended.out(), err.toString());
      }
    }
    return new Ended(0, "", err.toString());
  }

  private static Map<String, List<String>> rows(Place place) {
    Map<String, List<String>> rows = new TreeMap<>(place.rows());
    rows.keySet().retainAll(List.of("bars_5m"));
    return rows;
  }

  /** Returns all outcomes that are said in the words of the drift, and then what was said. */
  private static String judged(Drift drift, Ended ingest, Ended run, boolean isSame) {
    List<String> told =
        (ingest.out() + ingest.err())
            .lines()
            .filter(line -> line.matches("(partial|refused) [^ ].*|.*with other values.*"))
            .toList();
    List<String> audit =
        run.err()
            .lines()
            .filter(line -> line.contains("audit: ") && line.contains("break"))
            .toList();
    String held = first(run.err(), "Cannot publish");
    Set<String> seen = new TreeSet<>();
    add(seen, Outcome.TOLD, drift, told);
    add(seen, Outcome.WARNED, drift, audit);
    if (run.code() == 4) {
      add(seen, Outcome.HELD, drift, List.of(held));
    } else if (run.code() != 0) {
      seen.add("ENDED " + run.code());
    } else if (told.isEmpty() && audit.isEmpty()) {
      seen.add(isSame ? Outcome.SAME.name() : "SILENT");
    }
    return "%s %s%s%s".formatted(seen, told, audit, run.code() == 0 ? "" : run.err());
  }

  private static void add(Set<String> seen, Outcome outcome, Drift drift, List<String> said) {
    if (!said.isEmpty() && drift.words().stream().allMatch(String.join("\n", said)::contains)) {
      seen.add(outcome.name());
    }
  }

  private static String first(String text, String words) {
    return text.lines().filter(line -> line.contains(words)).findFirst().orElse("");
  }
}
