package io.treadmill.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.Selection;
import io.treadmill.lake.TableColumn;
import io.treadmill.market.Instrument;
import io.treadmill.market.contract.Asset;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/**
 * Reads the statistics of a report. All tables come as one small union of texts: one Spark job,
 * however many tables there are.
 */
final class StatisticReader {
  /** Most rows of a table for each instrument; the newest are kept. */
  static final int MOST_ROWS = 9000;

  private static final String ASSET = "asset";
  private static final String POOLED = "all";
  private static final MathContext DIGITS = new MathContext(6);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Rows of one table as the page reads them.
   *
   * @param rows values by column; instants in milliseconds since 1970, days as texts
   * @param left older rows that are not shown
   */
  record Rows(List<String> columns, List<Object[]> rows, long left) {}

  private final RunContext run;
  private final List<StatisticView> views = StatisticView.all();
  private final Map<String, Map<Integer, List<String>>> owned = new HashMap<>();

  private StatisticReader(RunContext run) {
    this.run = run;
  }

  static StatisticReader read(RunContext run) {
    StatisticReader reader = new StatisticReader(run);
    reader.read();
    return reader;
  }

  private void read() {
    List<Owned> rows =
        IntStream.range(0, views.size())
            .mapToObj(i -> rows(views.get(i), i))
            .reduce(JavaRDD::union)
            .map(JavaRDD::collect)
            .orElse(List.of());
    for (Owned row : rows) {
      owned
          .computeIfAbsent(row.owner, key -> new HashMap<>())
          .computeIfAbsent(row.view, key -> new ArrayList<>())
          .add(row.text);
    }
  }

  /** Returns the rows of an instrument by table; those of its asset and pools among them. */
  Map<String, Rows> of(Instrument instrument) {
    Map<String, Rows> tables = new TreeMap<>();
    for (int i = 0; i < views.size(); i++) {
      List<JsonNode> rows = new ArrayList<>();
      for (String owner :
          List.of(instrument.toString(), Asset.ofSymbol(instrument.symbol()).name(), POOLED)) {
        boolean pooled = owner.equals(POOLED);
        for (String text : owned.getOrDefault(owner, Map.of()).getOrDefault(i, List.of())) {
          rows.add(parsed(text, pooled));
        }
      }
      if (!rows.isEmpty()) {
        tables.put(views.get(i).table().name(), rows(views.get(i), rows));
      }
    }
    return tables;
  }

  /** A row as text, and whose it is. */
  private record Owned(String owner, int view, String text) implements Serializable {}

  private JavaRDD<Owned> rows(StatisticView view, int place) {
    LakeTable table = view.table();
    List<TableColumn> shown = view.columns();
    List<String> columns = new ArrayList<>(shown.stream().map(TableColumn::name).toList());
    if (!table.hasAsset()) {
      columns.add("product");
    }
    Selection selection = run.selection();
    Set<String> assets =
        selection.symbols().stream()
            .map(symbol -> Asset.ofSymbol(symbol).name())
            .collect(Collectors.toSet());
    boolean hasAsset = table.hasAsset();
    return run.lake()
        .rows(table, view.period().of(run.days()), Selection.ALL, columns)
        .map(NamedRow::new)
        .filter(row -> isPooled(row, hasAsset) || isSelected(row, hasAsset, selection, assets))
        .map(row -> new Owned(owner(row, hasAsset), place, text(row, shown)));
  }

  private static boolean isPooled(NamedRow row, boolean hasAsset) {
    return row.text(hasAsset ? ASSET : "venue").equals(POOLED);
  }

  private static boolean isSelected(
      NamedRow row, boolean hasAsset, Selection selection, Set<String> assets) {
    return hasAsset
        ? assets.isEmpty() || assets.contains(row.text(ASSET))
        : selection.contains(row.instrument());
  }

  private static String owner(NamedRow row, boolean hasAsset) {
    return isPooled(row, hasAsset) ? POOLED : hasAsset ? row.text(ASSET) : row.instrumentKey();
  }

  /** Returns the values that are not null, by their columns, as JSON. */
  static String text(NamedRow row, List<TableColumn> columns) {
    ObjectNode text = JSON.createObjectNode();
    for (TableColumn column : columns) {
      if (!row.isNull(column.name())) {
        switch (column.type()) {
          case TEXT -> text.put(column.name(), row.text(column.name()));
          case NUMBER -> text.put(column.name(), row.number(column.name()));
          case WHOLE -> text.put(column.name(), row.whole(column.name()));
          case INTEGER -> text.put(column.name(), row.integer(column.name()));
          case FLAG -> text.put(column.name(), row.flag(column.name()));
          case INSTANT -> text.put(column.name(), row.instant(column.name()).toEpochMilli());
          case DATE -> text.put(column.name(), row.day(column.name()).toString());
        }
      }
    }
    return text.toString();
  }

  private static JsonNode parsed(String text, boolean pooled) {
    try {
      ObjectNode row = (ObjectNode) JSON.readTree(text);
      return row.put("pooled", pooled);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the rows of one instrument that the page gets, oldest first. */
  static Rows rows(StatisticView view, List<JsonNode> all) {
    String at = view.table().dayColumn();
    List<JsonNode> rows = new ArrayList<>(all);
    if (view.period() == StatisticView.Period.LATEST) {
      Map<Boolean, String> last = new HashMap<>();
      rows.forEach(
          row ->
              last.merge(
                  row.get("pooled").asBoolean(),
                  row.get(at).asText(),
                  (a, b) -> a.compareTo(b) >= 0 ? a : b));
      rows.removeIf(row -> !row.get(at).asText().equals(last.get(row.get("pooled").asBoolean())));
    }
    // Instants are numbers of one length: as texts they sort as they should.
    rows.sort(
        Comparator.comparing((JsonNode row) -> row.get(at).asText())
            .thenComparing(JsonNode::toString));
    int left = Math.max(0, rows.size() - MOST_ROWS);
    List<String> names = new ArrayList<>(view.columns().stream().map(TableColumn::name).toList());
    names.add("pooled");
    List<Object[]> values =
        rows.subList(left, rows.size()).stream()
            .map(row -> names.stream().map(name -> value(row.get(name))).toArray())
            .toList();
    return new Rows(names, values, left);
  }

  /** A number with the digits that a reader can use. */
  private static Object value(JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    if (node.isFloatingPointNumber()) {
      return new BigDecimal(node.asText()).round(DIGITS).doubleValue();
    }
    if (node.isNumber()) {
      return node.numberValue();
    }
    return node.isBoolean() ? (Object) node.asBoolean() : node.asText();
  }
}
