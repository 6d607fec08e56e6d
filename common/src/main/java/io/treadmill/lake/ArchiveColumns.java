package io.treadmill.lake;

import io.treadmill.conf.Rule;
import io.treadmill.conf.Settings.ArchiveSettings;
import io.treadmill.conf.UserError;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/** Reads files of others as a dataset: columns renamed, constants added, types widened. */
final class ArchiveColumns {
  private static final Set<DataType> WHOLE =
      Set.of(DataTypes.LongType, DataTypes.IntegerType, DataTypes.ShortType, DataTypes.ByteType);

  /** Columns of a few words, which others write in any case; the side of trades is read in any. */
  private static final Set<String> WORDS =
      Set.of(
          "liquidated_side",
          "kind",
          "rate_kind",
          "price_kind",
          "completeness",
          "ts_label",
          "scope");

  /** The size from which a number of a stamp counts nanoseconds: 1973. */
  private static final long NANOS_FROM = 100_000_000_000_000_000L;

  private final ArchiveDataset dataset;
  private final Map<String, String> renamed;
  private final Map<String, String> constants;

  ArchiveColumns(ArchiveDataset dataset, ArchiveSettings settings) {
    this.dataset = dataset;
    this.renamed = settings.columns().getOrDefault(dataset.folder(), Map.of());
    this.constants = settings.constants().getOrDefault(dataset.folder(), Map.of());
  }

  /** Refuses names of datasets and columns that there are not. */
  static void check(ArchiveSettings settings) {
    check("archive.columns", settings.columns());
    check("archive.constants", settings.constants());
  }

  private static void check(String setting, Map<String, Map<String, String>> maps) {
    Map<String, ArchiveDataset> datasets =
        Stream.of(ArchiveDataset.values())
            .collect(Collectors.toMap(ArchiveDataset::folder, Function.identity()));
    maps.forEach(
        (folder, values) -> {
          requireKnown(setting, folder, datasets.keySet());
          List<String> columns =
              datasets.get(folder).columns().stream().map(TableColumn::name).toList();
          values.keySet().forEach(name -> requireKnown(setting + "." + folder, name, columns));
        });
  }

  private static void requireKnown(String setting, String name, Collection<String> known) {
    if (!known.contains(name)) {
      throw UserError.usage(
          "Unknown setting: %s.%s (did you mean %s? There are %s)"
              .formatted(setting, name, Rule.nearest(name, known), new TreeSet<>(known)));
    }
  }

  /**
   * Returns the rows in the dataset's schema.
   *
   * @param file a file of these rows, for messages
   */
  Dataset<Row> project(Dataset<Row> rows, String file) {
    Map<String, StructField> found = new LinkedHashMap<>();
    for (StructField field : rows.schema().fields()) {
      found.put(field.name(), field);
    }
    return rows.schema().equals(dataset.schema())
        ? rows
        : rows.select(
            dataset.columns().stream()
                .map(
                    column ->
                        column(column, found, file)
                            .as(column.name(), column.field(true).metadata()))
                .toArray(Column[]::new));
  }

  private Column column(TableColumn wanted, Map<String, StructField> found, String file) {
    String name = wanted.name();
    String theirs = renamed.getOrDefault(name, name);
    StructField field = found.get(theirs);
    if (field != null) {
      Column column = cast(functions.col("`" + theirs + "`"), field, wanted, file);
      return WORDS.contains(name) ? functions.lower(column) : column;
    }
    if (constants.containsKey(name)) {
      return functions.lit(constants.get(name)).cast(wanted.type().spark());
    }
    if (name.equals("day")) {
      StructField ts = found.get(renamed.getOrDefault("ts", "ts"));
      if (ts != null) {
        Column stamp = functions.col("`" + ts.name() + "`");
        return functions.to_date(
            ts.dataType().equals(DataTypes.LongType)
                ? instant(stamp)
                : stamp.cast(DataTypes.TimestampType));
      }
    }
    if (name.equals("trade_uid")) {
      StructField id = found.get(renamed.getOrDefault("trade_id", "trade_id"));
      if (id != null && id.dataType().equals(DataTypes.StringType)) {
        Column text = functions.col("`" + id.name() + "`");
        return functions.when(text.try_cast(DataTypes.LongType).isNull(), text);
      }
    }
    if (wanted.required()) {
      throw UserError.input(
          ("Cannot read %1$s as %2$s: no column %3$s (required: %4$s; found %5$s). Name their column"
                  + " with archive.columns.%2$s.%6$s or give its value with archive.constants.%2$s.%6$s")
              .formatted(file, dataset.folder(), theirs, wanted.comment(), found.keySet(), name));
    }
    return functions.lit(null).cast(wanted.type().spark());
  }

  private Column cast(Column column, StructField field, TableColumn wanted, String file) {
    DataType from = field.dataType();
    DataType to = wanted.type().spark();
    if (from.equals(to)) {
      return column;
    }
    if (to.equals(DataTypes.TimestampType) && from.equals(DataTypes.LongType)) {
      return instant(column);
    }
    if (wanted.name().equals("trade_id") && from.equals(DataTypes.StringType)) {
      return column.try_cast(to);
    }
    boolean fits =
        switch (wanted.type()) {
          case NUMBER -> from instanceof NumericType;
          case WHOLE, INTEGER -> WHOLE.contains(from);
          case INSTANT -> from.equals(DataTypes.TimestampNTZType);
          // A value of a folder name is text.
          case DATE -> from.equals(DataTypes.TimestampType) || from.equals(DataTypes.StringType);
          case TEXT, FLAG -> false;
        };
    if (!fits) {
      throw UserError.input(
          ("Cannot read %1$s as %2$s: column %3$s has type %4$s (must be %5$s%6$s). Rewrite the files,"
                  + " or name another column with archive.columns.%2$s.%7$s")
              .formatted(
                  file,
                  dataset.folder(),
                  field.name(),
                  from.sql(),
                  to.sql(),
                  wanted.type() == ColumnType.INSTANT
                      ? ", or a whole number of seconds to nanoseconds since 1970"
                      : "",
                  wanted.name()));
    }
    return column.cast(to);
  }

  /**
   * Returns the instant of a number since 1970, its unit told by its size: nanoseconds, which Spark
   * reads as whole numbers, microseconds, milliseconds or seconds.
   */
  private static Column instant(Column number) {
    Column micros =
        functions
            .when(
                number.geq(NANOS_FROM),
                functions.call_function("div", number, functions.lit(1000L)))
            .when(number.geq(NANOS_FROM / 1000), number)
            .when(number.geq(NANOS_FROM / 1_000_000), number.multiply(1000L))
            .otherwise(number.multiply(1_000_000L));
    return functions.timestamp_micros(micros);
  }

  /**
   * Returns the columns that a file has, as its footer says them.
   *
   * @throws UserError if it is no whole Parquet file (exit 3)
   */
  static String inFile(Configuration conf, ArchiveDataset dataset, String file) {
    try (ParquetFileReader reader =
        ArchiveStore.open(HadoopInputFile.fromPath(new Path(file), conf))) {
      return reader.getFileMetaData().getSchema().toString();
    } catch (IOException | RuntimeException e) {
      throw UserError.input(
          "Cannot read %s as %s: not a whole Parquet file (%s). Replace or remove it"
              .formatted(
                  file,
                  dataset.folder(),
                  Optional.ofNullable(e.getMessage())
                      .orElse(e.toString())
                      .lines()
                      .findFirst()
                      .get()),
          e);
    }
  }
}
