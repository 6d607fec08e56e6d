package io.treadmill.jobs.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.zip.Deflater;

/**
 * The maps of one day of one instrument: a dense matrix of {@link UsdCode} for each side. The code
 * of column c and row r stands at {@code c * rows + r}. Beside it stands which part of the cell is
 * not opened yet.
 *
 * @param minutes instants of the columns, minutes after 00:00 UTC, ascending
 * @param firstBucket 10 bp bucket where row 0 starts
 * @param stepBuckets height of a row in 10 bp buckets
 * @param inflow part of the long, then of the short cells that is not opened yet, percent
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read once
record MapDay(
    @JsonIgnore LocalDate day,
    int[] minutes,
    int firstBucket,
    int stepBuckets,
    int rows,
    @JsonIgnore char[] longs,
    @JsonIgnore char[] shorts,
    @JsonIgnore char[][] inflow) {
  /** A site of 200 symbols takes 1.4 % more bytes than by level 6, and a fifth less CPU. */
  private static final int LEVEL = 4;

  MapDay {
    if (longs.length != minutes.length * rows || shorts.length != longs.length) {
      throw new IllegalArgumentException(
          "Invalid map of %s: %s cells (must be %s columns x %s rows)"
              .formatted(day, longs.length, minutes.length, rows));
    }
  }

  /** Returns the larger code of the two sides; {@link UsdCode#NONE} outside the rows. */
  char larger(int column, int row) {
    if (row < 0 || row >= rows) {
      return UsdCode.NONE;
    }
    int cell = column * rows + row;
    return longs[cell] > shorts[cell] ? longs[cell] : shorts[cell];
  }

  /** Returns the row that holds a 10 bp bucket; may lie outside the rows. */
  int rowOf(int bucket) {
    return Math.floorDiv(bucket - firstBucket, stepBuckets);
  }

  @JsonProperty("day")
  String dayText() {
    return day.toString();
  }

  @JsonProperty("longs")
  String packedLongs() {
    return pack(longs, rows);
  }

  @JsonProperty("shorts")
  String packedShorts() {
    return pack(shorts, rows);
  }

  @JsonProperty("inflow")
  List<String> packedInflow() {
    return List.of(pack(inflow[0], rows), pack(inflow[1], rows));
  }

  /**
   * Returns codes as base64 of a zlib stream. Each code is written as its difference to the column
   * before (a map changes little in a quarter of an hour), folded to a whole number from 0 (0, -1,
   * 1, -2 ..), low bytes of all cells first, then high bytes.
   */
  static String pack(char[] codes, int rows) {
    byte[] planes = new byte[codes.length * 2];
    for (int i = 0; i < codes.length; i++) {
      short change = (short) (codes[i] - (i < rows ? 0 : codes[i - rows]));
      int folded = (change << 1) ^ (change >> 15);
      planes[i] = (byte) folded;
      planes[codes.length + i] = (byte) (folded >> 8);
    }
    return deflate(planes);
  }

  /** Returns bytes as base64 of a zlib stream. */
  static String deflate(byte[] bytes) {
    Deflater deflater = new Deflater(LEVEL);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
      byte[] buffer = new byte[1 << 16];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return Base64.getEncoder().encodeToString(out.toByteArray());
    } finally {
      deflater.end();
    }
  }
}
