package io.treadmill.lab.endtoend;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What may happen to the fourth day of a market, and what must become of it. */
final class Drifts {
  private static final LocalDate LAST = DriftsIT.LAST;
  private static final String ONE = "SOLUSDT";

  private Drifts() {}

  /** What becomes of a day. */
  enum Outcome {
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
  record Drift(
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

  private static Consumer<DriftMarket> each(BiConsumer<DriftMarket, String> one) {
    return market -> DriftMarket.SYMBOLS.forEach(symbol -> one.accept(market, symbol));
  }

  private static Consumer<DriftMarket> bars(UnaryOperator<List<String>> change) {
    return market -> market.lines(market.bars(ONE), change);
  }

  private static Consumer<DriftMarket> barCells(UnaryOperator<String[]> change) {
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
        drift("under half of its rows", Outcome.WARNED, bars(Drifts::half), "coverage", ONE),
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
            each((market, symbol) -> market.lines(market.bars(symbol), Drifts::half)),
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
            "flow",
            market -> market.times(market.interest(ONE), 1e3, 2, 3),
            "level of open_interest",
            ONE),
        drift(
            "open interest in thousands",
            Outcome.WARNED,
            "flow",
            market -> market.times(market.interest(ONE), 1e-3, 2, 3),
            "level of open_interest",
            ONE),
        drift(
            "all open interest in contracts",
            Outcome.HELD,
            "flow",
            each((market, symbol) -> market.times(market.interest(symbol), 1e3, 2, 3)),
            "level of open_interest",
            "BTCUSDT"),
        drift(
            "a file of open interest vanishes",
            Outcome.WARNED,
            "flow",
            market -> market.remove(market.interest(ONE)),
            "coverage of open_interest",
            ONE),
        drift(
            "all open interest vanishes",
            Outcome.HELD,
            "flow",
            each((market, symbol) -> market.remove(market.interest(symbol))),
            "coverage of open_interest",
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

  /** Returns all of them; the first changes nothing. */
  static List<Drift> all() {
    return Stream.of(layouts(), writings(), headers(), rows(), values(), funding())
        .flatMap(List::stream)
        .toList();
  }
}
