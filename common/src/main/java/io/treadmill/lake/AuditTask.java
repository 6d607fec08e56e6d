package io.treadmill.lake;

import static java.util.stream.Collectors.joining;

import io.treadmill.lake.AuditRule.Order;
import io.treadmill.lake.AuditRule.Sign;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.Schema;
import org.apache.iceberg.io.FileIO;
import org.apache.spark.api.java.function.Function;

/** Reads the files of one partition and holds their rows against rules, without a plan of Spark. */
final class AuditTask implements Function<AuditTask.Files, AuditTask.Facts> {
  private static final long serialVersionUID = 1L;
  private static final int MOST_EXAMPLES = 3;

  private final Tables tables;

  /** Where a task finds how tables are read. */
  interface Tables extends Serializable {
    Map<String, Read> value();
  }

  AuditTask(Tables tables) {
    this.tables = tables;
  }

  /**
   * How a table is read.
   *
   * @param days days of the run; null if all rows of the files are new
   * @param sums columns whose sums of days are told
   */
  record Read(LakeTable table, FileIO io, Schema schema, UtcDays days, List<String> sums)
      implements Serializable {}

  /**
   * The files of a partition.
   *
   * @param rules names of the rules that the metrics of the files do not answer; none of rows that
   *     were published before
   */
  record Files(String table, List<String> paths, Set<String> rules) implements Serializable {}

  /**
   * What the rows say.
   *
   * @param broken by the name of the rule
   * @param totals of each instrument and day
   */
  record Facts(String table, Map<String, Broken> broken, Map<Group, Total> totals)
      implements Serializable {}

  /** Rows of a day and an instrument. */
  record Group(String instrument, LocalDate day) implements Serializable {}

  /**
   * What they add up to.
   *
   * @param counts how many values a sum is of
   */
  record Total(long rows, List<Double> sums, List<Double> counts) implements Serializable {
    Total plus(Total other) {
      return new Total(rows + other.rows, added(sums, other.sums), added(counts, other.counts));
    }

    private static List<Double> added(List<Double> one, List<Double> other) {
      List<Double> both = new ArrayList<>();
      for (int i = 0; i < one.size(); i++) {
        both.add(one.get(i) + other.get(i));
      }
      return both;
    }

    /** Returns the mean of a column by its place; NaN without values. */
    double mean(int place) {
      return sums.get(place) / counts.get(place);
    }
  }

  /** Rows that break a rule, how many, their days and the first of them in words. */
  record Broken(long rows, UtcDays days, List<String> examples) implements Serializable {
    Broken plus(Broken other) {
      List<String> both = new ArrayList<>(examples);
      other.examples.stream().limit(MOST_EXAMPLES - examples.size()).forEach(both::add);
      return new Broken(rows + other.rows, Audit.span(days, other.days), both);
    }
  }

  @Override
  public Facts call(Files files) {
    Read read = tables.value().get(files.table());
    Reader inOrder = new Reader(read, files, false);
    try {
      Facts facts = inOrder.facts();
      return inOrder.isOutOfOrder ? new Reader(read, files, true).facts() : facts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One comparison of a chain, its columns by their places. */
  private record Operands(Order rule, List<int[]> places) {
    /** What is null is left out: its neighbours are compared. */
    boolean holds(Object[] row) {
      double left = Double.NaN;
      int before = -1;
      for (int i = 0; i < places.size(); i++) {
        double right = rule.operands().get(i).constant();
        boolean isNull = false;
        for (int place : places.get(i)) {
          Object value = row[place];
          isNull |= value == null;
          right += value == null ? 0 : ((Number) value).doubleValue();
        }
        if (isNull) {
          continue;
        }
        if (before >= 0) {
          Sign sign = before == i - 1 ? rule.signs().get(before) : Sign.AT_MOST;
          if (!sign.holds(left, right)) {
            return false;
          }
        }
        left = right;
        before = i;
      }
      return true;
    }
  }

  /** One pass over the rows. */
  private static final class Reader {
    private final Read read;
    private final Files files;
    private final Set<List<Object>> seen;
    private final Schema schema;
    private final int[] key;
    private final Comparator<Object[]> byKey;
    private final int[] columns;
    private final List<Operands> orders = new ArrayList<>();
    private final Map<String, Broken> broken = new LinkedHashMap<>();
    private final Map<Group, double[]> totals = new HashMap<>();
    private final boolean isTotalled;
    private final int[] instrument;
    private final int[] sums;
    private Object[] lastInstrument = {};
    private long lastDay;
    private double[] lastTotal;
    private boolean isOutOfOrder;

    Reader(Read read, Files files, boolean keepsKeys) {
      this.read = read;
      this.files = files;
      this.seen = keepsKeys ? new HashSet<>() : null;
      this.isTotalled =
          !read.sums().isEmpty()
              || read.table().rules().stream().anyMatch(rule -> !(rule instanceof Order));
      List<Order> open =
          read.table().rules().stream()
              .filter(rule -> rule instanceof Order && files.rules().contains(rule.text()))
              .map(Order.class::cast)
              .toList();
      List<String> names = isTotalled ? read.table().owners() : List.of();
      this.schema = schema(open, names);
      this.key = KeyedRows.places(schema, read.table().key());
      this.byKey = KeyedRows.order(key);
      this.columns =
          KeyedRows.places(schema, read.table().columns().stream().map(TableColumn::name).toList());
      this.instrument = KeyedRows.places(schema, names);
      this.sums = KeyedRows.places(schema, read.sums());
      for (Order rule : open) {
        orders.add(
            new Operands(
                rule,
                rule.operands().stream()
                    .map(operand -> KeyedRows.places(schema, operand.columns()))
                    .toList()));
      }
    }

    private Schema schema(List<Order> open, List<String> names) {
      Set<String> columns = new TreeSet<>(read.table().key());
      columns.add(read.table().dayColumn());
      columns.addAll(names);
      columns.addAll(read.sums());
      open.forEach(rule -> columns.addAll(rule.columns()));
      if (files.rules().contains(AuditRule.REQUIRED) || files.rules().contains(AuditRule.FINITE)) {
        read.table().columns().forEach(column -> columns.add(column.name()));
      }
      return read.schema().select(columns);
    }

    Facts facts() throws IOException {
      int dayPlace = KeyedRows.places(schema, List.of(read.table().dayColumn()))[0];
      boolean isAll = read.days() == null || files.rules().isEmpty();
      long from = isAll ? Long.MIN_VALUE : read.days().from().toEpochDay();
      long to = isAll ? Long.MAX_VALUE : read.days().to().toEpochDay();
      try (KeyedRows rows = new KeyedRows(read.io(), files.paths(), schema, byKey)) {
        Object[] before = null;
        while (rows.hasNext()) {
          Object[] row = rows.next();
          long day = KeyedRows.day(row[dayPlace]);
          if (day >= from && day <= to) {
            if (isTotalled) {
              add(row, day);
            }
            if (!files.rules().isEmpty()) {
              check(row, day, before);
            }
          }
          before = row;
        }
      }
      Map<Group, Total> all = new HashMap<>();
      totals.forEach(
          (group, total) ->
              all.put(
                  group,
                  new Total(
                      (long) total[0],
                      Arrays.stream(total).skip(1).limit(sums.length).boxed().toList(),
                      Arrays.stream(total).skip(1L + sums.length).boxed().toList())));
      return new Facts(files.table(), broken, all);
    }

    private void check(Object[] row, long day, Object[] before) {
      int step = seen != null || before == null ? -1 : byKey.compare(before, row);
      isOutOfOrder |= step > 0;
      if (step == 0 || seen != null && !seen.add(Arrays.asList(values(row, key)))) {
        breaks(AuditRule.UNIQUE, row, day, List.of());
      }
      for (Operands order : orders) {
        if (!order.holds(row)) {
          breaks(order.rule().text(), row, day, order.rule().columns());
        }
      }
      boolean isRequired = files.rules().contains(AuditRule.REQUIRED);
      boolean isFinite = files.rules().contains(AuditRule.FINITE);
      if (isRequired || isFinite) {
        for (int i = 0; i < columns.length; i++) {
          TableColumn column = read.table().columns().get(i);
          Object value = row[columns[i]];
          if (isRequired && column.required() && value == null) {
            breaks(AuditRule.REQUIRED, row, day, List.of(column.name()));
          }
          if (isFinite && value instanceof Double number && !Double.isFinite(number)) {
            breaks(AuditRule.FINITE, row, day, List.of(column.name()));
          }
        }
      }
    }

    /** Rows of an instrument and day mostly follow one another. */
    private void add(Object[] row, long day) {
      boolean isSame = lastTotal != null && day == lastDay;
      for (int i = 0; isSame && i < instrument.length; i++) {
        isSame = row[instrument[i]].equals(lastInstrument[i]);
      }
      if (!isSame) {
        lastInstrument = values(row, instrument);
        lastDay = day;
        String name = Arrays.stream(lastInstrument).map(String::valueOf).collect(joining("/"));
        lastTotal =
            totals.computeIfAbsent(
                new Group(name, LocalDate.ofEpochDay(day)), any -> new double[1 + 2 * sums.length]);
      }
      lastTotal[0]++;
      for (int i = 0; i < sums.length; i++) {
        Object value = row[sums[i]];
        lastTotal[1 + i] += value == null ? 0 : ((Number) value).doubleValue();
        lastTotal[1 + sums.length + i] += value == null ? 0 : 1;
      }
    }

    private static Object[] values(Object[] row, int[] places) {
      return Arrays.stream(places).mapToObj(place -> row[place]).toArray();
    }

    private void breaks(String rule, Object[] row, long day, Collection<String> columns) {
      List<String> shown = List.of();
      if (!broken.containsKey(rule) || broken.get(rule).examples().size() < MOST_EXAMPLES) {
        String named = KeyedRows.named(schema, row, read.table().key());
        shown =
            List.of(
                columns.isEmpty() ? named : named + ": " + KeyedRows.named(schema, row, columns));
      }
      UtcDays days = UtcDays.of(LocalDate.ofEpochDay(day));
      broken.merge(rule, new Broken(1, days, shown), Broken::plus);
    }
  }
}
