package io.treadmill.lake;

import io.treadmill.lake.AuditRule.Operand;
import io.treadmill.lake.AuditRule.Order;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.FileIO;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/** Reads the files of one partition and holds their rows against rules, without a plan of Spark. */
final class AuditTask implements Function<AuditTask.Files, AuditTask.Facts> {
  private static final long serialVersionUID = 1L;
  private static final int MOST_EXAMPLES = 3;

  private final Broadcast<Map<String, Read>> tables;

  AuditTask(Broadcast<Map<String, Read>> tables) {
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

  /** What they add up to. */
  record Total(long rows, List<Double> sums) implements Serializable {
    Total plus(Total other) {
      List<Double> both = new ArrayList<>();
      for (int i = 0; i < sums.size(); i++) {
        both.add(sums.get(i) + other.sums.get(i));
      }
      return new Total(rows + other.rows, both);
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
  public Facts call(Files files) throws IOException {
    return new Reader(tables.value().get(files.table()), files).facts();
  }

  /** One pass over the rows. */
  private static final class Reader {
    private final Read read;
    private final Files files;
    private final Set<List<Object>> seen;
    private final List<Order> orders;
    private final Map<String, Broken> broken = new LinkedHashMap<>();
    private final Map<String, Map<LocalDate, double[]>> totals = new HashMap<>();
    private final List<String> instrument;
    private final boolean isTotalled;

    Reader(Read read, Files files) {
      this.read = read;
      this.files = files;
      // Rows that the driver wrote lie as they came.
      this.seen = read.table().partition() == LakeTable.Partition.NONE ? new HashSet<>() : null;
      this.orders =
          read.table().rules().stream()
              .filter(rule -> rule instanceof Order && files.rules().contains(rule.text()))
              .map(Order.class::cast)
              .toList();
      this.isTotalled = read.table().rules().stream().anyMatch(rule -> !(rule instanceof Order));
      this.instrument =
          read.table().columns().stream()
              .map(TableColumn::name)
              .limit(read.table().hasInstrument() ? 3 : read.table().hasAsset() ? 2 : 0)
              .toList();
    }

    Facts facts() throws IOException {
      Comparator<Record> byKey = KeyedRows.order(read.table().key());
      try (KeyedRows rows = new KeyedRows(read.io(), files.paths(), schema(), byKey)) {
        Record before = null;
        while (rows.hasNext()) {
          Record row = rows.next();
          LocalDate day = day(row.getField(read.table().dayColumn()));
          if (read.days() == null || read.days().contains(day) || files.rules().isEmpty()) {
            check(row, day, before != null && byKey.compare(before, row) == 0);
          }
          before = row;
        }
      }
      Map<Group, Total> all = new HashMap<>();
      totals.forEach(
          (name, days) ->
              days.forEach(
                  (day, sums) -> {
                    List<Double> values = new ArrayList<>();
                    for (int i = 1; i < sums.length; i++) {
                      values.add(sums[i]);
                    }
                    all.put(new Group(name, day), new Total((long) sums[0], values));
                  }));
      return new Facts(files.table(), broken, all);
    }

    private Schema schema() {
      Set<String> names = new TreeSet<>(read.table().key());
      names.add(read.table().dayColumn());
      orders.forEach(rule -> names.addAll(rule.columns()));
      if (isTotalled) {
        names.addAll(instrument);
        names.addAll(read.sums());
      }
      if (files.rules().contains(AuditRule.REQUIRED) || files.rules().contains(AuditRule.FINITE)) {
        read.table().columns().forEach(column -> names.add(column.name()));
      }
      return read.schema().select(names);
    }

    private void check(Record row, LocalDate day, boolean isCopy) {
      if (isTotalled) {
        add(row, day);
      }
      if (files.rules().contains(AuditRule.UNIQUE)
          && (seen == null ? isCopy : !seen.add(values(row, read.table().key())))) {
        breaks(AuditRule.UNIQUE, row, day, List.of());
      }
      for (Order rule : orders) {
        if (!holds(rule, row)) {
          breaks(rule.text(), row, day, rule.columns());
        }
      }
      boolean isRequired = files.rules().contains(AuditRule.REQUIRED);
      boolean isFinite = files.rules().contains(AuditRule.FINITE);
      if (isRequired || isFinite) {
        for (TableColumn column : read.table().columns()) {
          Object value = row.getField(column.name());
          if (isRequired && column.required() && value == null) {
            breaks(AuditRule.REQUIRED, row, day, List.of(column.name()));
          }
          if (isFinite && value instanceof Double number && !Double.isFinite(number)) {
            breaks(AuditRule.FINITE, row, day, List.of(column.name()));
          }
        }
      }
    }

    private void add(Record row, LocalDate day) {
      double[] sums =
          totals
              .computeIfAbsent(text(row, instrument, "/"), name -> new HashMap<>())
              .computeIfAbsent(day, one -> new double[1 + read.sums().size()]);
      sums[0]++;
      for (int i = 0; i < read.sums().size(); i++) {
        Object value = row.getField(read.sums().get(i));
        sums[i + 1] += value == null ? 0 : number(value);
      }
    }

    private void breaks(String rule, Record row, LocalDate day, Iterable<String> columns) {
      List<String> shown = new ArrayList<>();
      if (!broken.containsKey(rule) || broken.get(rule).examples().size() < MOST_EXAMPLES) {
        List<String> named = new ArrayList<>();
        read.table().key().forEach(column -> named.add(column + "=" + row.getField(column)));
        StringBuilder text = new StringBuilder(String.join(" ", named));
        String separator = ": ";
        for (String column : columns) {
          text.append(separator).append(column).append('=').append(row.getField(column));
          separator = " ";
        }
        shown.add(text.toString());
      }
      broken.merge(rule, new Broken(1, UtcDays.of(day), shown), Broken::plus);
    }
  }

  private static boolean holds(Order rule, Record row) {
    double left = Double.NaN;
    boolean hasLeft = false;
    boolean isSkipped = false;
    for (int i = 0; i < rule.operands().size(); i++) {
      Operand operand = rule.operands().get(i);
      if (isNull(operand, row)) {
        isSkipped = true;
        continue;
      }
      double right = value(operand, row);
      if (hasLeft) {
        AuditRule.Sign sign = rule.signs().get(i - 1);
        if (!(isSkipped ? AuditRule.Sign.AT_MOST : sign).holds(left, right)) {
          return false;
        }
      }
      left = right;
      hasLeft = true;
      isSkipped = false;
    }
    return true;
  }

  private static boolean isNull(Operand operand, Record row) {
    for (String column : operand.columns()) {
      if (row.getField(column) == null) {
        return true;
      }
    }
    return false;
  }

  private static double value(Operand operand, Record row) {
    double sum = operand.constant();
    for (String column : operand.columns()) {
      sum += number(row.getField(column));
    }
    return sum;
  }

  /** Returns a number, an instant as microseconds, a date as days. */
  private static double number(Object value) {
    if (value instanceof OffsetDateTime instant) {
      return instant.toEpochSecond() * 1e6 + instant.getNano() / 1000;
    }
    return value instanceof LocalDate day ? day.toEpochDay() : ((Number) value).doubleValue();
  }

  private static LocalDate day(Object value) {
    return value instanceof OffsetDateTime instant
        ? instant.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate()
        : (LocalDate) value;
  }

  private static List<Object> values(Record row, List<String> columns) {
    List<Object> values = new ArrayList<>();
    columns.forEach(column -> values.add(row.getField(column)));
    return values;
  }

  private static String text(Record row, List<String> columns, String separator) {
    StringBuilder text = new StringBuilder();
    for (String column : columns) {
      text.append(text.isEmpty() ? "" : separator).append(row.getField(column));
    }
    return text.toString();
  }
}
