package io.treadmill.lab.endtoend;

import static io.treadmill.lab.endtoend.SampleMarket.DAY_1;
import static io.treadmill.lab.endtoend.SampleMarket.DAY_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.batch.RunLock;
import io.treadmill.lab.endtoend.SampleMarket.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every exit code reaches the caller, of the launcher and of a plain spark-submit. */
@Tag("sweep")
class EveryCodeIT {
  private static final String MEMORY = "1g";

  @TempDir Path folder;
  @RegisterExtension final Children children = new Children();
  private int started;

  @ParameterizedTest
  @ValueSource(strings = {"treadmill", "spark-submit"})
  void itReachesTheCaller(String program) throws Exception {
    Place place = new Place(folder.resolve("archive"), folder.resolve("lake"));
    assertEnds(0, program, words(place, "ingest", "ccxt", HeldBackIT.bars(folder).toString()), "");
    assertEnds(0, program, bars(place, DAY_1), "bars_5m");
    assertEnds(2, program, words(place, "backfil"), "Unmatched argument");
    assertEnds(2, program, words(place, "sql", "SELECT 1 +"), "Syntax error");
    assertEnds(3, program, bars(place, "2025-01-01"), "Cannot compute bars");
    assertEnds(4, program, bars(place, DAY_2), "Cannot publish: 1 of 1 instruments");
    assertEnds(10, program, plan(place), "2026-03-03");
    RunLock lock = RunLock.take(place.settings());
    try {
      assertEnds(5, program, bars(place, DAY_1), "another run holds");
    } finally {
      lock.close();
    }
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    assertEnds(6, program, bars(place.withLake(file.resolve("lake")), DAY_1), "Cannot make");
    Path log = log();
    Process small = start(log, "96m", program, bars(place, DAY_1));
    assertEnded(8, log, small, "Not enough memory");
    Path last = log();
    Process asked = start(last, MEMORY, program, again(place));
    Children.awaitWords(asked, last, "bars: ");
    asked.destroy();
    assertEnded(143, last, asked, "was asked to end");
  }

  private static List<String> words(Place place, String... command) {
    return Stream.concat(Stream.of(command), place.options().stream()).toList();
  }

  private static List<String> bars(Place place, String day) {
    return words(place, "run", "bars", "--from", day, "--to", day);
  }

  private static List<String> again(Place place) {
    return words(place, "run", "bars", "--from", DAY_1, "--to", DAY_1, "--reprocess", "completed");
  }

  private static List<String> plan(Place place) {
    return words(place, "plan", "--from", DAY_2, "--to", DAY_2, "--detailed-exitcode");
  }

  private Path log() {
    return folder.resolve(started++ + ".txt");
  }

  private void assertEnds(int code, String program, List<String> command, String words)
      throws IOException, InterruptedException {
    Path log = log();
    assertEnded(code, log, start(log, MEMORY, program, command), words);
  }

  private static void assertEnded(int code, Path log, Process process, String words)
      throws IOException, InterruptedException {
    int ended = Children.code(process);
    String text = Files.readString(log);
    assertThat(ended).as(text).isEqualTo(code);
    assertThat(text).contains(words).doesNotContain("\tat ");
  }

  private Process start(Path log, String memory, String program, List<String> command)
      throws IOException {
    List<String> all = new ArrayList<>();
    if (program.equals("spark-submit")) {
      Path app = Commands.HOME.resolve("jobs/target/app");
      try (Stream<Path> jars = Files.list(app)) {
        String list = jars.map(Path::toString).sorted().collect(Collectors.joining(","));
        all.addAll(List.of("--master", "local[2]", "--class", "io.treadmill.jobs.Main", "--jars"));
        all.addAll(List.of(list, app.resolve("treadmill-jobs.jar").toString()));
      }
    }
    all.addAll(command);
    return children.submit(log, memory, program, all);
  }
}
