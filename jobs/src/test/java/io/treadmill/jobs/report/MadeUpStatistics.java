package io.treadmill.jobs.report;

import io.treadmill.lake.ColumnType;
import io.treadmill.lake.TableColumn;
import io.treadmill.market.UtcDays;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Seeded rows of every table of statistics that the page shows, with values by column name. */
final class MadeUpStatistics {
  private static final long HOUR = 3_600_000L;
  private static final List<String> STATES =
      List.of(
          "flush",
          "fragile",
          "crowded",
          "spot_led",
          "short_cover",
          "deleveraging",
          "building",
          "quiet");
  private static final List<String> SIDES = List.of("long", "short");

  private final UtcDays days;
  private final Random random;

  private MadeUpStatistics(UtcDays days, long seed) {
    this.days = days;
    this.random = new Random(seed);
  }

  static Map<String, StatisticReader.Rows> of(UtcDays days, long seed) {
    MadeUpStatistics made = new MadeUpStatistics(days, seed);
    Map<String, StatisticReader.Rows> tables = new TreeMap<>();
    for (StatisticView view : StatisticView.all()) {
      List<String> names = new ArrayList<>(view.columns().stream().map(TableColumn::name).toList());
      names.add("pooled");
      List<Object[]> rows = new ArrayList<>();
      for (Map<String, Object> key : made.keys(view.table().name())) {
        rows.add(made.row(view, names, key));
      }
      tables.put(view.table().name(), new StatisticReader.Rows(names, rows, 0));
    }
    return tables;
  }

  private List<Map<String, Object>> keys(String table) {
    List<Map<String, Object>> daily =
        days.days().stream().map(day -> key("day", day.toString())).toList();
    List<Map<String, Object>> last = List.of(key("day", days.to().toString()));
    return switch (table) {
      case "regime" -> cross(hours(1), "state", STATES);
      case "funding_state" -> hours(8);
      case "circuit_breaker" ->
          cross(daily, "breaker", List.of("deleveraging", "spot_absorption", "volatility_regime"));
      case "regime_statistics" ->
          cross(cross(last, "state", STATES), "horizon_hours", List.of(1, 4, 24, 168));
      case "regime_transition" ->
          cross(cross(last, "from_state", STATES), "to_state", STATES).stream()
              .filter(key -> !key.get("from_state").equals(key.get("to_state")))
              .toList();
      case "flush" -> cross(every(daily, 3), "side", List.of("long"));
      case "treadmill_episode" -> cross(every(daily, 4), "direction", List.of("down"));
      case "reload" ->
          cross(cross(daily, "event", List.of("flush", "treadmill")), "side", List.of("long"));
      case "liquidation_week" -> cross(weeks(), "side", SIDES);
      case "funding_clock" -> clock(last);
      case "self_excitation" -> cross(last, "side", SIDES);
      case "thin_zone_test" -> cross(last, "direction", List.of("down", "up", "both"));
      case "sequence_test" ->
          cross(
              cross(
                  last,
                  "pair",
                  List.of(
                      "funding_open_interest",
                      "open_interest_liquidations",
                      "liquidations_funding")),
              "lag_hours",
              List.of(1, 2, 4, 8, 24));
      case "zone_outcome" -> cross(daily, "side", SIDES);
      case "price_discovery" -> cross(daily, "horizon", List.of("1m", "5m", "15m", "1h"));
      case "volume_share" -> cross(daily, "class", List.of("spot", "perp", "dated", "regulated"));
      case "segment_compare" -> cross(daily, "second_segment", List.of("regulated_future", "spot"));
      case "treadmill_base_rate", "hunt_test" -> last;
      default -> daily;
    };
  }

  private static List<Map<String, Object>> every(List<Map<String, Object>> keys, int step) {
    return IntStream.range(0, keys.size()).filter(i -> i % step == 0).mapToObj(keys::get).toList();
  }

  private List<Map<String, Object>> hours(int step) {
    long from = days.startMicros() / 1000;
    return IntStream.range(0, days.count() * 24 / step)
        .mapToObj(i -> key("ts", from + i * step * HOUR))
        .toList();
  }

  private List<Map<String, Object>> weeks() {
    List<Map<String, Object>> weeks = new ArrayList<>();
    LocalDate sunday = days.to().with(DayOfWeek.SUNDAY).minusWeeks(30);
    for (int week = 0; week < 30; week++) {
      Map<String, Object> key = key("day", sunday.plusWeeks(week).toString());
      key.put("iso_week", "2025-W" + (20 + week));
      weeks.add(key);
    }
    return weeks;
  }

  private static List<Map<String, Object>> clock(List<Map<String, Object>> last) {
    List<String> measures =
        List.of("volume", "range", "open_interest_change", "return", "liquidations");
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Map<String, Object> key : cross(last, "measure", measures)) {
      for (int offset = -60; offset < 60; offset += 5) {
        Map<String, Object> profile = new HashMap<>(key);
        profile.put("kind", "profile");
        profile.put("offset_minutes", offset);
        rows.add(profile);
      }
      Map<String, Object> test = new HashMap<>(key);
      test.put("kind", "test");
      test.put("offset_minutes", 0);
      rows.add(test);
    }
    return rows;
  }

  private static Map<String, Object> key(String name, Object value) {
    return new HashMap<>(Map.of(name, value));
  }

  /** All combinations; states of hours are drawn instead. */
  private static List<Map<String, Object>> cross(
      List<Map<String, Object>> keys, String name, List<?> values) {
    List<Map<String, Object>> result = new ArrayList<>();
    Random states = new Random(5);
    Object held = values.get(0);
    for (Map<String, Object> key : keys) {
      if (key.containsKey("ts")) {
        held = states.nextInt(6) == 0 ? values.get(states.nextInt(values.size())) : held;
        Map<String, Object> row = new HashMap<>(key);
        row.put(name, held);
        result.add(row);
        continue;
      }
      for (Object value : values) {
        Map<String, Object> row = new HashMap<>(key);
        row.put(name, value);
        result.add(row);
      }
    }
    return result;
  }

  private Object[] row(StatisticView view, List<String> names, Map<String, Object> key) {
    Map<String, Object> row = new HashMap<>(key);
    row.put("pooled", false);
    long start = days.startMicros() / 1000 + random.nextInt(days.count() * 24 * 12) * (HOUR / 12);
    for (TableColumn column : view.columns()) {
      row.computeIfAbsent(column.name(), name -> value(column, start));
    }
    for (String name : names) {
      for (String end : List.of("_low", "_high", "_lower", "_upper")) {
        Object middle = name.endsWith(end) ? middle(row, name, end) : null;
        if (middle instanceof Double number) {
          double away = (0.1 + 0.1 * random.nextDouble()) * (Math.abs(number) + 0.2);
          boolean below = end.startsWith("_lo");
          row.put(name, number + (below ? -away : away));
        }
      }
    }
    row.put("reason", null);
    return names.stream().map(row::get).toArray();
  }

  private static Object middle(Map<String, Object> row, String name, String end) {
    String stem = name.substring(0, name.length() - end.length());
    return Arrays.asList(stem, stem + "_ratio", stem + "_hours", "value").stream()
        .map(row::get)
        .filter(Double.class::isInstance)
        .findFirst()
        .orElse(null);
  }

  private Object value(TableColumn column, long start) {
    String name = column.name();
    if (column.type() == ColumnType.INSTANT) {
      List<String> order =
          List.of("t0", "start_ts", "hit_ts", "t1", "end_ts", "known_ts", "t2", "t3", "t4");
      return start + Math.max(0, order.indexOf(name)) * HOUR / 2;
    }
    if (column.type() == ColumnType.NUMBER) {
      return number(name);
    }
    if (column.type() == ColumnType.FLAG) {
      return random.nextInt(3) > 0;
    }
    if (column.type() == ColumnType.TEXT) {
      return switch (name) {
        case "verdict", "verdict_4h", "verdict_12h" ->
            List.of("cleared", "reloaded", "undecided").get(random.nextInt(3));
        case "first_segment" -> "offshore_perp";
        case "reading" -> "A sentence of what the number does not prove.";
        case "feed_rule" -> "aggregate of Binance+Bybit+OKX";
        case "rule_breaks" -> null;
        default -> "some " + name.replace('_', ' ');
      };
    }
    return name.endsWith("minutes") ? 480 : 5 + random.nextInt(300);
  }

  private double number(String name) {
    double unit = random.nextDouble();
    double signed = random.nextGaussian();
    if (name.equals("p") || name.endsWith("_p") || name.contains("p_holm")) {
      return unit * unit;
    }
    if (name.contains("usd")) {
      return 1e6 * Math.exp(3 + signed);
    }
    if (name.startsWith("rate") && !name.equals("rate") || name.contains("funding")) {
      return 1e-4 * (1 + signed);
    }
    if (name.contains("interval_minutes")) {
      return 480;
    }
    if (name.contains("ratio") || name.contains("per_") || name.contains("lift")) {
      return Math.exp(signed / 3);
    }
    if (name.contains("seconds")) {
      return 20 * signed;
    }
    if (name.endsWith("_bp") && name.startsWith("move") || name.startsWith("leg1")) {
      return -150 - 100 * unit;
    }
    return name.contains("effect")
            || name.contains("response")
            || name.contains("excess")
            || name.contains("return")
            || name.contains("placebo")
        ? signed / 5
        : unit;
  }
}
