package io.treadmill.jobs.ingest.format;

/** One column of a CSV file, by any of its names; the first of them is told in messages. */
public final class Column {
  private final boolean isNeeded;
  private final String[] names;
  private final String name;
  private int at = -1;

  Column(boolean isNeeded, String... names) {
    this.isNeeded = isNeeded;
    this.names = names.clone();
    this.name = names[0];
  }

  /** Finds the column in a file. */
  void find(Header header) {
    at = isNeeded ? header.need(names) : header.find(names);
  }

  int at() {
    return at;
  }

  String name() {
    return name;
  }

  /** Returns true if the file has the column. */
  public boolean isThere() {
    return at >= 0;
  }

  /** Returns true if the column is absent or has no text in a line. */
  public boolean isEmpty(CsvLine line) {
    return line.isEmpty(at);
  }

  /** Returns the text. */
  public String text(CsvLine line) {
    return line.text(at);
  }

  /** Returns the text: {@code last} itself if it is the same. */
  public String text(CsvLine line, String last) {
    return line.text(at, last);
  }

  /** Returns true if the text is this ASCII text, in any case. */
  public boolean is(CsvLine line, String text) {
    return line.is(at, text);
  }

  /**
   * Checks that a row is of the symbol of its file, if the column is there.
   *
   * @param symbol symbol of the file; null if it has many
   * @throws BadRow if it is of another one
   */
  public void requireSymbol(CsvLine line, String symbol) {
    if (at >= 0 && symbol != null && !text(line, symbol).equals(symbol)) {
      throw new BadRow("symbol", "symbol %s (the file is of %s)".formatted(text(line), symbol));
    }
  }

  /**
   * Returns a whole number.
   *
   * @throws BadRow if the field is none
   */
  public long whole(CsvLine line) {
    return line.whole(at, name);
  }

  /**
   * Returns a finite number.
   *
   * @throws BadRow if the field is none
   */
  public double number(CsvLine line) {
    return line.number(at, name);
  }

  /**
   * Returns a number that must be positive.
   *
   * @throws BadRow if it is not
   */
  public double positive(CsvLine line) {
    return line.positive(at, name);
  }

  /** Returns a number as above; {@code rule} names the rule it may break. */
  public double positive(CsvLine line, String rule) {
    return line.positive(at, rule, name);
  }

  /**
   * Returns a number as above; NaN where there is none.
   *
   * @throws BadRow if there is one and it is not positive
   */
  public double positiveOrNaN(CsvLine line) {
    return line.isEmpty(at) ? Double.NaN : positive(line);
  }

  /**
   * Returns a number that must not be negative.
   *
   * @throws BadRow if it is
   */
  public double notNegative(CsvLine line) {
    double value = number(line);
    if (!(value >= 0)) {
      throw new BadRow(name + "_negative", name + " " + text(line) + " (must be >= 0)");
    }
    return value;
  }

  /**
   * Returns a boolean, whatever its spelling.
   *
   * @throws BadRow if it is neither true nor false
   */
  public boolean flag(CsvLine line) {
    return line.flag(at, name);
  }

  /**
   * Returns true if the side is buy, false if it is sell.
   *
   * @throws BadRow if it is neither
   */
  public boolean isBuy(CsvLine line) {
    if (is(line, "buy")) {
      return true;
    }
    if (is(line, "sell")) {
      return false;
    }
    throw notA("side", line);
  }

  /** Returns the row error that a field is not what it must be. */
  public BadRow notA(String what, CsvLine line) {
    return line.notA(what, at, name);
  }
}
