package io.treadmill.jobs.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.ColumnType;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.Selection;
import io.treadmill.lake.TableColumn;
import io.treadmill.market.Instrument;
import io.treadmill.market.contract.Asset;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Reads the statistics of a report. All tables come as one small union of texts: one Spark job,
 * however many tables there are.
 */
final class StatisticReader {
  /** Most rows of a table for each instrument; the newest are kept. */
  static final int MOST_ROWS = 9000;

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
    IntStream.range(0, views.size())
        .mapToObj(i -> rows(views.get(i), i))
        .reduce(Dataset::unionByName)
        .ifPresent(
            all ->
                NamedRow.all(all)
                    .forEach(
                        row ->
                            owned
                                .computeIfAbsent(row.text("owner"), key -> new HashMap<>())
                                .computeIfAbsent(row.integer("view"), key -> new ArrayList<>())
                                .add(row.text("row"))));
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

  private Dataset<Row> rows(StatisticView view, int place) {
    Column owner =
        view.table().hasAsset()
            ? col("asset")
            : when(col("venue").equalTo(POOLED), POOLED)
                .otherwise(concat_ws("/", col("venue"), col("product"), col("symbol")));
    Column[] columns =
        view.columns().stream()
            .map(
                column ->
                    column.type() == ColumnType.INSTANT
                        ? unix_millis(col(column.name())).as(column.name())
                        : col(column.name()))
            .toArray(Column[]::new);
    return run.lake()
        .read(view.table(), view.period().of(run.days()), Selection.ALL)
        .where(shown(view))
        .select(owner.as("owner"), lit(place).as("view"), to_json(struct(columns)).as("row"));
  }

  /** Rows of the selection, and those that are pooled over all instruments. */
  private Column shown(StatisticView view) {
    Selection selection = run.selection();
    if (!view.table().hasAsset()) {
      return selection
          .condition()
          .map(condition -> condition.or(col("venue").equalTo(POOLED)))
          .orElse(lit(true));
    }
    return selection.symbols().isEmpty()
        ? lit(true)
        : col("asset")
            .isin(
                Stream.concat(
                        selection.symbols().stream().map(symbol -> Asset.ofSymbol(symbol).name()),
                        Stream.of(POOLED))
                    .distinct()
                    .toArray());
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
