package io.treadmill.lab.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.lang3.StringUtils;

/** What the documents tell a user to type. */
public final class DocumentedCommands {
  /** The checkout; tests run in the folder of their module. */
  public static final Path HOME = Path.of("../..").toAbsolutePath().normalize();

  private static final List<String> FOLDERS = List.of("", "docs", "docs/cookbook", "data-samples");

  /** A line of code with the launcher in it; what stands before it is of the shell or of cron. */
  private static final Pattern LINE =
      Pattern.compile("(?: {4}(?:\\S.* )?|(?:\\./)?)(?:\\S*/)?submit/treadmill ([^`#]+(?:#.*)?)");

  private static final Pattern IN_PROSE = Pattern.compile("`(?:submit/)?treadmill ([a-z][^`]*)`");

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /** Values for the capital letters that stand for them. */
  private static final Map<String, String> VALUES =
      Map.of(
          "D",
          "2026-03-04",
          "N",
          "2",
          "VENDOR",
          "binance",
          "JOB",
          "bars",
          "ASSET",
          "BTC",
          "VENUE:SYMBOL",
          "binance:BTCUSDT");

  /**
   * A command.
   *
   * @param place document and number of the line
   * @param words what follows the name of the program, without redirections
   * @param into file that stdout goes into, or null
   */
  public record Typed(String place, List<String> words, String into) {
    /** Returns the words with a value where a capital letter stands for one. */
    public List<String> filled() {
      return words.stream().map(word -> VALUES.getOrDefault(word, word)).toList();
    }

    /** Returns the path of the document. */
    public String document() {
      return place.substring(0, place.lastIndexOf(':'));
    }

    @Override
    public String toString() {
      return place + ": " + String.join(" ", words);
    }
  }

  private DocumentedCommands() {}

  /** Returns the lines of code that call the launcher, in the order of the documents. */
  public static List<Typed> lines() {
    List<Typed> found = new ArrayList<>();
    for (Path document : documents()) {
      List<String> lines = read(document).lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        Matcher line = LINE.matcher(lines.get(i));
        if (line.matches()) {
          StringBuilder text = new StringBuilder(line.group(1));
          for (int next = i + 1; text.chars().filter(c -> c == '"').count() % 2 == 1; next++) {
            text.append('\n').append(lines.get(next));
          }
          found.add(typed(document, i + 1, text.toString()));
        }
      }
    }
    return found;
  }

  /** Returns the commands that stand in sentences; some leave out what they are not about. */
  public static List<Typed> inProse() {
    List<Typed> found = new ArrayList<>();
    for (Path document : documents()) {
      String text = read(document);
      IN_PROSE
          .matcher(text)
          .results()
          .forEach(
              match ->
                  found.add(
                      typed(
                          document,
                          1 + StringUtils.countMatches(text.substring(0, match.start()), '\n'),
                          match.group(1))));
    }
    return found;
  }

  private static Typed typed(Path document, int line, String text) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    String into = null;
    while (into == null && word.find() && !word.group().startsWith("#")) {
      if (word.group().equals(">") && word.find()) {
        into = word.group();
      } else {
        words.add(word.group(1) == null ? word.group(2) : word.group(1));
      }
    }
    String place = "%s:%d".formatted(HOME.relativize(document), line);
    return new Typed(place, List.copyOf(words), into);
  }

  /** Returns the documents in the order of their names, without those of one folder alone. */
  public static List<Path> documents() {
    List<Path> documents = new ArrayList<>();
    for (String folder : FOLDERS) {
      try (Stream<Path> files = Files.list(HOME.resolve(folder))) {
        files
            .filter(file -> file.toString().endsWith(".md"))
            .filter(file -> !file.endsWith("CHANGELOG.md"))
            .sorted()
            .forEach(documents::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return documents;
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
