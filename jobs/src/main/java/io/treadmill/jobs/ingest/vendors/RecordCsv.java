package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.JsonFormat;
import io.treadmill.jobs.ingest.format.JsonRecord;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Answers that somebody saved as CSV under the names of their fields: read as the answers are. */
final class RecordCsv extends CsvFormat {
  private static final int STAMP_DIGITS = 10;

  private final BiConsumer<JsonRecord, RecordSink> reader;
  private final List<List<String>> layouts;
  private List<String> names;

  private RecordCsv(BiConsumer<JsonRecord, RecordSink> reader, List<List<String>> layouts) {
    this.reader = reader;
    this.layouts = layouts;
  }

  /**
   * Returns the reader of a file of answers, be it JSON or CSV.
   *
   * @param answers reads JSON
   * @param reader reads a record of it
   * @param layouts the names of the columns of CSV without a header
   */
  static FileFormat orJson(
      SourceFile file,
      JsonFormat answers,
      BiConsumer<JsonRecord, RecordSink> reader,
      List<List<String>> layouts) {
    return file.fileName().contains(".csv") ? new RecordCsv(reader, layouts) : answers;
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
    ObjectNode one = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < names.size(); i++) {
      one.put(names.get(i), line.text(i));
    }
    reader.accept(JsonRecord.of(one, time()), sink);
  }
}
