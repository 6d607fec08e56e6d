package io.treadmill.lake;

import java.nio.ByteBuffer;
import java.util.Comparator;
import org.apache.spark.util.KnownSizeEstimation;

/**
 * Where a row of a {@link TableUnion} goes: which table, which partition of it, which of its files,
 * and its place among the rows there.
 */
final class FileKey implements Comparable<FileKey>, KnownSizeEstimation {
  /** Bytes of what stands before the values of a key. */
  static final int BYTES = 13;

  private static final Comparator<FileKey> OF_FILES =
      Comparator.<FileKey>comparingInt(key -> key.table)
          .thenComparingInt(key -> key.partition)
          .thenComparingInt(key -> key.file);

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static final Comparator<Object> NULLS_FIRST =
      Comparator.nullsFirst((a, b) -> ((Comparable) a).compareTo(b));

  private final int table;
  private final int partition;
  private final int file;
  private final boolean kept;
  private final Object[] key;

  /**
   * Makes a key.
   *
   * @param table which table, by its place among those that are written
   * @param partition the day or month since 1970; 0 where a table has no partitions
   * @param file which file of the partition, from 0
   * @param kept true for a row that stood in the lake and stays
   * @param key values of the columns of the table's key; the first of them for a row that stands
   *     for many, no other has the same
   */
  FileKey(int table, int partition, int file, boolean kept, Object[] key) {
    this.table = table;
    this.partition = partition;
    this.file = file;
    this.kept = kept;
    this.key = key;
  }

  /** Writes what stands before the values of the key. */
  void write(ByteBuffer to) {
    to.putInt(table).putInt(partition).putInt(file).put((byte) (kept ? 1 : 0));
  }

  /** Returns the values of the key. */
  Object[] key() {
    return key;
  }

  /** Returns which table, by its place among those that are written. */
  int table() {
    return table;
  }

  /** Returns true for a row that stood in the lake and stays. */
  boolean isKept() {
    return kept;
  }

  /** Returns true if rows of both stand in one file. */
  boolean isOfFileOf(FileKey other) {
    return OF_FILES.compare(this, other) == 0;
  }

  @Override
  public int compareTo(FileKey other) {
    int order = OF_FILES.compare(this, other);
    for (int i = 0; order == 0 && i < Math.min(key.length, other.key.length); i++) {
      order = NULLS_FIRST.compare(key[i], other.key[i]);
    }
    return order;
  }

  @Override
  public long estimatedSize() {
    return 64 + 48L * key.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileKey key && compareTo(key) == 0;
  }

  /** The same for all rows of a file: they come to one task. */
  @Override
  public int hashCode() {
    return 31 * (31 * table + partition) + file + 7;
  }
}
