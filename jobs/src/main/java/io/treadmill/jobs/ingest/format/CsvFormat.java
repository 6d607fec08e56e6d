package io.treadmill.jobs.ingest.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Turns the lines of one kind of CSV file into rows. One instance reads one file. A line with the
 * address of a vendor before the header is passed over.
 */
public abstract class CsvFormat implements FileFormat {
  /** Other lines from which the last one can be told to be cut. */
  private static final int MIN_LINES = 2;

  private static final int BEGIN = 80;

  private final SourceTime time = new SourceTime();
  private final CsvLine line = new CsvLine();
  private final List<Column> columns = new ArrayList<>();
  private Header header;
  private int shortestEnd = Integer.MAX_VALUE;
  private long lines;

  /** A line that waits until the first ones were looked at. */
  private record Held(byte[] bytes, long number, boolean isOpen) {}

  /** Returns the stamps of this file. */
  protected SourceTime time() {
    return time;
  }

  /** Returns the known layouts of files without a header, none if there is always one. */
  protected List<List<String>> layouts() {
    return List.of();
  }

  /** Returns a column that must be there, by any of its names. */
  protected final Column need(String... names) {
    return column(true, names);
  }

  /** Returns a column that need not be there, by any of its names. */
  protected final Column find(String... names) {
    return column(false, names);
  }

  /** Returns columns that must be there, each by its one name. */
  protected final List<Column> needEach(String... names) {
    return Stream.of(names).map(this::need).toList();
  }

  private Column column(boolean isNeeded, String... names) {
    Column column = new Column(isNeeded, names);
    columns.add(column);
    return column;
  }

  /** Looks at the header before the columns are found in it. */
  protected void columns(Header found) {}

  /**
   * Returns the microseconds since 1970 that a field says.
   *
   * @throws BadRow if it is no stamp
   */
  protected final long micros(CsvLine of, Column column) {
    return time.micros(of, column.at(), column.name());
  }

  /** Returns how many of the first lines are to be looked at before the first becomes a row. */
  protected int lookAhead() {
    return 0;
  }

  /** Looks at one of the first lines; one that is no record is passed over. */
  protected void look(CsvLine first) {}

  /** Takes that all of the first lines were looked at. */
  protected void looked() {}

  /** Checks one line in full, then emits its rows. */
  protected abstract void record(CsvLine line, RecordSink sink);

  /** Emits what waited for the end of the file. */
  protected void finish(RecordSink sink) {}

  @Override
  public final void read(InputStream in, RecordSink sink) throws IOException {
    CsvReader reader = new CsvReader(in);
    byte[] headerBytes = null;
    int looks = 0;
    List<Held> held = new ArrayList<>();
    while (reader.next()) {
      if (reader.isBlank()) {
        continue;
      }
      if (header == null) {
        boolean stated = header(reader, sink);
        looks = lookAhead();
        if (header == null) {
          continue;
        }
        if (stated) {
          headerBytes = reader.bytes();
          continue;
        }
      } else if (headerBytes != null && reader.isSame(headerBytes)) {
        continue;
      }
      if (looks > 0) {
        held.add(new Held(reader.bytes(), reader.number(), reader.isOpen()));
        if (held.size() == looks) {
          replay(held, sink);
          looks = 0;
        }
        continue;
      }
      sink.begin(reader.number());
      try {
        reader.split(line);
        record(sink, reader.isOpen());
      } catch (BadRow e) {
        sink.setAside(e, line.raw());
      }
    }
    if (looks > 0 && !held.isEmpty()) {
      replay(held, sink);
    }
    sink.timeUnits(time.seenUnits());
    finish(sink);
  }

  /** Takes a first line; returns true if it is a header. */
  private boolean header(CsvReader reader, RecordSink sink) {
    String raw = new String(reader.bytes(), StandardCharsets.UTF_8);
    String begin = raw.length() > BEGIN ? raw.substring(0, BEGIN) + ".." : raw;
    if ("<{[".indexOf(raw.stripLeading().charAt(0)) >= 0) {
      throw new RefusedFile(
          "an answer that is no CSV: %s (an error of the download: fetch it again)"
              .formatted(begin));
    }
    try {
      reader.split(line);
    } catch (BadRow e) {
      throw new RefusedFile(
          "its first line is none of CSV: %s: %s".formatted(e.getMessage(), begin));
    }
    if (line.count() == 1 && raw.matches("(?i)\"?(#.*|(https?://|www\\.)\\S*)\"?\\s*")) {
      return false;
    }
    boolean stated = !isData(line);
    header = stated ? new Header(line.texts()) : layout(line.count());
    sink.header(stated ? raw : "none");
    columns(header);
    columns.forEach(column -> column.find(header));
    return stated;
  }

  private void replay(List<Held> held, RecordSink sink) {
    for (Held one : held) {
      try {
        line.set(one.bytes(), 0, one.bytes().length);
        if (line.count() == header.count()) {
          look(line);
        }
      } catch (BadRow e) {
        // It is told when its turn comes.
        continue;
      }
    }
    looked();
    for (Held one : held) {
      sink.begin(one.number());
      try {
        line.set(one.bytes(), 0, one.bytes().length);
        record(sink, one.isOpen());
      } catch (BadRow e) {
        sink.setAside(e, line.raw());
      }
    }
    held.clear();
  }

  private void record(RecordSink sink, boolean isOpen) {
    if (line.count() != header.count()) {
      if (isOpen && lines >= MIN_LINES && line.count() < header.count()) {
        throw new BadRow("cut_line", "the file ends inside this line (cut off)");
      }
      throw new BadRow(
          "column_count", line.count() + " columns (the file has " + header.count() + ")");
    }
    int length = line.lengthOfLast();
    if (isOpen && lines >= MIN_LINES) {
      checkWhole(length, sink);
    }
    shortestEnd = Math.min(shortestEnd, length);
    lines++;
    record(line, sink);
    sink.end();
  }

  /**
   * A last line without a line end, where the others have one, may be cut inside its last field.
   */
  private void checkWhole(int length, RecordSink sink) {
    String last = line.text(line.count() - 1);
    if (length < shortestEnd || last.endsWith(".") || last.endsWith("-")) {
      throw new BadRow(
          "cut_line",
          "the file ends without a line end in '%s', shorter than in every other line (cut off)"
              .formatted(last));
    }
    sink.note("no line end after the last line, which is kept: it is as long as others");
  }

  /** A line of data starts with a digit or a sign, possibly in quotes; a header never does. */
  protected boolean isData(CsvLine line) {
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
