package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.jobs.ingest.format.SourceTime;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * The answer {@code {code, msg, data: [{time, .._long_liquidation_usd,
 * .._short_liquidation_usd}]}}, read bar by bar. An answer that is an error, or has no bars, is
 * refused: the vendor answers a wrong symbol with an empty list.
 */
final class CoinGlassLiquidations implements FileFormat {
  private static final ArchiveDataset BARS = ArchiveDataset.LIQUIDATION_BARS;
  private static final long SECOND_MICROS = 1_000_000L;
  private static final ObjectMapper JSON = new ObjectMapper(new JsonFactory());

  private final String scope;
  private final String venueSet;
  private final SourceTime time = new SourceTime();
  private int intervalSeconds;

  CoinGlassLiquidations(SourceFile file) {
    String[] kind = file.kind().split(":");
    this.venueSet = kind[1];
    this.intervalSeconds = kind.length < 3 ? 0 : Intervals.seconds(kind[2]);
    this.scope = file.symbol().matches("[A-Z0-9]+USD[TC]?(_.*)?") ? "pair" : "coin";
  }

  @Override
  public void read(InputStream in, RecordSink sink) throws IOException {
    try (JsonParser json = JSON.createParser(in).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        boolean list = json.currentToken() == JsonToken.START_ARRAY && json.nextToken() != null;
        String what =
            list && json.currentToken() == JsonToken.START_OBJECT
                ? " (it is %s)".formatted(what(JSON.readTree(json)))
                : "";
        throw new RefusedFile("no JSON object {code, msg, data}" + what);
      }
      sink.header("none");
      long bars = 0;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("code") && !json.getText().equals("0")) {
          throw new RefusedFile("the answer is an error, code " + json.getText());
        } else if (name.equals("data") && value == JsonToken.START_ARRAY) {
          bars = data(json, sink);
        } else if (name.equals("data") && value == JsonToken.START_OBJECT) {
          throw new RefusedFile("no totals by time: it is " + what(JSON.readTree(json)));
        } else {
          json.skipChildren();
        }
      }
      if (bars == 0) {
        throw new RefusedFile(
            "no bars in data (the vendor answers a wrong symbol so: a coin, BTC, not a pair)");
      }
      sink.timeUnits("ms");
    } catch (JsonProcessingException e) {
      throw new RefusedFile(
          "not whole JSON: " + e.getOriginalMessage() + " (cut off? fetch it again)");
    }
  }

  private long data(JsonParser json, RecordSink sink) throws IOException {
    long record = 0;
    JsonNode held = null;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      JsonNode bar = JSON.readTree(json);
      record++;
      if (record == 1 && !isTotal(bar)) {
        throw new RefusedFile("no totals by time: it is " + what(bar));
      }
      if (intervalSeconds == 0 && held == null) {
        held = bar;
        continue;
      }
      if (held != null) {
        intervalSeconds = (int) ((bar.path("time").asLong() - held.path("time").asLong()) / 1000);
        if (intervalSeconds <= 0 || 86400 % intervalSeconds != 0) {
          throw new RefusedFile("the first two bars are " + intervalSeconds + " s apart");
        }
        bar(held, record - 1, sink);
        held = null;
      }
      bar(bar, record, sink);
    }
    if (held != null) {
      throw new RefusedFile("one bar does not tell its interval (name the file ..-1h-..)");
    }
    return record;
  }

  private static boolean isTotal(JsonNode entry) {
    return entry.has("aggregated_long_liquidation_usd") || entry.has("long_liquidation_usd");
  }

  /** Says what else people keep beside totals. */
  private static String what(JsonNode entry) {
    if (isTotal(entry)) {
      return "a bare list of totals: save the whole answer";
    }
    if (entry.has("longLiquidationUsd")) {
      return "an answer of version 3 of the API: fetch it from version 4";
    }
    if (entry.has("usd_value") || entry.has("exchange_name")) {
      return "a list of single liquidation orders";
    }
    if (entry.has("y_axis") || entry.has("liquidation_leverage_data")) {
      return "a liquidation heatmap, a model's picture";
    }
    if (entry.has("history")) {
      return "a history of Coinalyze: import it with `ingest coinalyze`";
    }
    if (entry.has("open") && entry.has("close")) {
      return "a history of open interest or funding";
    }
    return "of no kind that is known, with "
        + entry.properties().stream().map(Map.Entry::getKey).toList();
  }

  private void bar(JsonNode bar, long record, RecordSink sink) {
    sink.begin(record);
    try {
      JsonNode stamp = bar.path("time");
      if (!stamp.isIntegralNumber()) {
        throw new BadRow("not_a_time", "time " + stamp);
      }
      long start = time.ofNumber(stamp.asLong(), "time");
      if (start % (intervalSeconds * SECOND_MICROS) != 0) {
        throw new BadRow(
            "off_grid", "time " + stamp + " (not a start of " + intervalSeconds + " s)");
      }
      double longUsd = usd(bar, "long");
      double shortUsd = usd(bar, "short");
      sink.checkEnded(start + intervalSeconds * SECOND_MICROS);
      RowBuffer row = sink.row(BARS);
      row.whole(BARS.index("ts"), start);
      row.whole(BARS.index("interval_seconds"), intervalSeconds);
      row.text(BARS.index("scope"), scope);
      row.text(BARS.index("venue_set"), venueSet);
      row.number(BARS.index("long_usd"), longUsd);
      row.number(BARS.index("short_usd"), shortUsd);
      sink.emit();
      sink.end();
    } catch (BadRow e) {
      sink.setAside(e, bar.toString());
    }
  }

  /** Numbers are numbers in one answer and text in the other. */
  private static double usd(JsonNode bar, String side) {
    String name = side + "_liquidation_usd";
    JsonNode value = bar.has("aggregated_" + name) ? bar.get("aggregated_" + name) : bar.path(name);
    double usd;
    try {
      usd = value.isNumber() ? value.asDouble() : Double.parseDouble(value.asText("x"));
    } catch (NumberFormatException e) {
      throw new BadRow("not_a_number", name + " " + value);
    }
    if (!(usd >= 0 && usd < Double.POSITIVE_INFINITY)) {
      throw new BadRow("usd_negative", name + " " + value + " (must be >= 0)");
    }
    return usd;
  }
}
