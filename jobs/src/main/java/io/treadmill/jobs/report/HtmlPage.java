package io.treadmill.jobs.report;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.treadmill.jobs.report.ReportData.InstrumentData;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the page of some instruments. It is one document, in two shapes: complete in one file, or
 * with its code beside it and its data in one file for each instrument and time.
 */
final class HtmlPage {
  private static final String ECHARTS =
      "/META-INF/resources/webjars/echarts/5.5.0/echarts.common.min.js";
  private static final String[] SCRIPTS = {
    "format.js", "codec.js", "heat.js", "panels.js", "readout.js",
    "scores.js", "plot.js", "regimes.js", "funding.js", "episodes.js",
    "discovery.js", "tests.js", "tabs.js", "page.js", "controls.js"
  };
  private static final String COMPLETE =
      "This file is complete: it loads nothing from the network.";
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");
  private static final ObjectMapper JSON = new ObjectMapper();

  private HtmlPage() {}

  /**
   * Returns the page as HTML 5, complete in one file. It asks for nothing over the network.
   *
   * @param instruments the instruments of the report, as {@link #instrument} gives them
   * @param maxColumns most columns of the coarsest level of the map
   */
  static String whole(ReportData data, List<String> instruments, int maxColumns) {
    ObjectNode root = report(data, instruments);
    root.setAll(head(maxColumns));
    return page(
        Map.of(
            "head",
            HtmlHead.render(
                "script-src 'unsafe-inline'; style-src 'unsafe-inline'",
                title(data),
                "<style>" + resource("report.css") + "</style>"),
            "heading",
            "Liquidation map and statistics",
            "data",
            escapeScript(text(root)),
            "home",
            "",
            "completeness",
            COMPLETE,
            "code",
            "<script>" + read(ECHARTS) + "</script>\n<script>" + script() + "</script>"));
  }

  /**
   * Returns the page of an asset without its data.
   *
   * @param entries what can be chosen, with the times that there are files of
   * @param home address of the index from the page
   * @param code address of the folder with the {@link #files} from the page
   */
  static String shell(
      String asset, List<PageEntry> entries, int maxColumns, String home, String code) {
    ObjectNode root = head(maxColumns);
    root.set("instruments", JSON.valueToTree(entries));
    return page(
        Map.of(
            "head",
            // A page opened from a disk has no origin of its own: file: stands for it.
            HtmlHead.render(
                "script-src 'self' file:; style-src 'self' file: 'unsafe-inline'",
                "Liquidation map and statistics of " + asset,
                "<link rel=\"stylesheet\" href=\"" + code + "report.css\">"),
            "heading",
            escapeHtml(asset) + ": liquidation map and statistics",
            "data",
            escapeScript(text(root)),
            "home",
            "<p><a href=\"%s\">All symbols</a></p>".formatted(home),
            "completeness",
            "",
            "code",
            "<script src=\"%1$secharts.js\"></script>\n<script src=\"%1$sreport.js\"></script>"
                .formatted(code)));
  }

  /** Returns the files that all pages share, by name. */
  static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("report.css", resource("report.css"));
    files.put("echarts.js", read(ECHARTS));
    files.put("report.js", script());
    files.put("site.css", resource("site.css"));
    files.put("site.js", resource("site.js"));
    return files;
  }

  /** Returns the file of one instrument of a report, which the page asks for. */
  static String dataFile(ReportData data, String instrument) {
    return "treadmillData(" + text(report(data, List.of(instrument))) + ");\n";
  }

  /** Returns one instrument of a report as JSON. */
  static String instrument(ReportData data, InstrumentData of) {
    try {
      ObjectNode node = JSON.valueToTree(of);
      node.put("night", LastNight.of(data.days(), of).sentence());
      node.put("series", MapDay.deflate(JSON.writeValueAsBytes(of.series())));
      node.put("statistics", MapDay.deflate(JSON.writeValueAsBytes(of.statistics())));
      return text(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String title(ReportData data) {
    return data.instruments().stream()
        .map(InstrumentData::name)
        .distinct()
        .collect(joining(", ", "Liquidation map and statistics ", ", " + data.days()));
  }

  private static ObjectNode report(ReportData data, List<String> instruments) {
    ObjectNode root = JSON.valueToTree(data);
    root.putRawValue("instruments", new RawValue("[" + String.join(",", instruments) + "]"));
    return root;
  }

  /** Returns what is of the page and not of a time or instrument. */
  private static ObjectNode head(int maxColumns) {
    ObjectNode head = JSON.createObjectNode();
    head.set("palette", JSON.valueToTree(Palette.STOPS));
    head.put("maxColumns", maxColumns);
    head.set("tables", dictionary());
    return head;
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

  private static String page(Map<String, String> parts) {
    return PLACE
        .matcher(resource("report.html"))
        .replaceAll(match -> Matcher.quoteReplacement(parts.get(match.group(1))));
  }

  private static String script() {
    return Arrays.stream(SCRIPTS)
        .map(name -> resource(name) + "\n")
        .collect(joining("", "(function () {\n\"use strict\";\n", "})();\n"));
  }

  private static String text(ObjectNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
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
