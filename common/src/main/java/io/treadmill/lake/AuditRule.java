package io.treadmill.lake;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What must hold of the rows of a table before they are published, as the dictionary says it in
 * words.
 */
public sealed interface AuditRule extends Serializable {
  /** Numbers may differ by this share of the larger one: they went through sums. */
  double TOLERANCE = 1e-9;

  /** And by this in any case: a bound of 0 may be a difference of sums. */
  double NEGLIGIBLE = 1e-12;

  /** Days before a day that it is held against. */
  int DAYS_BEFORE = 7;

  /** No two rows have the same key. */
  String UNIQUE = "unique key";

  /** A value is there in every column that may not be null. */
  String REQUIRED = "required values";

  /** No number is infinite or not a number. */
  String FINITE = "finite numbers";

  /** Returns the words of the dictionary, which are its name. */
  String text();

  /** Returns the columns of the table that it reads. */
  Set<String> columns();

  /**
   * A chain of comparisons that holds in every row, as far as values are not null.
   *
   * @param operands what is compared
   * @param signs what stands between them
   */
  record Order(String text, List<Operand> operands, List<Sign> signs) implements AuditRule {
    @Override
    public Set<String> columns() {
      Set<String> columns = new TreeSet<>();
      operands.forEach(operand -> columns.addAll(operand.columns()));
      return columns;
    }
  }

  /**
   * A day has at least half of the fewest rows of an instrument on one of the days before, or of
   * the fewest values of a column.
   *
   * @param column the column; null for rows
   */
  record Coverage(String text, String column) implements AuditRule {
    @Override
    public Set<String> columns() {
      return column == null ? Set.of() : Set.of(column);
    }
  }

  /**
   * The sum of a column over a day and an instrument stays within a factor of those of the days
   * before.
   */
  record Drift(String text, String column, double factor) implements AuditRule {
    @Override
    public Set<String> columns() {
      return Set.of(column);
    }
  }

  /**
   * The mean of a column over a day and an instrument stays within a factor of those of the days
   * before, or of the mean of another column of the same day: the unit is the same.
   *
   * @param other the other column; null for the days before
   */
  record Level(String text, String column, double factor, String other) implements AuditRule {
    @Override
    public Set<String> columns() {
      return other == null ? Set.of(column) : Set.of(column, other);
    }
  }

  /**
   * The sum of a column over a day and an instrument is that of a column of another table, or at
   * most that.
   */
  record OtherSum(String text, String column, Sign sign, String otherTable, String otherColumn)
      implements AuditRule {
    @Override
    public Set<String> columns() {
      return Set.of(column);
    }
  }

  /**
   * A sum of columns, or a number.
   *
   * @param columns columns that are added; none for a number
   * @param constant the number
   */
  record Operand(List<String> columns, double constant) implements Serializable {}

  /** How two operands are compared. */
  enum Sign {
    LESS("<"),
    AT_MOST("<="),
    EQUAL("=");

    private final String text;

    Sign(String text) {
      this.text = text;
    }

    /** Returns whether it holds; of a number that is none nothing holds. */
    boolean holds(double left, double right) {
      double slack = TOLERANCE * Math.max(Math.abs(left), Math.abs(right)) + NEGLIGIBLE;
      return switch (this) {
        case LESS -> left < right;
        case AT_MOST -> left <= right + slack;
        case EQUAL -> Math.abs(left - right) <= slack;
      };
    }

    private static Sign of(String text) {
      for (Sign sign : values()) {
        if (sign.text.equals(text)) {
          return sign;
        }
      }
      throw new IllegalArgumentException("Invalid comparison: " + text);
    }
  }

  /**
   * Reads a rule.
   *
   * @throws IllegalArgumentException if it is none of the forms that {@code shared.yaml} lists
   */
  static AuditRule of(String text) {
    Matcher drift = Forms.DRIFT.matcher(text);
    Matcher level = Forms.LEVEL.matcher(text);
    Matcher sum = Forms.OTHER_SUM.matcher(text);
    Matcher coverage = Forms.COVERAGE.matcher(text);
    if (coverage.matches()) {
      return new Coverage(text, coverage.group(1));
    }
    if (drift.matches()) {
      return new Drift(text, drift.group(1), Double.parseDouble(drift.group(2)));
    }
    if (level.matches()) {
      double factor = Double.parseDouble(level.group(2));
      return new Level(text, level.group(1), factor, level.group(3));
    }
    if (sum.matches()) {
      Sign sign = Sign.of(sum.group(2));
      return new OtherSum(text, sum.group(1), sign, sum.group(3), sum.group(4));
    }
    return Forms.order(text);
  }

  /** The forms of a rule. */
  final class Forms {
    private static final String COLUMN = "([a-z][a-z0-9_]*)";
    private static final Pattern DRIFT =
        Pattern.compile("drift of " + COLUMN + " within (\\d+(?:\\.\\d+)?)");
    private static final Pattern LEVEL =
        Pattern.compile("level of " + COLUMN + " within (\\d+(?:\\.\\d+)?)(?: of " + COLUMN + ")?");
    private static final Pattern COVERAGE = Pattern.compile("coverage(?: of " + COLUMN + ")?");
    private static final Pattern OTHER_SUM =
        Pattern.compile("sum of " + COLUMN + " (=|<=) " + COLUMN + "\\." + COLUMN);
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(e-?\\d+)?");

    private Forms() {}

    private static Order order(String text) {
      List<Operand> operands = new ArrayList<>();
      List<Sign> signs = new ArrayList<>();
      List<String> columns = new ArrayList<>();
      boolean isOperand = true;
      for (String word : text.split(" ")) {
        if (isOperand && NUMBER.matcher(word).matches() && columns.isEmpty()) {
          operands.add(new Operand(List.of(), Double.parseDouble(word)));
        } else if (isOperand && word.matches(COLUMN)) {
          columns.add(word);
        } else if (!isOperand && word.matches("[<=]+")) {
          if (!columns.isEmpty()) {
            operands.add(new Operand(List.copyOf(columns), 0));
            columns.clear();
          }
          signs.add(Sign.of(word));
        } else if (isOperand || columns.isEmpty() || !word.equals("+")) {
          throw invalid(text);
        }
        isOperand = !isOperand;
      }
      if (!columns.isEmpty()) {
        operands.add(new Operand(List.copyOf(columns), 0));
      }
      if (isOperand || signs.isEmpty() || operands.size() != signs.size() + 1) {
        throw invalid(text);
      }
      return new Order(text, List.copyOf(operands), List.copyOf(signs));
    }

    private static IllegalArgumentException invalid(String text) {
      return new IllegalArgumentException(
          ("Invalid rule: %s (must be comparisons of columns, sums and numbers by <, <= and =;"
                  + " coverage, or coverage of COLUMN; drift of COLUMN within FACTOR; level of COLUMN"
                  + " within FACTOR, or FACTOR of COLUMN; or sum of COLUMN = TABLE.COLUMN, or <=)")
              .formatted(text));
    }
  }
}
