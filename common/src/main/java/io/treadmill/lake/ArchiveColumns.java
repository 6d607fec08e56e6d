package io.treadmill.lake;

import io.treadmill.conf.Settings.ArchiveSettings;
import io.treadmill.conf.UserError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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
      return cast(functions.col("`" + theirs + "`"), field, wanted, file);
    }
    if (constants.containsKey(name)) {
      return functions.lit(constants.get(name)).cast(wanted.type().spark());
    }
    if (name.equals("day")) {
      StructField ts = found.get(renamed.getOrDefault("ts", "ts"));
      if (ts != null) {
        return functions.to_date(
            functions.col("`" + ts.name() + "`").cast(DataTypes.TimestampType));
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
                  wanted.type() == ColumnType.INSTANT ? " in milliseconds or microseconds" : "",
                  wanted.name()));
    }
    return column.cast(to);
  }
}
