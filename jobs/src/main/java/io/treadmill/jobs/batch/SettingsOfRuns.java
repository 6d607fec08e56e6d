package io.treadmill.jobs.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.treadmill.conf.Settings;
import io.treadmill.lake.Lake;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.Fingerprint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The settings that decide results, as a run has them, and as the table {@code run_settings} keeps
 * them of earlier runs. Places, Spark and the size of the report do not decide results.
 */
final class SettingsOfRuns {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .build();

  private static final RowLayout<Kept> LAYOUT =
      RowLayout.<Kept>of(LakeTables.RUN_SETTINGS)
          .text("configuration_hash", Kept::configurationHash)
          .text("setting", Kept::setting)
          .text("value", Kept::value)
          .text("run_id", Kept::runId)
          .instant("first_ts", Kept::firstTs)
          .build();

  private SettingsOfRuns() {}

  /** A row of the table. */
  record Kept(
      String configurationHash, String setting, String value, String runId, Instant firstTs) {}

  private static List<Object> parts(Settings settings) {
    return List.of(
        settings.archive().columns(),
        settings.archive().constants(),
        new TreeMap<>(settings.contracts()),
        settings.book(),
        settings.heatmap(),
        settings.calibration(),
        settings.statistics(),
        settings.realised());
  }

  /** Returns the hash of all. */
  static String hash(Settings settings) {
    return Fingerprint.of(parts(settings).toString());
  }

  /** Returns each by its key, its value as JSON. */
  static SortedMap<String, String> values(Settings settings) {
    List<String> names =
        List.of(
            "archive.columns",
            "archive.constants",
            "contracts",
            "book",
            "heatmap",
            "calibration",
            "statistics",
            "realised");
    SortedMap<String, String> values = new TreeMap<>();
    List<Object> parts = parts(settings);
    for (int i = 0; i < names.size(); i++) {
      put(values, names.get(i), JSON.valueToTree(parts.get(i)));
    }
    return values;
  }

  private static void put(SortedMap<String, String> values, String key, JsonNode node) {
    if (node.isObject()) {
      node.properties().forEach(entry -> put(values, key + "." + entry.getKey(), entry.getValue()));
    } else {
      values.put(key, node.isTextual() ? node.asText() : node.toString());
    }
  }

  /** Adds the settings of a run to the table, if they are not there. */
  static void keep(Lake lake, Settings settings, String runId, Instant started) {
    String hash = hash(settings);
    if (kept(lake, hash).isEmpty()) {
      List<Kept> rows = new ArrayList<>();
      values(settings)
          .forEach((key, value) -> rows.add(new Kept(hash, key, value, runId, started)));
      lake.append(LakeTables.RUN_SETTINGS, LAYOUT.rows(rows));
    }
  }

  /** Returns what is kept of a hash; nothing if no run had it, or one of an earlier version. */
  static SortedMap<String, String> kept(Lake lake, String hash) {
    SortedMap<String, String> values = new TreeMap<>();
    for (NamedRow row :
        lake.ledger(LakeTables.RUN_SETTINGS, List.of("configuration_hash", "setting", "value"))) {
      if (row.text("configuration_hash").equals(hash)) {
        values.put(row.text("setting"), row.text("value"));
      }
    }
    return values;
  }

  /** Returns in words which settings differ. */
  static List<String> changes(SortedMap<String, String> then, SortedMap<String, String> now) {
    TreeSet<String> keys = new TreeSet<>(then.keySet());
    keys.addAll(now.keySet());
    return keys.stream()
        .filter(key -> !then.getOrDefault(key, "").equals(now.getOrDefault(key, "")))
        .map(
            key ->
                "%s was %s and is %s"
                    .formatted(
                        key, then.getOrDefault(key, "not set"), now.getOrDefault(key, "not set")))
        .toList();
  }
}
