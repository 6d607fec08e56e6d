package io.treadmill.lake;

import io.treadmill.lake.AuditRule.Coverage;
import io.treadmill.lake.AuditRule.Drift;
import io.treadmill.lake.AuditRule.Level;
import io.treadmill.lake.AuditRule.Order;
import io.treadmill.lake.AuditRule.OtherSum;
import io.treadmill.lake.AuditRule.Sign;
import io.treadmill.lake.AuditTask.Broken;
import io.treadmill.lake.AuditTask.Facts;
import io.treadmill.lake.AuditTask.Files;
import io.treadmill.lake.AuditTask.Group;
import io.treadmill.lake.AuditTask.Read;
import io.treadmill.lake.AuditTask.Total;
import io.treadmill.lake.DayRules.Miss;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * What a run has staged, held against the rules of the dictionary. The metrics of the files answer
 * what they can; one Spark job without a plan, or this process where there is no session, reads the
 * rest: the keys, and the columns of the other rules.
 */
final class Audit {
  private final List<Staged> staged;
  private final List<Staged> beside;
  private final Map<String, List<String>> sums = new HashMap<>();
  private final Map<String, Map<String, Broken>> broken = new HashMap<>();
  private final Map<String, SortedMap<LocalDate, Map<String, Total>>> totals = new HashMap<>();

  /**
   * A table that was written.
   *
   * @param days days that were replaced; null if rows were only added
   */
  record Touched(LakeTable table, UtcDays days) {
    Touched then(Touched later) {
      return new Touched(table, days == null ? later.days : span(days, later.days));
    }
  }

  /**
   * A table that a run wrote.
   *
   * @param days days that it replaced; null if it only added
   * @param target the table as staged
   * @param files files that the run added
   * @param before the condition that rows are of those days or of the days before; null if it only
   *     added
   */
  record Staged(
      LakeTable table, UtcDays days, Table target, List<DataFile> files, Expression before) {
    static Staged of(Touched one, StagingCatalog catalog, TableIdentifier identifier) {
      return new Staged(
          one.table(),
          one.days(),
          catalog.loadTable(identifier),
          catalog.changedFiles(identifier).added(),
          one.days() == null
              ? null
              : TableOverwrite.in(one.table(), one.days().before(AuditRule.DAYS_BEFORE)));
    }

    /** Returns the tables that rules read and that were not written, as they are published. */
    static List<Staged> beside(
        List<Staged> staged, StagingCatalog catalog, Function<LakeTable, TableIdentifier> named) {
      Map<LakeTable, UtcDays> others = new LinkedHashMap<>();
      for (Staged one : staged) {
        for (AuditRule rule : one.table().rules()) {
          if (rule instanceof OtherSum sum
              && one.days() != null
              && staged.stream()
                  .noneMatch(other -> other.table().name().equals(sum.otherTable()))) {
            others.merge(LakeTables.find(sum.otherTable()).orElseThrow(), one.days(), Audit::span);
          }
        }
      }
      return others.entrySet().stream()
          .filter(other -> catalog.tableExists(named.apply(other.getKey())))
          .map(
              other ->
                  new Staged(
                      other.getKey(),
                      other.getValue(),
                      catalog.loadTable(named.apply(other.getKey())),
                      List.of(),
                      TableOverwrite.in(other.getKey(), other.getValue())))
          .toList();
    }
  }

  private Audit(List<Staged> staged, List<Staged> beside) {
    this.staged = staged;
    this.beside = beside;
    Stream.concat(staged.stream(), beside.stream())
        .map(Staged::table)
        .forEach(table -> sums.put(table.name(), sumsOf(table)));
  }

  /**
   * Returns what each rule says of each table, in the order of the tables.
   *
   * @param beside what is published of tables that were not written and that rules read
   */
  static List<Audited> of(SparkSession spark, List<Staged> staged, List<Staged> beside) {
    Audit audit = new Audit(staged, beside);
    audit.read(spark);
    List<Audited> all = new ArrayList<>();
    staged.forEach(table -> audit.judge(table, all));
    return all;
  }

  /** Returns the days from the first of both to the last. */
  static UtcDays span(UtcDays one, UtcDays other) {
    return new UtcDays(
        one.from().isBefore(other.from()) ? one.from() : other.from(),
        one.to().isAfter(other.to()) ? one.to() : other.to());
  }

  private void read(SparkSession spark) {
    Map<FileIO, FileIO> stores = new IdentityHashMap<>();
    Map<String, Read> tables = new HashMap<>();
    List<Files> work = new ArrayList<>();
    for (Staged one : Stream.concat(staged.stream(), beside.stream()).toList()) {
      FileIO io =
          stores.computeIfAbsent(
              one.target().io(), any -> SerializableTable.copyOf(one.target()).io());
      tables.put(
          one.table().name(),
          new Read(
              one.table(), io, one.target().schema(), one.days(), sums.get(one.table().name())));
      work.addAll(partitions(one));
      if (one.before() != null
          && !sums.get(one.table().name()).isEmpty() | hasCoverage(one.table())) {
        work.addAll(partitionsBefore(one));
      }
    }
    if (work.isEmpty()) {
      return;
    }
    if (spark == null) {
      AuditTask task = new AuditTask(() -> tables);
      work.parallelStream().map(task::call).toList().forEach(this::add);
      return;
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int slices = Math.min(work.size(), 4 * context.defaultParallelism());
    AuditTask task = new AuditTask(context.broadcast(tables)::value);
    context.parallelize(work, slices).map(task).collect().forEach(this::add);
  }

  private void add(Facts facts) {
    Map<String, Broken> rules = broken.computeIfAbsent(facts.table(), name -> new HashMap<>());
    facts.broken().forEach((rule, rows) -> rules.merge(rule, rows, Broken::plus));
    facts
        .totals()
        .forEach(
            (group, total) ->
                totals
                    .computeIfAbsent(facts.table(), name -> new TreeMap<>())
                    .computeIfAbsent(group.day(), day -> new TreeMap<>())
                    .merge(group.instrument(), total, Total::plus));
  }

  private static boolean hasCoverage(LakeTable table) {
    return table.rules().stream().anyMatch(Coverage.class::isInstance);
  }

  /** Columns of a table whose sums some rule needs: its own, or one of another table. */
  private List<String> sumsOf(LakeTable table) {
    Set<String> columns = new TreeSet<>();
    for (Staged one : staged) {
      for (AuditRule rule : one.table().rules()) {
        if (rule instanceof OtherSum same && same.otherTable().equals(table.name())) {
          columns.add(same.otherColumn());
        }
        if (one.table().equals(table) && !(rule instanceof Order)) {
          columns.addAll(rule.columns());
        }
      }
    }
    return List.copyOf(columns);
  }

  private List<Files> partitions(Staged one) {
    SortedMap<String, List<DataFile>> partitions = new TreeMap<>();
    one.files()
        .forEach(
            file ->
                partitions.computeIfAbsent(path(one, file), day -> new ArrayList<>()).add(file));
    List<Files> work = new ArrayList<>();
    partitions.forEach(
        (path, files) -> {
          Set<String> open = new TreeSet<>(Set.of(AuditRule.UNIQUE));
          files.forEach(
              file -> open.addAll(new FileMetrics(one.target().schema(), file).open(one.table())));
          work.add(new Files(one.table().name(), paths(files), open));
        });
    return work;
  }

  /** Files of the days before, and of days of the run that were written before. */
  private static List<Files> partitionsBefore(Staged one) {
    Set<String> own = new TreeSet<>(paths(one.files()));
    SortedMap<String, List<DataFile>> partitions = new TreeMap<>();
    try (CloseableIterable<FileScanTask> scan =
        one.target().newScan().filter(one.before()).planFiles()) {
      scan.forEach(
          task -> {
            if (!own.contains(task.file().location())) {
              partitions
                  .computeIfAbsent(path(one, task.file()), day -> new ArrayList<>())
                  .add(task.file());
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return partitions.values().stream()
        .map(files -> new Files(one.table().name(), paths(files), Set.of()))
        .toList();
  }

  private static String path(Staged one, DataFile file) {
    return one.target().specs().get(file.specId()).partitionToPath(file.partition());
  }

  private static List<String> paths(List<DataFile> files) {
    return files.stream().map(DataFile::location).sorted().toList();
  }

  private void judge(Staged one, List<Audited> all) {
    long rows = one.files().stream().mapToLong(DataFile::recordCount).sum();
    Map<String, Broken> rules = broken.getOrDefault(one.table().name(), Map.of());
    List<String> names =
        new ArrayList<>(List.of(AuditRule.UNIQUE, AuditRule.REQUIRED, AuditRule.FINITE));
    for (AuditRule rule : one.table().rules()) {
      if (rule instanceof Order) {
        names.add(rule.text());
      } else {
        judge(one, rule, all);
      }
    }
    for (String name : names) {
      Broken found = rules.get(name);
      all.add(
          found == null
              ? Audited.passed(one.table(), name, Audited.Kind.ROWS, one.days(), rows)
              : new Audited(
                  one.table().name(),
                  name,
                  Audited.Kind.ROWS,
                  found.days(),
                  rows,
                  found.rows(),
                  Double.NaN,
                  Double.NaN,
                  found.examples()));
    }
  }

  /** Rules of days: the last day of a run, whose delivery may not be whole, by itself. */
  private void judge(Staged one, AuditRule rule, List<Audited> all) {
    if (one.days() == null) {
      return;
    }
    LocalDate last = one.days().to();
    Audited.Kind kind = kind(rule);
    if (kind == Audited.Kind.ROWS) {
      all.add(judge(one, rule, kind, day -> true));
      return;
    }
    boolean isCoverage = kind == Audited.Kind.COVERAGE;
    Audited atEnd = judge(one, rule, kind, day -> day.equals(last));
    Audited before =
        judge(
            one, rule, isCoverage ? Audited.Kind.COVERAGE_BEFORE : kind, day -> day.isBefore(last));
    if (before.failing() == 0 || atEnd.failing() > 0) {
      all.add(atEnd);
    }
    if (before.failing() > 0) {
      all.add(before);
    }
  }

  /** A sum over the other one is a feed in another unit, as a level is. */
  private static Audited.Kind kind(AuditRule rule) {
    if (rule instanceof OtherSum sum) {
      return sum.sign() == Sign.EQUAL ? Audited.Kind.ROWS : Audited.Kind.LEVEL;
    }
    return rule instanceof Drift
        ? Audited.Kind.DRIFT
        : rule instanceof Level ? Audited.Kind.LEVEL : Audited.Kind.COVERAGE;
  }

  private Audited judge(
      Staged one, AuditRule rule, Audited.Kind kind, Predicate<LocalDate> isAsked) {
    SortedMap<LocalDate, Map<String, Total>> all =
        totals.getOrDefault(one.table().name(), new TreeMap<>());
    Set<LocalDate> judged = new TreeSet<>(all.keySet());
    if (rule instanceof Coverage coverage && coverage.column() != null) {
      // A table without a row of a day of which others have rows: no instrument has a value.
      judged.addAll(daysWithRows());
    }
    DayRules rules = new DayRules(totals, sums);
    long groups = 0;
    Map<Group, Miss> misses = new LinkedHashMap<>();
    for (LocalDate day : judged) {
      if (!one.days().contains(day) || !isAsked.test(day)) {
        continue;
      }
      Map<String, Miss> found = rules.misses(one.table(), rule, day);
      Set<String> instruments = new TreeSet<>(all.getOrDefault(day, Map.of()).keySet());
      instruments.addAll(found.keySet());
      groups += instruments.size();
      found.forEach((name, miss) -> misses.put(new Group(name, day), miss));
    }
    if (misses.isEmpty()) {
      return Audited.passed(one.table(), rule.text(), kind, one.days(), groups);
    }
    Miss first = misses.values().iterator().next();
    UtcDays days =
        misses.keySet().stream().map(group -> UtcDays.of(group.day())).reduce(Audit::span).get();
    return new Audited(
        one.table().name(),
        rule.text(),
        kind,
        days,
        groups,
        misses.size(),
        first.expected(),
        first.actual(),
        misses.entrySet().stream().limit(3).map(Audit::example).toList());
  }

  /** Days of which the run wrote rows into some table. */
  private Set<LocalDate> daysWithRows() {
    Set<LocalDate> days = new TreeSet<>();
    for (Staged one : staged) {
      if (one.days() != null && one.table().partition() == LakeTable.Partition.DAY) {
        one.files()
            .forEach(
                file -> days.add(LocalDate.ofEpochDay(file.partition().get(0, Integer.class))));
      }
    }
    return days;
  }

  private static String example(Map.Entry<Group, Miss> miss) {
    return "%s %s: %s, expected %s"
        .formatted(
            miss.getKey().instrument(),
            miss.getKey().day(),
            number(miss.getValue().actual()),
            number(miss.getValue().expected()));
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }
}
