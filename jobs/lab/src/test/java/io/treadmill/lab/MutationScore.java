package io.treadmill.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Reads what {@code ./mvnw test -Pmutations} left: how many changes of the code the tests noticed,
 * by package, and a list of those that they did not. Its name keeps it out of every other build.
 */
class MutationScore {
  private static final Path REPORT = Path.of("target/pit-reports/mutations.xml");
  private static final Path SURVIVORS = Path.of("target/mutations/survivors.txt");
  private static final double LEAST_PERCENT = 85;

  /** How many mutants of a package were noticed. */
  private record Count(int killed, int all) {
    static Count of(boolean noticed) {
      return new Count(noticed ? 1 : 0, 1);
    }

    Count plus(Count other) {
      return new Count(killed + other.killed, all + other.all);
    }

    double percent() {
      return 100.0 * killed / all;
    }
  }

  @Test
  void mostMutantsAreNoticed() throws Exception {
    Map<String, Count> byPackage = new TreeMap<>();
    List<String> survivors = new ArrayList<>();
    for (Element mutant : mutants()) {
      boolean noticed = Boolean.parseBoolean(mutant.getAttribute("detected"));
      String name = text(mutant, "mutatedClass");
      byPackage.merge(name.substring(0, name.lastIndexOf('.')), Count.of(noticed), Count::plus);
      if (!noticed) {
        survivors.add(survivor(mutant, name));
      }
    }
    Files.createDirectories(SURVIVORS.getParent());
    Files.write(SURVIVORS, survivors.stream().sorted().toList());
    byPackage.forEach(
        (name, count) ->
            System.out.println(
                "%-36s %5d of %5d  %.1f %%"
                    .formatted(name, count.killed(), count.all(), count.percent())));
    Count total = byPackage.values().stream().reduce(new Count(0, 0), Count::plus);
    System.out.println(
        "mutants: %d killed of %d (%.1f %%), %d survivors listed in jobs/lab/%s"
            .formatted(total.killed(), total.all(), total.percent(), survivors.size(), SURVIVORS));
    assertThat(total.percent())
        .as("percent of mutants killed")
        .isGreaterThanOrEqualTo(LEAST_PERCENT);
  }

  private static List<Element> mutants() throws Exception {
    try (InputStream in = Files.newInputStream(REPORT)) {
      NodeList found =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(in)
              .getElementsByTagName("mutation");
      return Stream.iterate(0, i -> i < found.getLength(), i -> i + 1)
          .map(i -> (Element) found.item(i))
          .toList();
    }
  }

  /** Class, line and what was changed, then the line of the source. */
  private static String survivor(Element mutant, String name) throws IOException {
    int line = Integer.parseInt(text(mutant, "lineNumber"));
    String file =
        name.substring(0, name.lastIndexOf('.')).replace('.', '/')
            + "/"
            + text(mutant, "sourceFile");
    for (String module : List.of("../../common", "..")) {
      Path source = Path.of(module, "src/main/java", file);
      if (Files.exists(source)) {
        return "%s:%04d %s (%s) | %s"
            .formatted(
                file,
                line,
                text(mutant, "description"),
                mutant.getAttribute("status"),
                Files.readAllLines(source).get(line - 1).strip());
      }
    }
    throw new IOException("No source of " + name);
  }

  private static String text(Element mutant, String child) {
    return mutant.getElementsByTagName(child).item(0).getTextContent();
  }
}
