package io.treadmill.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links in the documents lead somewhere: to a file, a heading, a class. */
class LinksTest {
  private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
  private static final Set<String> LEFT_OUT = Set.of("target", ".git", ".dev");
  private static final Pattern INLINE = Pattern.compile("\\[[^\\]\\n]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern DEFINITION = Pattern.compile("(?m)^\\[([^\\]\\n]+)\\]: (\\S+)$");
  private static final Pattern CLASS_NAME = Pattern.compile("\\[([A-Z]\\w+)\\](?!\\()");
  private static final Pattern FOREIGN =
      Pattern.compile("(?i)\\bissue #?\\d|(^|[\\s`(])/(work|root|home|tmp)/");
  private static final int README_LINES = 150;

  @Test
  void everyLinkLeadsToAFileAndAHeading() {
    List<String> broken = new ArrayList<>();
    for (Path document : files(".md")) {
      String text = prose(read(document));
      Stream.concat(targets(INLINE, 1, text), targets(DEFINITION, 2, text))
          .filter(target -> !target.matches("[a-z]+:.*"))
          .forEach(target -> check(document, target, broken));
    }
    assertThat(broken).as("links that lead nowhere").isEmpty();
  }

  @Test
  void everyClassThatIsNamedAsALinkHasOne() {
    List<String> broken = new ArrayList<>();
    for (Path document : files(".md")) {
      String text = prose(read(document));
      Set<String> defined = targets(DEFINITION, 1, text).collect(Collectors.toSet());
      Set<String> named =
          targets(CLASS_NAME, 1, DEFINITION.matcher(text).replaceAll(""))
              .collect(Collectors.toSet());
      named.stream()
          .filter(name -> !defined.contains(name))
          .forEach(name -> broken.add("%s: [%s] is not defined".formatted(name(document), name)));
      defined.stream()
          .filter(name -> !named.contains(name))
          .forEach(name -> broken.add("%s: [%s] is not used".formatted(name(document), name)));
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void theDocumentsSpeakOfTreadmillAlone() {
    List<String> foreign = new ArrayList<>();
    for (Path document : files(".md")) {
      read(document)
          .lines()
          .filter(line -> FOREIGN.matcher(line).find())
          .forEach(line -> foreign.add(name(document) + ": " + line));
    }
    assertThat(foreign).as("paths of a machine, numbers of issues").isEmpty();
    assertThat(read(HOME.resolve("README.md")).lines().count()).isLessThanOrEqualTo(README_LINES);
  }

  private static void check(Path document, String target, List<String> broken) {
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
    String where = "%s: %s".formatted(name(document), target);
    if (!Files.exists(file)) {
      broken.add(where + movedTo(document, file));
    } else if (parts.length == 2 && !anchors(read(file)).contains(parts[1])) {
      broken.add(where + " (no such heading)");
    }
  }

  /** A class that was moved is found again by its name. */
  private static String movedTo(Path document, Path file) {
    return files(".java").stream()
        .filter(other -> other.getFileName().equals(file.getFileName()))
        .map(other -> " (now %s)".formatted(document.getParent().relativize(other)))
        .findFirst()
        .orElse(" (no such file)");
  }

  /** The anchors of headings as code hosts make them. */
  private static Set<String> anchors(String text) {
    return withoutFences(text)
        .lines()
        .filter(line -> line.matches("#{1,6} .*"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The text without what stands in fences or backticks. */
  private static String prose(String text) {
    return withoutFences(text).replaceAll("`[^`\\n]*`", "`code`");
  }

  private static String withoutFences(String text) {
    return text.replaceAll("(?ms)^```.*?^```$", "");
  }

  private static Stream<String> targets(Pattern pattern, int group, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results().map((MatchResult found) -> found.group(group));
  }

  private static List<Path> files(String ending) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          HOME,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes of) {
              return LEFT_OUT.contains(folder.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes of) {
              if (file.toString().endsWith(ending)) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(found).isNotEmpty();
    return found.stream().sorted().toList();
  }

  private static String name(Path document) {
    return HOME.relativize(document).toString();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
