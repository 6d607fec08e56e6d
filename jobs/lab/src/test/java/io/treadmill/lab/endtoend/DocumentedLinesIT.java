package io.treadmill.lab.endtoend;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.Main;
import io.treadmill.jobs.batch.Jobs;
import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.fetch.FaultyArchive;
import io.treadmill.lab.documents.DocumentedCommands;
import io.treadmill.lab.documents.DocumentedCommands.Typed;
import io.treadmill.lab.endtoend.Commands.Ended;
import io.treadmill.lab.endtoend.SampleMarket.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/**
 * Every line that a document tells a user to type is run: here, in the order of the documents on a
 * copy of the samples' lake, or by the test or script that {@link #ELSEWHERE} names. A value that
 * stands for one of the user's own (a day, a folder, a run) becomes one of the samples.
 */
@Tag("sweep")
class DocumentedLinesIT {
  private static final String TESTS = "jobs/lab/src/test/java/io/treadmill/lab/endtoend/";
  private static final String SCRIPTS = "jobs/lab/src/test/outside/";

  /** How lines begin that are run elsewhere, and where. */
  private static final Map<String, String> ELSEWHERE = new LinkedHashMap<>();

  static {
    ELSEWHERE.put("demo", TESTS + "DemoIT.java");
    ELSEWHERE.put("sql --lake out/demo/lake", TESTS + "DemoIT.java");
    ELSEWHERE.put("nightly --date yesterday --fetch", TESTS + "FetchNightIT.java");
    ELSEWHERE.put("nightly --fetch", TESTS + "FetchNightIT.java");
    ELSEWHERE.put("quarantine show", TESTS + "HeldBackIT.java");
    ELSEWHERE.put("quarantine release", TESTS + "HeldBackIT.java");
    ELSEWHERE.put("validate worlds", TESTS + "WorldsIT.java");
    ELSEWHERE.put("validate map FILE", TESTS + "ValidateMapIT.java");
    ELSEWHERE.put("run bars --from D --to D --master spark://HOST:7077", SCRIPTS + "cluster");
    ELSEWHERE.put("run bars --from D --to D --master yarn", SCRIPTS + "yarn");
    ELSEWHERE.put("config spark", SCRIPTS + "readers");
  }

  /** Lines that end otherwise than with 0, as the document says. */
  private static final Map<String, Integer> ENDINGS = Map.of("instruments NEW-USDT-SWAP", 3);

  private static final String NEWEST =
      "SELECT max_by(run_id, finished_ts) AS id FROM runs WHERE state = 'done' AND job IN ('%s')"
          .formatted(Jobs.all().stream().map(Job::name).collect(joining("', '")));

  @TempDir Path folder;

  private Place place;
  private Path settings;
  private String copied;

  @Test
  void everyLineOfTheDocumentsRuns() throws IOException {
    try (FaultyArchive archive = new FaultyArchive()) {
      serve(archive);
      List<String> failures = new ArrayList<>();
      String document = "";
      int ran = 0;
      for (Typed line : DocumentedCommands.lines()) {
        if (!line.document().equals(document)) {
          document = line.document();
          anew(document.replace('/', '-'), archive);
        }
        String elsewhere = elsewhere(line);
        if (elsewhere == null) {
          run(line, failures);
          ran++;
          if (line.words().get(0).equals("rollback") && !line.words().contains("--dry-run")) {
            anew("after-" + ran, archive); // The newest run of the samples has all their days.
          }
        } else {
          String text = Files.readString(Commands.HOME.resolve(elsewhere));
          commandsAndOptions(line).stream()
              .filter(word -> !hasWord(text, word))
              .forEach(word -> failures.add(line + ": " + elsewhere + " has no " + word));
        }
      }
      assertThat(failures).isEmpty();
      assertThat(ran).isGreaterThan(40);
    }
  }

  /** Gives the lines that follow a lake of their own. */
  private void anew(String name, FaultyArchive archive) throws IOException {
    place = SampleMarket.copyOfShared(folder.resolve("lake-" + name));
    settings = Files.writeString(folder.resolve("treadmill.yaml"), settings(archive));
  }

  /** Returns the commands of a line, each below the one before, and its options. */
  private static List<String> commandsAndOptions(Typed line) {
    List<String> found = new ArrayList<>();
    CommandLine command = Main.parser();
    for (String word : line.words()) {
      if (command.getSubcommands().containsKey(word)) {
        command = command.getSubcommands().get(word);
        found.add(word);
      } else if (word.startsWith("--")) {
        found.add(word);
      }
    }
    return found;
  }

  private static boolean hasWord(String text, String word) {
    return Pattern.compile("(?<![\\w-])" + Pattern.quote(word) + "(?![\\w-])").matcher(text).find();
  }

  private void run(Typed line, List<String> failures) throws IOException {
    List<String> words = filled(line);
    long began = System.nanoTime();
    Ended ended = Commands.run(words.toArray(String[]::new));
    System.out.printf(
        "%5.1f s, exit code %d: %s%n", (System.nanoTime() - began) / 1e9, ended.code(), line);
    String text = String.join(" ", line.words());
    if (text.startsWith("lake copy")) {
      copied = words.get(words.indexOf("--to") + 1);
    }
    if (line.into() != null) {
      Files.writeString(folder.resolve(line.into()), ended.out());
    }
    int expected =
        ENDINGS.keySet().stream().filter(text::startsWith).findFirst().map(ENDINGS::get).orElse(0);
    if (expected != ended.code()) {
      failures.add("%s%nas %s%n%s%s".formatted(line, words, ended.out(), ended.err()));
    }
  }

  private static String elsewhere(Typed line) {
    String text = String.join(" ", line.words());
    return ELSEWHERE.keySet().stream()
        .filter(begin -> (text + " ").startsWith(begin + " "))
        .findFirst()
        .map(ELSEWHERE::get)
        .orElse(null);
  }

  /**
   * Returns the words with values of the samples, and the places of this test if it has options.
   */
  private List<String> filled(Typed line) {
    List<String> words = new ArrayList<>();
    String before = "";
    for (String word : line.filled()) {
      words.add(filled(before, word, "out-" + line.place().replaceAll("\\W", "-")));
      before = word;
    }
    ParseResult parsed = Main.parser().parseArgs(words.toArray(String[]::new));
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
    }
    if (words.get(0).equals("nightly") && !words.contains("--date")) {
      words.addAll(
          List.of("--date", SampleMarket.DAY_3)); // Yesterday's market is not in the samples.
    }
    if (words.get(0).equals("bench")) {
      words.addAll(List.of("--folder", folder.resolve("bench").toString()));
    }
    Set<String> has = parsed.commandSpec().optionsMap().keySet();
    Set<String> given = Set.copyOf(words);
    List<String> further = new ArrayList<>(List.of("--config", settings.toString()));
    further.addAll(place.options());
    if (line.into() == null) { // Else the line says itself where its answer goes.
      further.addAll(
          List.of("--out", folder.resolve("given-" + line.place().replaceAll("\\W", "-")) + ""));
    }
    for (int i = 0; i < further.size(); i += 2) {
      if (has.contains(further.get(i)) && !given.contains(further.get(i))) {
        words.addAll(further.subList(i, i + 2));
      }
    }
    return words;
  }

  private String filled(String before, String word, String out) {
    return switch (word) {
      case "yesterday", "2026-06-16", "2026-10-31" -> SampleMarket.DAY_3;
      case "2026-06-01", "2026-06-12", "2026-10-01" -> SampleMarket.DAY_1;
      case "/etc/treadmill.yaml" -> settings.toString();
      case "DOWNLOADS" -> SampleMarket.SAMPLES.toString();
      case "DOWNLOADS/tardis" -> SampleMarket.SAMPLES.resolve("tardis").toString();
      case "/srv/binance" -> folder.resolve("srv/binance").toString();
      case "own.csv" -> folder.resolve("own.csv").toString();
      case "LAKE" -> place.lake().toString();
      case "DIR" -> before.equals("--lake") ? copied : folder.resolve(out).toString();
      case "ID" -> newestRun();
      default -> {
        if (before.equals("--out")) {
          yield folder.resolve(out).toString();
        } else if (before.equals("--millions")) {
          yield "1";
        } else if (word.startsWith("docs/")) {
          yield Commands.HOME.resolve(word).toString();
        } else {
          yield word;
        }
      }
    };
  }

  private String newestRun() {
    String out = place.run("sql", NEWEST, "--format", "csv").done().out();
    return out.strip().lines().reduce((one, other) -> other).orElseThrow();
  }

  private String settings(FaultyArchive archive) {
    return """
        archive: {uri: "%s"}
        lake: {uri: "%s"}
        fetch: {addresses: {binance: "%s"}}
        watch: {rules: [{name: flushes, when: flush}]}
        """
        .formatted(place.archive(), place.lake(), archive.address());
  }

  private static void serve(FaultyArchive archive) throws IOException {
    Path root = SampleMarket.SAMPLES.resolve("binance");
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        archive.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }
}
