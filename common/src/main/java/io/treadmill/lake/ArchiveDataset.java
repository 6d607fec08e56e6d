package io.treadmill.lake;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The datasets of the archive, as {@code archive.yaml} of the dictionary says: plain Parquet below
 * {@code {archive}/{dataset}/venue=../product=../day=..}. Prices and amounts are DOUBLE, stamps are
 * UTC microseconds, intervals carry their start, {@code day} is the UTC day of {@code ts}. Rows of
 * a file are sorted by symbol, then by the key.
 */
public enum ArchiveDataset {
  TRADES,
  LIQUIDATIONS,
  LIQUIDATION_BARS,
  OPEN_INTEREST,
  LONG_SHORT,
  FUNDING,
  MARK_INDEX,
  KLINES,
  FUTURES_DAILY,
  INSTRUMENTS,
  MARGIN_TIERS;

  private final LakeTable rows = Dictionary.ARCHIVE.table(folder());
  private final boolean timed =
      rows.columns().stream().anyMatch(column -> column.name().equals("ts"));

  /** Read once for all. */
  private static final class Dictionary {
    static final DictionaryFile ARCHIVE = DictionaryFile.of("archive");
  }

  /** Returns the folder name, for example {@code open_interest}. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns what the dataset holds. */
  public String comment() {
    return rows.comment();
  }

  /** Returns what the dictionary says of its rows. */
  LakeTable table() {
    return rows;
  }

  /** Returns all columns: the instrument, the dataset's own, lineage, the day. */
  public List<TableColumn> columns() {
    return rows.columns();
  }

  /**
   * Returns the position of a column.
   *
   * @throws IllegalArgumentException if the dataset has no such column
   */
  public int index(String name) {
    for (int i = 0; i < columns().size(); i++) {
      if (columns().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("Invalid column: " + name + " (not in " + folder() + ")");
  }

  /** Returns the columns that, after the instrument, order and identify rows. */
  public List<String> order() {
    return rows.key().subList(3, rows.key().size());
  }

  /** Returns true if {@code day} is the UTC day of {@code ts}; false for facts valid over time. */
  public boolean isTimed() {
    return timed;
  }

  /** Returns the Spark schema; every field is nullable, as archives of others may be. */
  public StructType schema() {
    return new StructType(
        columns().stream().map(column -> column.field(true)).toArray(StructField[]::new));
  }
}
