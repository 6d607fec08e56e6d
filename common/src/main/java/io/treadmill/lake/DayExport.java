package io.treadmill.lake;

import io.treadmill.conf.UserError;
import io.treadmill.market.UtcDays;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableScan;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.parquet.Parquet;

/**
 * The rows of one day of a table as files for readers that know no Iceberg: one Parquet file and,
 * of a table that is not large, one of comma-separated values. No Spark job runs.
 */
final class DayExport {
  private static final Pattern SPECIAL = Pattern.compile("[\",\r\n]");

  private DayExport() {}

  /**
   * Writes the files; those of the same names are replaced.
   *
   * @return rows of the day; without any no file is written
   */
  static long write(
      Table table, LakeTable of, LocalDate day, Path parquet, Path csv, long mostCsvRows) {
    UtcDays days = UtcDays.of(day);
    boolean isCsv = mostRows(table, of, days) <= mostCsvRows;
    try (CloseableIterable<Record> records =
        IcebergGenerics.read(table).where(TableOverwrite.in(of, days)).build()) {
      var rows = records.iterator();
      if (!rows.hasNext()) {
        return 0;
      }
      Files.createDirectories(parquet.getParent());
      long count = 0;
      try (FileAppender<Record> file =
              Parquet.write(org.apache.iceberg.Files.localOutput(parquet.toFile()))
                  .schema(table.schema())
                  .createWriterFunc(GenericParquetWriter::create)
                  .set("write.parquet.compression-codec", "zstd")
                  .overwrite()
                  .build();
          BufferedWriter text = isCsv ? Files.newBufferedWriter(csv) : null) {
        if (text != null) {
          text.write(header(table.schema()));
        }
        while (rows.hasNext()) {
          Record record = rows.next();
          file.add(record);
          if (text != null) {
            text.write(line(record));
          }
          count++;
        }
      }
      return count;
    } catch (IOException e) {
      throw UserError.storage(
          "Cannot write the rows of %s of %s to %s: %s"
              .formatted(of.name(), day, parquet.getParent(), e),
          e);
    }
  }

  /** Rows of the files that hold some days: more than theirs where a file holds a month. */
  static long mostRows(Table table, LakeTable of, UtcDays days) {
    long rows = 0;
    TableScan scan = table.newScan().filter(TableOverwrite.in(of, days));
    try (CloseableIterable<FileScanTask> tasks = scan.planFiles()) {
      for (FileScanTask task : tasks) {
        rows += task.file().recordCount();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  private static String header(Schema schema) {
    StringJoiner names = new StringJoiner(",", "", "\r\n");
    schema.columns().forEach(column -> names.add(column.name()));
    return names.toString();
  }

  private static String line(Record record) {
    StringJoiner values = new StringJoiner(",", "", "\r\n");
    for (int i = 0; i < record.size(); i++) {
      values.add(value(record.get(i)));
    }
    return values.toString();
  }

  /** Nothing for null, instants and days as in ISO 8601, texts in quotes where they need them. */
  private static String value(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof OffsetDateTime instant) {
      return instant.toInstant().toString();
    }
    String text = value.toString();
    return SPECIAL.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
