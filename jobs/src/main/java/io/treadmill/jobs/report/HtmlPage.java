package io.treadmill.jobs.report;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.treadmill.jobs.report.ReportData.InstrumentData;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the page: template, style, scripts and data in one text. */
final class HtmlPage {
  private static final String ECHARTS =
      "/META-INF/resources/webjars/echarts/5.5.0/echarts.common.min.js";
  private static final String[] SCRIPTS = {
    "format.js", "codec.js", "heat.js", "panels.js", "readout.js",
    "scores.js", "plot.js", "regimes.js", "funding.js", "episodes.js",
    "discovery.js", "tests.js", "tabs.js", "page.js", "controls.js"
  };
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");
  private static final ObjectMapper JSON = new ObjectMapper();

  private HtmlPage() {}

  /**
   * Returns the page as HTML 5. It asks for nothing over the network.
   *
   * @param maxColumns most columns of the coarsest level of the map
   */
  static String render(ReportData data, int maxColumns) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("title", escapeHtml(title(data)));
    parts.put("css", resource("report.css"));
    parts.put("data", escapeScript(json(data, maxColumns)));
    parts.put("echarts", read(ECHARTS));
    parts.put(
        "scripts", Arrays.stream(SCRIPTS).map(name -> resource(name) + "\n").collect(joining()));
    return PLACE
        .matcher(resource("report.html"))
        .replaceAll(match -> Matcher.quoteReplacement(parts.get(match.group(1))));
  }

  static String title(ReportData data) {
    return data.instruments().stream()
        .map(InstrumentData::name)
        .distinct()
        .collect(joining(", ", "Liquidation map and statistics ", ", " + data.days()));
  }

  private static String json(ReportData data, int maxColumns) {
    try {
      ObjectNode root = JSON.valueToTree(data);
      root.put("maxColumns", maxColumns);
      ArrayNode instruments = (ArrayNode) root.get("instruments");
      for (int i = 0; i < instruments.size(); i++) {
        byte[] series = JSON.writeValueAsBytes(data.instruments().get(i).series());
        byte[] statistics = JSON.writeValueAsBytes(data.instruments().get(i).statistics());
        ((ObjectNode) instruments.get(i))
            .put("series", MapDay.deflate(series))
            .put("statistics", MapDay.deflate(statistics));
      }
      root.set("tables", dictionary());
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what tables and columns of statistics mean, which names the null of each number. */
  private static ObjectNode dictionary() {
    ObjectNode tables = JSON.createObjectNode();
    for (StatisticView view : StatisticView.all()) {
      ObjectNode table =
          tables.putObject(view.table().name()).put("comment", view.table().comment());
      ObjectNode columns = table.putObject("columns");
      view.columns().forEach(column -> columns.put(column.name(), column.comment()));
    }
    return tables;
  }

  /** Returns JSON that cannot end the script element it stands in. */
  static String escapeScript(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  static String escapeHtml(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String resource(String name) {
    return read("/io/treadmill/jobs/report/" + name);
  }

  private static String read(String path) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("Cannot find the resource " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
