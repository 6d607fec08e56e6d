package io.treadmill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SchedulerExamplesTest {
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "treadmill.cron",
        "treadmill.service",
        "airflow_dag.py",
        "kubernetes-cronjob.yaml"
      })
  void anExampleNamesOnlyOptionsThatNightlyHas(String name) throws IOException {
    String text = Files.readString(Path.of("../submit/examples", name));
    List<String> options = OPTION.matcher(text).results().map(MatchResult::group).toList();

    CommandLine nightly = new CommandLine(new RootCommand()).getSubcommands().get("nightly");

    assertThat(text).contains("nightly").contains("submit/treadmill");
    assertThat(options).isNotEmpty();
    assertThat(nightly.getCommandSpec().optionsMap()).containsKeys(options.toArray(String[]::new));
  }
}
