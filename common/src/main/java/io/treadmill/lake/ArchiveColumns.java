package io.treadmill.lake;

import io.treadmill.conf.Settings.ArchiveSettings;
import io.treadmill.conf.UserError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Reads files of others as a dataset: columns renamed, constants added, types widened. */
final class ArchiveColumns {
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
    check("archive.columns", renamed);
    check("archive.constants", constants);
  }

  private void check(String setting, Map<String, String> values) {
    for (String name : values.keySet()) {
      if (dataset.columns().stream().noneMatch(column -> column.name().equals(name))) {
        throw UserError.usage(
            "Invalid %s.%s: %s (must be a column of the dataset: %s)"
                .formatted(
                    setting,
                    dataset.folder(),
                    name,
                    dataset.columns().stream().map(TableColumn::name).toList()));
      }
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
    List<Column> columns = new ArrayList<>();
    for (StructField wanted : dataset.schema().fields()) {
      columns.add(column(wanted, found, file).as(wanted.name(), wanted.metadata()));
    }
    StructType schema = rows.schema();
    return schema.equals(dataset.schema()) ? rows : rows.select(columns.toArray(Column[]::new));
  }

  private Column column(StructField wanted, Map<String, StructField> found, String file) {
    String name = wanted.name();
    String theirs = renamed.getOrDefault(name, name);
    StructField field = found.get(theirs);
    if (field != null) {
      Column column = cast(functions.col("`" + theirs + "`"), field, wanted, file);
      return WORDS.contains(name) ? functions.lower(column) : column;
    }
    if (constants.containsKey(name)) {
      return functions.lit(constants.get(name)).cast(wanted.dataType());
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
    TableColumn column = dataset.columns().get(dataset.index(name));
    if (column.required()) {
      throw UserError.input(
          ("Cannot read %s as %s: no column %s (required: %s; found %s). Name their column "
                  + "with archive.columns.%s.%s or give its value with archive.constants.%s.%s")
              .formatted(
                  file,
                  dataset.folder(),
                  theirs,
                  column.comment(),
                  found.keySet(),
                  dataset.folder(),
                  name,
                  dataset.folder(),
                  name));
    }
    return functions.lit(null).cast(wanted.dataType());
  }

  private Column cast(Column column, StructField field, StructField wanted, String file) {
    DataType from = field.dataType();
    DataType to = wanted.dataType();
    if (from.equals(to)) {
      return column;
    }
    if (to.equals(DataTypes.TimestampType) && from.equals(DataTypes.LongType)) {
      return instant(column);
    }
    if (wanted.name().equals("trade_id") && from.equals(DataTypes.StringType)) {
      return column.try_cast(to);
    }
    boolean number =
        from instanceof DecimalType
            || from.equals(DataTypes.FloatType)
            || from.equals(DataTypes.DoubleType)
            || isWhole(from);
    boolean fits =
        to.equals(DataTypes.DoubleType) && number
            || to.equals(DataTypes.LongType) && isWhole(from)
            || to.equals(DataTypes.IntegerType) && isWhole(from)
            || to.equals(DataTypes.TimestampType) && from.equals(DataTypes.TimestampNTZType)
            || to.equals(DataTypes.DateType) && from.equals(DataTypes.TimestampType)
            // A value of a folder name is text.
            || to.equals(DataTypes.DateType) && from.equals(DataTypes.StringType);
    if (!fits) {
      throw UserError.input(
          ("Cannot read %s as %s: column %s has type %s (must be %s%s). Rewrite the files, "
                  + "or name another column with archive.columns.%s.%s")
              .formatted(
                  file,
                  dataset.folder(),
                  field.name(),
                  from.sql(),
                  to.sql(),
                  to.equals(DataTypes.TimestampType) ? " in milliseconds or microseconds" : "",
                  dataset.folder(),
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

  private static boolean isWhole(DataType type) {
    return type.equals(DataTypes.LongType)
        || type.equals(DataTypes.IntegerType)
        || type.equals(DataTypes.ShortType)
        || type.equals(DataTypes.ByteType);
  }
}
