package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceTime;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Turns JSON into rows: one value a line, or one document over many lines. A line that is no JSON
 * is set aside, the others are read.
 */
abstract class JsonFormat implements FileFormat {
  private static final int MAX_BYTES = 1 << 27;
  private static final ObjectReader WHOLE =
      JsonRecord.JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final SourceTime time = new SourceTime();
  private long record;

  /** Returns the stamps of this file. */
  final SourceTime time() {
    return time;
  }

  /**
   * Finds the records of a value, and calls {@link #take} for each.
   *
   * @throws RefusedFile if it is nothing of this format
   */
  abstract void value(JsonNode root, RecordSink sink);

  /** Checks one record in full, then emits its rows. */
  abstract void record(JsonRecord one, RecordSink sink);

  /** Emits what waited for the end of the file. */
  void finish(RecordSink sink) {}

  /**
   * Returns microseconds since 1970 of a stamp, a number of any unit or text.
   *
   * @throws BadRow if it is none
   */
  final long micros(JsonRecord one, String name) {
    String text = one.text(name);
    return text.matches("\\d{1,19}")
        ? time.ofNumber(Long.parseLong(text), name)
        : time.ofText(text, name);
  }

  /** Reads a record: accounts for it, and sets it aside if it breaks a rule. */
  final void take(JsonNode one, RecordSink sink) {
    sink.begin(++record);
    try {
      if (!one.isObject()) {
        throw new BadRow("json", "no JSON object");
      }
      record(new JsonRecord(one), sink);
      sink.end();
    } catch (BadRow e) {
      sink.setAside(e, one.toString());
    }
  }

  @Override
  public final void read(InputStream raw, RecordSink sink) throws IOException {
    InputStream in = new BufferedInputStream(raw, 1 << 16);
    sink.header("none");
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean first = true;
    while (line(in, line)) {
      String text = line.toString(StandardCharsets.UTF_8);
      if (text.isBlank()) {
        continue;
      }
      JsonNode root;
      try {
        root = WHOLE.readTree(text);
      } catch (JsonProcessingException e) {
        if (first) {
          document(text, in, sink);
          break;
        }
        sink.begin(++record);
        sink.setAside(new BadRow("json", "no JSON: " + e.getOriginalMessage()), text);
        continue;
      }
      first = false;
      value(root, sink);
    }
    sink.timeUnits(time.seenUnits());
    finish(sink);
  }

  /** One document that is spread over lines. */
  private void document(String begin, InputStream in, RecordSink sink) throws IOException {
    byte[] rest = in.readNBytes(MAX_BYTES);
    if (rest.length == MAX_BYTES) {
      throw new RefusedFile("one JSON document of over 128 MB (save one value a line)");
    }
    try {
      value(WHOLE.readTree(begin + "\n" + new String(rest, StandardCharsets.UTF_8)), sink);
    } catch (JsonProcessingException e) {
      throw new RefusedFile(
          "not whole JSON: " + e.getOriginalMessage() + " (cut off? fetch it again)");
    }
  }

  private static boolean line(InputStream in, ByteArrayOutputStream line) throws IOException {
    line.reset();
    int c = in.read();
    if (c < 0) {
      return false;
    }
    for (; c >= 0 && c != '\n'; c = in.read()) {
      line.write(c);
      if (line.size() >= MAX_BYTES) {
        throw new RefusedFile("a line of over 128 MB (save one value a line)");
      }
    }
    return true;
  }
}
