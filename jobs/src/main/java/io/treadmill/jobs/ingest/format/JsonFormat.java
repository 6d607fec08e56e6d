package io.treadmill.jobs.ingest.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads JSON as people keep it: one answer, a list of answers or records, or one message a line. A
 * list is taken entry by entry. A line that is no JSON is set aside alone; a whole document that is
 * cut is refused.
 */
public abstract class JsonFormat implements FileFormat {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Bytes in which the first line must end for a file of lines. */
  private static final int MAX_FIRST_LINE = 1 << 20;

  private static final int MAX_LINE = 1 << 27;

  private final SourceTime time = new SourceTime();
  private long record;
  private long passedOver;

  /** Returns the stamps of this file. */
  protected SourceTime time() {
    return time;
  }

  /** Reads one answer, message or entry of a list; what has no records is passed over. */
  protected abstract void message(JsonNode message, RecordSink sink);

  /** Emits what waited for the end of the file, or refuses a file in which there was nothing. */
  protected void finish(RecordSink sink) {}

  /** Counts a message that is of no kind that is read. */
  protected void passOver() {
    passedOver++;
  }

  /** Reads the records of a list, each alone. */
  protected void each(JsonNode list, RecordSink sink, Consumer<JsonRecord> reader) {
    for (JsonNode node : list) {
      one(node, null, sink, reader);
    }
  }

  /** Reads one record: an object, or a list of values with names. */
  protected void one(
      JsonNode node, List<String> names, RecordSink sink, Consumer<JsonRecord> reader) {
    sink.begin(++record);
    try {
      reader.accept(names == null ? JsonRecord.of(node, time) : JsonRecord.of(node, names, time));
      sink.end();
    } catch (BadRow e) {
      sink.setAside(e, node.toString());
    }
  }

  @Override
  public final void read(InputStream in, RecordSink sink) throws IOException {
    PushbackInputStream all =
        new PushbackInputStream(new BufferedInputStream(in), MAX_FIRST_LINE + 1);
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    int c = all.read();
    while (c >= 0 && first.size() < MAX_FIRST_LINE && (c != '\n' || isBlank(first))) {
      first.write(c);
      c = all.read();
    }
    boolean hasLines = c == '\n';
    if (c >= 0) {
      first.write(c);
    }
    String begin = first.toString(StandardCharsets.UTF_8).stripLeading();
    if (begin.isEmpty() || "{[".indexOf(begin.charAt(0)) < 0) {
      throw new RefusedFile(
          "no JSON: it begins with %s"
              .formatted(begin.substring(0, Math.min(80, begin.length())).strip()));
    }
    sink.header("none");
    all.unread(first.toByteArray());
    if (hasLines && isWhole(begin)) {
      lines(new CsvReader(all, MAX_LINE), sink);
    } else {
      document(all, sink);
    }
    if (passedOver > 0) {
      sink.note("messages of no kind that is read are passed over");
    }
    sink.timeUnits(time.seenUnits());
    finish(sink);
  }

  private static boolean isBlank(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).isBlank();
  }

  private static boolean isWhole(String line) {
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      json.skipChildren();
      return json.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }

  private void lines(CsvReader reader, RecordSink sink) throws IOException {
    while (reader.next()) {
      if (reader.isBlank()) {
        continue;
      }
      String line = new String(reader.bytes(), StandardCharsets.UTF_8);
      if (isWhole(line)) {
        try (JsonParser json = JSON.createParser(line)) {
          value(json, sink);
        }
      } else {
        sink.begin(++record);
        sink.setAside(
            new BadRow(
                reader.isOpen() ? "cut_line" : "not_json",
                "line %d is no whole JSON".formatted(reader.number())),
            line);
      }
    }
  }

  private void document(InputStream in, RecordSink sink) throws IOException {
    try (JsonParser json = JSON.createParser(in).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
      while (value(json, sink)) {
        // Values of long lines follow one another.
        continue;
      }
    } catch (JsonProcessingException e) {
      throw new RefusedFile(
          "not whole JSON: " + e.getOriginalMessage() + " (cut off? fetch it again)");
    }
  }

  /** Reads the next value, a list entry by entry; returns false at the end. */
  private boolean value(JsonParser json, RecordSink sink) throws IOException {
    JsonToken token = json.nextToken();
    if (token == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        message(JSON.readTree(json), sink);
      }
    } else if (token != null) {
      message(JSON.readTree(json), sink);
    }
    return token != null;
  }
}
