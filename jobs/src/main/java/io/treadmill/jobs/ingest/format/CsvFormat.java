package io.treadmill.jobs.ingest.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Turns the lines of one kind of CSV file into rows. One instance reads one file. */
public abstract class CsvFormat implements FileFormat {
  private final SourceTime time = new SourceTime();

  /** Returns the stamps of this file. */
  protected SourceTime time() {
    return time;
  }

  /** Returns the known layouts of files without a header, none if there is always one. */
  protected List<List<String>> layouts() {
    return List.of();
  }

  /** Takes the positions of the columns. */
  protected abstract void columns(Header header);

  /** Checks one line in full, then emits its rows. */
  protected abstract void record(CsvLine line, RecordSink sink);

  /** Emits what waited for the end of the file. */
  protected void finish(RecordSink sink) {}

  @Override
  public final void read(InputStream in, RecordSink sink) throws IOException {
    CsvReader reader = new CsvReader(in);
    CsvLine line = new CsvLine();
    byte[] headerBytes = null;
    Header header = null;
    while (reader.next()) {
      if (reader.isBlank()) {
        continue;
      }
      if (header == null) {
        reader.split(line);
        boolean stated = !isData(line);
        header = stated ? new Header(line.texts()) : layout(line.count());
        sink.header(stated ? line.raw() : "none");
        columns(header);
        if (stated) {
          headerBytes = reader.bytes();
          continue;
        }
      } else if (headerBytes != null && reader.isSame(headerBytes)) {
        continue;
      }
      record(reader, line, header, sink);
    }
    sink.timeUnits(time.units());
    finish(sink);
  }

  private void record(CsvReader reader, CsvLine line, Header header, RecordSink sink) {
    sink.begin(reader.number());
    try {
      reader.split(line);
      if (line.count() != header.count()) {
        throw new BadRow(
            "column_count", line.count() + " columns (the file has " + header.count() + ")");
      }
      record(line, sink);
      sink.end();
    } catch (BadRow e) {
      sink.setAside(e, line.raw());
    }
  }

  /** A line of data starts with a digit or a sign, possibly in quotes; a header never does. */
  private static boolean isData(CsvLine line) {
    int c = line.isEmpty(0) ? -1 : line.text(0).charAt(0);
    return c == '-' || (c >= '0' && c <= '9');
  }

  private Header layout(int count) {
    for (List<String> names : layouts()) {
      if (names.size() == count) {
        return new Header(names);
      }
    }
    throw new RefusedFile(
        layouts().isEmpty()
            ? "no header line (this format always has one)"
            : "%s columns without a header (known without a header: %s columns)"
                .formatted(count, layouts().stream().map(List::size).toList()));
  }
}
