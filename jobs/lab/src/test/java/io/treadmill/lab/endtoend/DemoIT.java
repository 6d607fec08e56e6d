package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.batch.Jobs;
import io.treadmill.jobs.contract.Job;
import io.treadmill.lab.endtoend.Commands.Ended;
import io.treadmill.lab.endtoend.SampleMarket.Place;
import io.treadmill.lake.LakeTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first command of a newcomer, through the launcher. */
class DemoIT {
  @TempDir Path folder;

  @Test
  void theDemoNamesEveryTableAndTheReportAndRunsAgain() throws Exception {
    Path out = folder.resolve("demo");
    Ended first = Commands.launch(folder, "demo", "--out", out.toString()).done();
    for (Job job : Jobs.all()) {
      for (LakeTable table : job.plan().writes()) {
        Matcher line =
            Pattern.compile("(?m)^%s: ([0-9,]+) rows into %s$".formatted(job.name(), table.name()))
                .matcher(first.err());
        assertThat(line.find()).as(table.name() + " in " + first.err()).isTrue();
        assertThat(Long.parseLong(line.group(1).replace(",", ""))).as(table.name()).isPositive();
      }
    }
    assertThat(first.out()).contains(" tables with ").doesNotContain("liquidation_week");
    Path report = out.resolve("report.html");
    assertThat(first.out()).contains(report.toString());
    assertThat(Files.readString(report)).contains("<html", "BTCUSDT", "ETHUSDT");
    assertThat(first.err()).contains("published trades", "bars: ").doesNotContain("WARN", "\tat ");
    assertThat(first.out()).doesNotContain("published ", " done in ", "WARN", "\tat ");

    Place place = new Place(out.resolve("archive"), out.resolve("lake"));
    answersTheCookbook(place.lake());
    var before = place.metadata();
    Ended second = Commands.run("demo", "--out", out.toString()).done();
    assertThat(second.out()).contains("already done", report.toString());
    assertThat(second.err()).doesNotContain("published ").doesNotContain("WARN", "\tat ");
    var after = place.metadata();
    for (Job job : Jobs.all()) {
      for (LakeTable table : job.plan().writes()) {
        assertThat(after.get(table.name())).isEqualTo(before.get(table.name())).isNotNull();
      }
    }
  }

  /** The answers of the page are those of the demo: the command of docs/cookbook makes them. */
  private static void answersTheCookbook(Path lake) throws IOException {
    Path cookbook = Commands.HOME.resolve("docs/cookbook");
    List<String> words =
        new ArrayList<>(
            List.of("sql", "--lake", lake.toString(), "--master", "local[2]", "--file"));
    try (Stream<Path> files = Files.list(cookbook)) {
      files.map(Path::toString).filter(file -> file.endsWith(".sql")).sorted().forEach(words::add);
    }
    assertThat(words).hasSize(6 + 13);
    assertThat(Commands.run(words.toArray(String[]::new)).done().out())
        .as("docs/cookbook/README.md says which command makes answers.txt")
        .isEqualTo(Files.readString(cookbook.resolve("answers.txt")));
  }

  @Test
  void onlyAGoodRunOfACommandLeavesItsClassesForTheNext() throws IOException, InterruptedException {
    Path home = Commands.home(folder.resolve("home"));
    assertThat(Commands.launch(home, folder, 256, "demo", "--help").done().out()).contains("--out");
    assertThat(Commands.launch(home, folder, 256, "demo", "--unknown").code()).isEqualTo(2);
    Path classData = home.resolve("jobs/target/class-data");
    assertThat(classData).isEmptyDirectory();
    String version = Commands.launch(home, folder, 256, "version").done().out();
    assertThat(classData.resolve("version.jsa")).isRegularFile();
    assertThat(Commands.launch(home, folder, 256, "version").done().out()).isEqualTo(version);
    assertThat(classData).isDirectoryContaining("glob:**/version.jsa");
    try (Stream<Path> files = Files.list(classData)) {
      assertThat(files).hasSize(1);
    }
  }
}
