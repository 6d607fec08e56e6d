package io.treadmill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SchedulerExamplesTest {
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
  private static final Path EXAMPLES = Path.of("../submit/examples");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "treadmill.cron",
        "treadmill.service",
        "airflow_dag.py",
        "kubernetes-cronjob.yaml",
        "spark-operator.yaml"
      })
  void anExampleNamesOnlyOptionsThatNightlyHas(String name) throws IOException {
    String text = Files.readString(EXAMPLES.resolve(name));
    List<String> options = OPTION.matcher(text).results().map(MatchResult::group).toList();

    CommandLine nightly = new CommandLine(new RootCommand()).getSubcommands().get("nightly");

    assertThat(text).contains("nightly").containsAnyOf("submit/treadmill", "treadmill-jobs.jar");
    assertThat(options).isNotEmpty();
    assertThat(nightly.getCommandSpec().optionsMap()).containsKeys(options.toArray(String[]::new));
  }

  private static JsonNode yaml(String name) throws IOException {
    return new YAMLMapper().readTree(EXAMPLES.resolve(name).toFile());
  }

  @Test
  void kubernetesNeverRunsTwoNightsAndAnEvictionIsNoFailure() throws IOException {
    JsonNode spec = yaml("kubernetes-cronjob.yaml").get("spec");
    assertThat(spec.get("concurrencyPolicy").asText()).isEqualTo("Forbid");
    JsonNode job = spec.at("/jobTemplate/spec");
    assertThat(job.at("/podFailurePolicy/rules/0/action").asText()).isEqualTo("Ignore");
    assertThat(job.at("/podFailurePolicy/rules/0/onPodConditions/0/type").asText())
        .isEqualTo("DisruptionTarget");
    assertThat(job.at("/podFailurePolicy/rules/1/onExitCodes/values").toString())
        .isEqualTo("[0,3,5,6]");
    assertThat(job.at("/template/spec/restartPolicy").asText()).isEqualTo("Never");

    JsonNode scheduled = yaml("spark-operator.yaml");
    assertThat(scheduled.get("kind").asText()).isEqualTo("ScheduledSparkApplication");
    assertThat(scheduled.at("/spec/concurrencyPolicy").asText()).isEqualTo("Forbid");
    assertThat(scheduled.at("/spec/template/sparkVersion").asText())
        .isEqualTo(org.apache.spark.package$.MODULE$.SPARK_VERSION());
    assertThat(scheduled.at("/spec/template/mainClass").asText())
        .isEqualTo(io.treadmill.jobs.Main.class.getName());
  }

  @Test
  void alertsReadOnlyMetricsThatAreWritten() throws IOException {
    Path file = folder.resolve("treadmill.prom");
    MetricsFile metrics = new MetricsFile(file, "nightly");
    Set<String> asked = new TreeSet<>();
    for (JsonNode rule : yaml("alerts.yaml").at("/groups/0/rules")) {
      Pattern.compile("treadmill_\\w+")
          .matcher(rule.get("expr").asText())
          .results()
          .forEach(name -> asked.add(name.group()));
      assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
    }
    assertThat(asked).hasSize(5);
    // Refuses names that are none.
    asked.forEach(name -> metrics.add(name, 1));
  }

  @Test
  void theLineOfCronIsShellAndRunsOneNightAtATime() throws Exception {
    String line =
        Files.readAllLines(EXAMPLES.resolve("treadmill.cron")).stream()
            .filter(text -> text.matches("[\\d*].*"))
            .reduce((one, other) -> other)
            .orElseThrow();
    String command = line.replaceFirst("(\\S+ ){5}", "");
    assertThat(command).as("cron takes % for a new line").doesNotContain("%");
    // The night as a program that says how often it ran, and ends with 3, then with 4.
    Path program = folder.resolve("treadmill");
    Files.writeString(
        program,
        "#!/bin/bash\necho run >> %s/runs\n[ $(wc -l < %s/runs) = 1 ] && exit 3\nexit 4\n"
            .formatted(folder, folder));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    String here =
        command
            .replace("/opt/treadmill/submit/treadmill", program.toString())
            .replace("/srv/treadmill", folder.toString())
            .replace("in 600 1800", "in 0 0");
    assertThat(bash(here)).as("3 is tried again, 4 is not").isEqualTo(4);
    assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(2);
    String flock = folder.resolve("nightly.flock").toString();
    assertThat(bash("exec 8>%s; flock -n 8; (%s)".formatted(flock, here))).isZero();
    assertThat(Files.readAllLines(folder.resolve("runs"))).as("left out").hasSize(2);
  }

  private int bash(String command) throws IOException, InterruptedException {
    return run("bash", "-c", command).code();
  }

  private record Ended(int code, String text) {}

  private static Ended run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), text);
  }

  private static boolean has(String program) throws IOException, InterruptedException {
    return run("bash", "-c", "command -v " + program).code() == 0;
  }

  @Test
  void systemdTakesItsUnits() throws Exception {
    assumeThat(has("systemd-analyze")).as("systemd-analyze is installed").isTrue();
    List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify"));
    for (String name : List.of("treadmill.service", "treadmill.timer")) {
      // The program and the user need not be on this machine.
      String unit =
          Files.readString(EXAMPLES.resolve(name))
              .replace("/opt/treadmill/submit/treadmill", "/bin/true")
              .replace("User=treadmill\n", "");
      command.add(Files.writeString(folder.resolve(name), unit).toString());
    }
    Ended ended = run(command.toArray(String[]::new));
    assertThat(ended.text().lines().filter(line -> line.contains("treadmill."))).isEmpty();
    assertThat(run("systemd-analyze", "calendar", "*-*-* 02:30:00 UTC").code()).isZero();
  }

  @Test
  void theDagOfAirflowIsPythonAndImportsNothingThatAirflow3CallsOld() throws Exception {
    Path dag = EXAMPLES.resolve("airflow_dag.py");
    assertThat(Files.readString(dag))
        .contains("from airflow.sdk import")
        .doesNotContain("airflow.decorators", "airflow.exceptions", "airflow.models");
    assumeThat(has("python3")).as("Python is installed").isTrue();
    Ended ended =
        run(
            "python3",
            "-c",
            "import ast, sys; ast.parse(open(sys.argv[1]).read())",
            dag.toString());
    assertThat(ended).isEqualTo(new Ended(0, ""));
  }
}
