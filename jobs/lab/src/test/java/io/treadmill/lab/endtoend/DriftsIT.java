package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.endtoend.Commands.Ended;
import io.treadmill.lab.endtoend.SampleMarket.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
  private static final LocalDate LAST = FIRST.plusDays(3);
  private static final String ONE = "SOLUSDT";

  @TempDir Path folder;
  private Map<String, List<String>> undisturbed;

  /** What becomes of a day. */
  private enum Outcome {
    /** The rows of the undisturbed day, without a word of the audit. */
    SAME,
    /** The import says of a file what is wrong with it, by its name and rule. */
    TOLD,
    /** It is published, and the run says what is odd. */
    WARNED,
    /** Exit code 4, nothing is published. */
    HELD
  }

  /**
   * A drift.
   *
   * @param words what must be said
   */
  private record Drift(
      String name,
      Outcome outcome,
      Consumer<DriftMarket> change,
      List<String> jobs,
      List<String> words) {}

  private static Drift drift(
      String name, Outcome outcome, Consumer<DriftMarket> change, String... words) {
    return new Drift(name, outcome, change, List.of("bars"), List.of(words));
  }

  private static Drift drift(
      String name, Outcome outcome, String job, Consumer<DriftMarket> change, String... words) {
    return new Drift(name, outcome, change, List.of("bars", job), List.of(words));
  }

  private static Consumer<DriftMarket> each(
      java.util.function.BiConsumer<DriftMarket, String> one) {
    return market -> DriftMarket.SYMBOLS.forEach(symbol -> one.accept(market, symbol));
  }

  private static Consumer<DriftMarket> bars(java.util.function.UnaryOperator<List<String>> change) {
    return market -> market.lines(market.bars(ONE), change);
  }

  private static Consumer<DriftMarket> barCells(java.util.function.UnaryOperator<String[]> change) {
    return market -> market.cells(market.bars(ONE), change);
  }

  private static List<String> half(List<String> lines) {
    return lines.subList(0, lines.size() * 2 / 5);
  }

  private static String[] swapped(String[] cells, int one, int other) {
    String kept = cells[one];
    cells[one] = cells[other];
    cells[other] = kept;
    return cells;
  }

  private static String[] with(String[] cells, int column, String text) {
    cells[column] = text;
    return cells;
  }

  private static List<Drift> layouts() {
    return List.of(
        drift("nothing", Outcome.SAME, market -> {}),
        drift(
            "columns in another order",
            Outcome.SAME,
            bars(
                lines -> {
                  lines.replaceAll(line -> String.join(",", swapped(line.split(","), 4, 8)));
                  return lines;
                })),
        drift(
            "a further column",
            Outcome.SAME,
            bars(
                lines -> {
                  lines.replaceAll(line -> line + ",x");
                  return lines;
                })),
        drift(
            "a thousand further columns",
            Outcome.SAME,
            bars(
                lines -> {
                  lines.replaceAll(line -> line + ",x".repeat(1_000));
                  return lines;
                })),
        drift("no header", Outcome.SAME, bars(lines -> lines.subList(1, lines.size()))),
        drift(
            "names in capitals",
            Outcome.SAME,
            bars(
                lines -> {
                  lines.set(0, lines.get(0).toUpperCase(Locale.ROOT));
                  return lines;
                })),
        drift(
            "times in microseconds",
            Outcome.SAME,
            barCells(cells -> with(with(cells, 0, cells[0] + "000"), 6, cells[6] + "999"))),
        drift(
            "times in seconds",
            Outcome.SAME,
            barCells(cells -> with(cells, 0, cells[0].substring(0, 10)))),
        drift(
            "numbers in scientific notation",
            Outcome.SAME,
            barCells(
                cells ->
                    with(cells, 4, new java.math.BigDecimal(cells[4]).movePointLeft(2) + "E2"))));
  }

  private static List<Drift> writings() {
    return List.of(
        drift(
            "rows backwards",
            Outcome.SAME,
            bars(
                lines -> {
                  Collections.reverse(lines.subList(1, lines.size()));
                  return lines;
                })),
        drift(
            "every row twice",
            Outcome.SAME,
            bars(
                lines -> {
                  lines.addAll(List.copyOf(lines.subList(1, lines.size())));
                  return lines;
                })),
        drift(
            "lines end as in Windows, a mark of the encoding",
            Outcome.SAME,
            market -> market.text(market.bars(ONE), text -> "\uFEFF" + text.replace("\n", "\r\n"))),
        drift(
            "a column less",
            Outcome.TOLD,
            bars(
                lines -> {
                  lines.replaceAll(line -> String.join(",", Arrays.copyOf(line.split(",", 12), 5)));
                  return lines;
                }),
            ONE),
        drift(
            "a column with another name",
            Outcome.TOLD,
            bars(
                lines -> {
                  lines.set(0, lines.get(0).replace(",volume", ",size"));
                  return lines;
                }),
            ONE),
        drift(
            "semicolons",
            Outcome.TOLD,
            market -> market.text(market.bars(ONE), text -> text.replace(',', ';')),
            ONE),
        drift(
            "decimal commas",
            Outcome.TOLD,
            barCells(cells -> with(cells, 4, cells[4].replace('.', ','))),
            ONE));
  }

  private static List<Drift> headers() {
    return List.of(
        drift(
            "16-bit characters",
            Outcome.TOLD,
            market ->
                market.bytes(
                    market.bars(ONE),
                    bytes ->
                        new String(bytes, StandardCharsets.UTF_8)
                            .getBytes(StandardCharsets.UTF_16)),
            ONE),
        drift(
            "an empty file",
            Outcome.TOLD,
            market -> market.bytes(market.bars(ONE), any -> new byte[0]),
            ONE),
        drift("a header alone", Outcome.WARNED, bars(lines -> lines.subList(0, 1)), ONE),
        drift("prices of zero", Outcome.TOLD, barCells(cells -> with(cells, 3, "0")), ONE),
        drift(
            "prices that are no number",
            Outcome.TOLD,
            barCells(cells -> with(cells, 4, "NaN")),
            ONE),
        drift("high and low exchanged", Outcome.TOLD, barCells(cells -> swapped(cells, 2, 3)), ONE),
        drift(
            "the day before once more",
            Outcome.TOLD,
            market ->
                market.copy(
                    market.bars(ONE),
                    new DriftMarket(LAST.minusDays(2)),
                    new DriftMarket(LAST.minusDays(2)).bars(ONE)),
            ONE),
        drift(
            "a market in small letters",
            Outcome.TOLD,
            market -> market.rename(market.bars(ONE), market.bars("solusdt")),
            "solusdt"),
        drift(
            "a key twice with other values",
            Outcome.TOLD,
            bars(
                lines -> {
                  List<String> more = new ArrayList<>(lines.subList(1, 100));
                  more.replaceAll(line -> String.join(",", with(line.split(","), 5, "7")));
                  lines.addAll(more);
                  return lines;
                }),
            ONE));
  }

  private static List<Drift> rows() {
    return List.of(
        drift(
            "no open interest",
            Outcome.TOLD,
            market -> market.times(market.interest(ONE), 0, 2),
            ONE),
        drift(
            "negative open interest",
            Outcome.TOLD,
            market -> market.times(market.interest(ONE), -1, 2),
            ONE),
        drift(
            "open interest of another market",
            Outcome.TOLD,
            market -> market.copy(market.interest(ONE), market, market.interest("BTCUSDT")),
            ONE),
        drift(
            "empty funding",
            Outcome.TOLD,
            market -> market.bytes(market.funding(ONE), any -> new byte[0]),
            ONE),
        drift(
            "funding in basis points",
            Outcome.TOLD,
            market -> market.times(market.funding(ONE), 1e4, 2),
            ONE),
        drift(
            "another word for a side",
            Outcome.TOLD,
            market -> market.cells(market.forced(ONE), cells -> with(cells, 1, "long")),
            ONE),
        drift(
            "a symbol vanishes",
            Outcome.WARNED,
            market -> market.remove(market.bars(ONE)),
            "coverage",
            ONE),
        drift("under half of its rows", Outcome.WARNED, bars(DriftsIT::half), "coverage", ONE),
        drift(
            "three of four vanish",
            Outcome.HELD,
            market ->
                DriftMarket.SYMBOLS
                    .subList(0, 3)
                    .forEach(symbol -> market.remove(market.bars(symbol))),
            "coverage",
            "BTCUSDT"));
  }

  private static List<Drift> values() {
    return List.of(
        drift(
            "half of all rows",
            Outcome.HELD,
            each((market, symbol) -> market.lines(market.bars(symbol), DriftsIT::half)),
            "coverage",
            "BTCUSDT"),
        drift(
            "prices times 1000",
            Outcome.WARNED,
            market -> market.times(market.bars(ONE), 1e3, 1, 2, 3, 4),
            ONE),
        drift(
            "all prices times 1000",
            Outcome.HELD,
            each((market, symbol) -> market.times(market.bars(symbol), 1e3, 1, 2, 3, 4)),
            "BTCUSDT"),
        drift(
            "prices and values times 1000",
            Outcome.WARNED,
            market -> market.times(market.bars(ONE), 1e3, 1, 2, 3, 4, 7, 10),
            ONE),
        drift(
            "bars of another market",
            Outcome.WARNED,
            market -> market.copy(market.bars(ONE), market, market.bars("BTCUSDT")),
            ONE),
        drift(
            "volume in contracts",
            Outcome.WARNED,
            market -> market.times(market.bars(ONE), 50, 5, 9),
            ONE),
        drift(
            "all volume in contracts",
            Outcome.HELD,
            each((market, symbol) -> market.times(market.bars(symbol), 50, 5, 9)),
            "BTCUSDT"),
        drift(
            "all volume in quote units",
            Outcome.HELD,
            each(
                (market, symbol) ->
                    market.cells(
                        market.bars(symbol),
                        cells -> with(with(cells, 5, cells[7]), 9, cells[10]))),
            "BTCUSDT"));
  }

  private static List<Drift> funding() {
    return List.of(
        drift(
            "open interest in contracts",
            Outcome.WARNED,
            "heatmap",
            market -> market.times(market.interest(ONE), 1e3, 2, 3),
            ONE),
        drift(
            "all open interest in contracts",
            Outcome.WARNED,
            "heatmap",
            each((market, symbol) -> market.times(market.interest(symbol), 1e3, 2, 3)),
            "BTCUSDT"),
        drift(
            "forced orders times 100,000",
            Outcome.WARNED,
            "realised",
            market -> market.times(market.forced(ONE), 1e5, 4, 8, 9),
            "quote_volume",
            ONE),
        drift(
            "all forced orders times 100,000",
            Outcome.HELD,
            "realised",
            each((market, symbol) -> market.times(market.forced(symbol), 1e5, 4, 8, 9)),
            "quote_volume",
            "BTCUSDT"),
        drift(
            "no forced orders",
            Outcome.SAME,
            "realised",
            market -> market.remove(market.forced(ONE))));
  }

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
    List<Drift> all =
        Stream.of(layouts(), writings(), headers(), rows(), values(), funding())
            .flatMap(List::stream)
            .toList();
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
