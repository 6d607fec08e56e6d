package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import java.util.ArrayList;
import java.util.List;

/** Answers that somebody saved as CSV under the names of their fields: read as the answers are. */
final class RecordCsv extends CsvFormat {
  private static final int STAMP_DIGITS = 10;

  private final JsonFormat format;
  private final List<List<String>> layouts;
  private List<String> names;

  /**
   * Makes a reader.
   *
   * @param format reads a record
   * @param layouts the names of the columns where there is no header
   */
  RecordCsv(JsonFormat format, List<List<String>> layouts) {
    this.format = format;
    this.layouts = layouts;
  }

  @Override
  protected List<List<String>> layouts() {
    return layouts;
  }

  /** A line of data holds a stamp; its first field may be a symbol. */
  @Override
  protected boolean isData(CsvLine line) {
    return line.texts().stream()
        .anyMatch(
            text ->
                text.matches("\\d{%d,}(\\.\\d+)?".formatted(STAMP_DIGITS))
                    || text.matches("20\\d{2}-\\d{2}-\\d{2}.*"));
  }

  /** A header of single letters has s for the symbol, then S for the side, and T for the time. */
  @Override
  protected void columns(Header header) {
    names = new ArrayList<>(header.names());
    if (names.indexOf("s") != names.lastIndexOf("s")) {
      names.set(names.lastIndexOf("s"), "S");
      names.replaceAll(name -> name.equals("t") ? "T" : name);
    }
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    ObjectNode one = JsonRecord.JSON.createObjectNode();
    for (int i = 0; i < names.size(); i++) {
      one.put(names.get(i), line.text(i));
    }
    format.record(new JsonRecord(one), sink);
  }

  @Override
  protected void finish(RecordSink sink) {
    sink.timeUnits(format.time().seenUnits());
    format.finish(sink);
  }
}
