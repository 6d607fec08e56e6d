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
 * Reads JSON as people keep it: one answer, a list of answers, or one message a line. A line that
 * is no JSON is set aside alone; a whole document that is cut is refused.
 */
public abstract class JsonFormat implements FileFormat {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_LINE = 1 << 20;

  private final SourceTime time = new SourceTime();
  private long record;
  private long passedOver;

  /** Returns the stamps of this file. */
  protected SourceTime time() {
    return time;
  }

  /** Reads one answer or message; what has no records is passed over. */
  protected abstract void message(JsonNode message, RecordSink sink);

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
      reader.accept(names == null ? new JsonRecord(node, time) : JsonRecord.of(node, names, time));
      sink.end();
    } catch (BadRow e) {
      sink.setAside(e, node.toString());
    }
  }

  @Override
  public final void read(InputStream in, RecordSink sink) throws IOException {
    PushbackInputStream all = new PushbackInputStream(new BufferedInputStream(in), MAX_LINE + 1);
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    int c = all.read();
    while (c >= 0 && first.size() < MAX_LINE && (c != '\n' || isBlank(first))) {
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
    sink.header("JSON");
    all.unread(first.toByteArray());
    if (hasLines && isWhole(begin)) {
      lines(new CsvReader(all), sink);
    } else {
      document(all, sink);
    }
    if (passedOver > 0) {
      sink.note("messages of no kind that is read are passed over");
    }
    sink.timeUnits(time.seenUnits());
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
      byte[] line = reader.bytes();
      JsonNode message;
      try {
        message = JSON.readTree(line);
      } catch (JsonProcessingException e) {
        sink.begin(++record);
        sink.setAside(
            new BadRow(
                reader.isOpen() ? "cut_line" : "not_json",
                "line %d is no whole JSON".formatted(reader.number())),
            new String(line, StandardCharsets.UTF_8));
        continue;
      }
      message(message, sink);
    }
  }

  private void document(InputStream in, RecordSink sink) throws IOException {
    try (JsonParser json = JSON.createParser(in).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
      if (json.nextToken() == JsonToken.START_ARRAY) {
        while (json.nextToken() != JsonToken.END_ARRAY) {
          message(JSON.readTree(json), sink);
        }
      } else {
        message(JSON.readTree(json), sink);
      }
      if (json.nextToken() != null) {
        throw new RefusedFile("text after the end of the JSON (one message a line, or one answer)");
      }
    } catch (JsonProcessingException e) {
      throw new RefusedFile(
          "not whole JSON: " + e.getOriginalMessage() + " (cut off? fetch it again)");
    }
  }
}
