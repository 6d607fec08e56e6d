package io.treadmill.jobs.export;

import io.treadmill.lake.NamedRow;
import io.treadmill.lake.TableColumn;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Structured arrays of numpy, {@code VENUE/PRODUCT/SYMBOL-SERIES.npz} and {@code
 * assets/ASSET-SERIES.npz}, under the key {@code data}: {@code local_ts}, from when on a row could
 * be known, and {@code ts}, the end of the data that it reads, both nanoseconds, then numbers of
 * eight bytes. They stand beside the feed and are no events of it: an event would change the book
 * that is simulated.
 */
final class ArrayWriter implements SeriesWriter {
  private static final int ALIGNMENT = 64;

  /** Magic word, version and length of the head of an array. */
  private static final int HEAD = 10;

  private final Path folder;
  private final List<Written> files = new ArrayList<>();
  private Open open;

  ArrayWriter(Path folder) {
    this.folder = folder;
  }

  /** A file that is being written: its rows come before their number is known. */
  private static final class Open {
    private final Path file;
    private final Path part;
    private final List<TableColumn> columns;
    private final OutputStream stream;
    private final ByteBuffer row;
    private long rows;

    Open(Path folder, ExportSeries series, Subject of) throws IOException {
      Path directory =
          Files.createDirectories(
              of.isAsset()
                  ? folder.resolve("assets")
                  : folder
                      .resolve(of.instrument().venue())
                      .resolve(of.instrument().product().text()));
      String name = of.isAsset() ? of.asset() : of.instrument().symbol();
      file =
          directory.resolve(
              "%s-%s.npz"
                  .formatted(name.replace('/', '_'), series.name().toLowerCase(Locale.ROOT)));
      part = directory.resolve("part");
      columns = series.countable();
      stream = new BufferedOutputStream(Files.newOutputStream(part));
      row = ByteBuffer.allocate(Long.BYTES * (2 + columns.size())).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  @Override
  public void row(ExportSeries series, Subject of, long instant, long known, NamedRow row)
      throws IOException {
    if (open == null) {
      open = new Open(folder, series, of);
    }
    open.row.clear();
    open.row.putLong(known * 1000).putLong(instant * 1000);
    open.columns.forEach(column -> open.row.putDouble(ExportSeries.number(column, row)));
    open.stream.write(open.row.array());
    open.rows++;
  }

  @Override
  public void endOfSubject() throws IOException {
    if (open == null) {
      return;
    }
    open.stream.close();
    try (ZipOutputStream zip =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(open.file)))) {
      zip.putNextEntry(new ZipEntry("data.npy"));
      zip.write(head(open.columns, open.rows));
      Files.copy(open.part, zip);
      zip.closeEntry();
    }
    Files.delete(open.part);
    files.add(new Written(folder.relativize(open.file).toString(), open.rows));
    open = null;
  }

  private static byte[] head(List<TableColumn> columns, long rows) {
    StringBuilder text = new StringBuilder("{'descr': [('local_ts', '<i8'), ('ts', '<i8')");
    columns.forEach(column -> text.append(", ('").append(column.name()).append("', '<f8')"));
    text.append("], 'fortran_order': False, 'shape': (").append(rows).append(",), }");
    while ((HEAD + text.length() + 1) % ALIGNMENT != 0) {
      text.append(' ');
    }
    byte[] words = text.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(HEAD + words.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0x93)
        .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) words.length)
        .put(words)
        .array();
  }

  @Override
  public List<Written> finish() {
    return files;
  }
}
