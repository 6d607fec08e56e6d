package io.treadmill.lab.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.treadmill.jobs.Main;
import io.treadmill.lab.documents.DocumentedCommands.Typed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;

/** Every command, and every option, that a document names is one that the command line has. */
class DocumentedCommandsTest {
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

  /** Options of other programs in the documents. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "--build-arg", // docker
          "--class", // spark-submit
          "--conf",
          "--deploy-mode",
          "--driver-memory",
          "--format-to", // freqtrade
          "--jars",
          "--packages",
          "--properties-file"); // spark-sql

  @Test
  void everyLineOfCodeIsACommandWithItsOptions() {
    List<Typed> lines = DocumentedCommands.lines();
    assertThat(lines).hasSizeGreaterThan(50);
    for (Typed line : lines) {
      assertThatCode(() -> parse(line)).as(line.toString()).doesNotThrowAnyException();
    }
  }

  @Test
  void everyCommandInASentenceIsOneThoughItMayLeaveOutWhatItIsNotAbout() {
    List<Typed> inProse = DocumentedCommands.inProse();
    assertThat(inProse).hasSizeGreaterThan(20);
    for (Typed told : inProse) {
      assertThatCode(
              () -> {
                try {
                  parse(told);
                } catch (MissingParameterException e) {
                  assertThat(e.getCommandLine().getUnmatchedArguments()).isEmpty();
                }
              })
          .as(told.toString())
          .doesNotThrowAnyException();
    }
  }

  @Test
  void everyOptionThatIsNamedIsOneOfACommand() {
    Set<String> known = new TreeSet<>(OF_OTHERS);
    add(Main.parser(), known);
    List<String> unknown = new ArrayList<>();
    for (Path document : DocumentedCommands.documents()) {
      DocumentedCommands.read(document)
          .lines()
          .filter(line -> !line.contains("-->")) // An arrow is no option.
          .flatMap(line -> OPTION.matcher(line).results())
          .filter(match -> !known.contains(match.group()))
          .forEach(match -> unknown.add(document.getFileName() + ": " + match.group()));
    }
    assertThat(unknown).isEmpty();
  }

  private static void add(CommandLine command, Set<String> options) {
    options.addAll(command.getCommandSpec().optionsMap().keySet());
    command.getSubcommands().values().forEach(below -> add(below, options));
  }

  private static void parse(Typed typed) {
    Main.parser().parseArgs(typed.filled().toArray(String[]::new));
  }
}
