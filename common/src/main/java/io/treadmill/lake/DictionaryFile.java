package io.treadmill.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of the dictionary: the tables of a room, in the YAML of that name beside this class. How
 * a table is written says {@code shared.yaml}, which holds the columns that several tables have.
 * What breaks that form is an error as the file is read, which names file, table and column.
 */
final class DictionaryFile {
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private static final Set<String> PARTS =
      new TreeSet<>(Set.of("comment", "key", "day-column", "partition", "columns"));

  /** Name, type and whether a value may be null. */
  private static final Pattern HEAD = Pattern.compile("([a-z][a-z0-9_]*) (\\w+)(\\??)");

  private static final String RULES = "rules";

  /** What the name of a group of rules ends with. */
  private static final String GROUP_OF_RULES = "_rules";

  private static final Map<String, List<TableColumn>> SHARED = new HashMap<>();
  private static final Map<String, List<AuditRule>> SHARED_RULES = new HashMap<>();

  static {
    forEach(
        "shared.yaml",
        text("shared.yaml"),
        (name, node) -> {
          if (name.endsWith(GROUP_OF_RULES)) {
            SHARED_RULES.put(name, rules(name, node));
          } else {
            SHARED.put(name, columns(name, node, Map.of()));
          }
        });
  }

  private final Map<String, LakeTable> tables = new LinkedHashMap<>();

  /**
   * Reads a text.
   *
   * @param file its name, for messages
   */
  DictionaryFile(String file, String yaml) {
    forEach(file, yaml, (name, node) -> tables.put(name, table(name, node)));
  }

  /** Reads the file of a room. */
  static DictionaryFile of(String room) {
    return new DictionaryFile(room + ".yaml", text(room + ".yaml"));
  }

  /** Returns the tables in their order. */
  List<LakeTable> tables() {
    return List.copyOf(tables.values());
  }

  /** Returns a table by its name. */
  LakeTable table(String name) {
    LakeTable table = tables.get(name);
    if (table == null) {
      throw new IllegalArgumentException(
          "No table %s in the dictionary (one of %s)".formatted(name, tables.keySet()));
    }
    return table;
  }

  private static LakeTable table(String name, JsonNode node) {
    Set<String> parts = new TreeSet<>();
    node.fieldNames().forEachRemaining(parts::add);
    parts.remove(RULES);
    if (!parts.equals(PARTS)) {
      throw new IllegalArgumentException(
          "Invalid table %s: it has %s (must have %s)".formatted(name, parts, PARTS));
    }
    List<String> key = new ArrayList<>();
    for (JsonNode part : node.get("key")) {
      List<TableColumn> group = SHARED.get(part.asText());
      if (group == null) {
        key.add(part.asText());
      } else {
        group.forEach(column -> key.add(column.name()));
      }
    }
    return new LakeTable(
            name,
            comment(name, node.get("comment")),
            node.get("day-column").asText(),
            word(name, node.get("partition").asText(), LakeTable.Partition.values()),
            key,
            columns(name, node.get("columns"), SHARED))
        .with(rules(name, node.path(RULES)));
  }

  private static List<AuditRule> rules(String table, JsonNode lines) {
    List<AuditRule> rules = new ArrayList<>();
    for (JsonNode line : lines) {
      try {
        List<AuditRule> group = SHARED_RULES.get(line.asText());
        rules.addAll(group == null ? List.of(AuditRule.of(line.asText())) : group);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "Invalid rule of %s: %s".formatted(table, e.getMessage()), e);
      }
    }
    return rules;
  }

  private static List<TableColumn> columns(
      String table, JsonNode lines, Map<String, List<TableColumn>> groups) {
    List<TableColumn> columns = new ArrayList<>();
    for (JsonNode line : lines) {
      if (line.isObject() && line.size() == 1) {
        Map.Entry<String, JsonNode> entry = line.properties().iterator().next();
        columns.add(column(table, entry.getKey(), entry.getValue()));
      } else if (groups.containsKey(line.asText())) {
        columns.addAll(groups.get(line.asText()));
      } else {
        throw new IllegalArgumentException(
            "Invalid column of %s: %s (must be name type: comment, or a group of shared.yaml)"
                .formatted(table, line));
      }
    }
    return columns;
  }

  private static TableColumn column(String table, String head, JsonNode comment) {
    Matcher parts = HEAD.matcher(head);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "Invalid column of %s: %s (must be name type, or name type? if it may be null)"
              .formatted(table, head));
    }
    String name = parts.group(1);
    String owner = table + "." + name;
    return new TableColumn(
        name,
        word(owner, parts.group(2), ColumnType.values()),
        parts.group(3).isEmpty(),
        comment(owner, comment));
  }

  private static String comment(String owner, JsonNode comment) {
    if (!comment.isTextual() || comment.asText().isBlank()) {
      throw new IllegalArgumentException("Invalid %s: no comment in words".formatted(owner));
    }
    return comment.asText();
  }

  /** Returns what a word in lower case stands for. */
  private static <E extends Enum<E>> E word(String owner, String word, E[] known) {
    List<String> words =
        Arrays.stream(known).map(one -> one.name().toLowerCase(Locale.ROOT)).toList();
    if (!words.contains(word)) {
      throw new IllegalArgumentException(
          "Invalid %s: %s (must be one of %s)".formatted(owner, word, words));
    }
    return known[words.indexOf(word)];
  }

  private static void forEach(String file, String yaml, BiConsumer<String, JsonNode> each) {
    try {
      YAML.readTree(yaml).properties().forEach(one -> each.accept(one.getKey(), one.getValue()));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot read the dictionary %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static String text(String file) {
    try (InputStream in = DictionaryFile.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
