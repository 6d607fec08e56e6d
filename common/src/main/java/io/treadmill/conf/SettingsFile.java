package io.treadmill.conf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads settings in layers: the defaults, one file, then single values. Each layer overrides single
 * keys of the one before; where a value came from is kept.
 */
public final class SettingsFile {
  /** Name of the default layer. */
  private static final String DEFAULTS = "conf/treadmill.yaml";

  /** Maps whose keys the user chooses and whose values are maps again. */
  private static final Set<String> MAPS_OF_MAPS =
      Set.of("archive.columns", "archive.constants", "contracts");

  /** Maps whose keys the user chooses. */
  private static final Set<String> MAPS =
      Set.of(
          "lake.catalog.properties",
          "spark.properties",
          "bars.inverse-face-usd",
          "book.max-leverage");

  private static final ObjectMapper YAML =
      new ObjectMapper(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

  private static final String UNKNOWN =
      "Unknown setting: %s (from %s; did you mean %s? `treadmill config show` lists all)";

  private final ObjectNode root;
  private final Map<String, String> origins = new TreeMap<>();

  private SettingsFile(ObjectNode root) {
    this.root = root;
  }

  /**
   * Returns the settings of all layers.
   *
   * @param file a YAML file of overrides, or null
   * @param values overrides by dotted key, for example {@code heatmap.step-bp}: {@code 50}
   * @throws UserError if a key is unknown or a value breaks its rule
   */
  public static SettingsFile load(Path file, Map<String, String> values) {
    SettingsFile result = new SettingsFile(defaults());
    result.note(result.root, "", DEFAULTS);
    if (file != null) {
      result.merge(result.root, readFile(file), "", file.toString());
    }
    values.forEach(result::set);
    return result;
  }

  /**
   * Returns the checked records.
   *
   * @throws UserError if a value breaks its rule
   */
  public Settings settings() {
    try {
      return YAML.treeToValue(root, Settings.class);
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof UserError error) {
        String key = error.getMessage().replaceFirst("^Invalid ([^:]+): .*$", "$1");
        throw UserError.usage(error.getMessage() + ", from " + origins.getOrDefault(key, DEFAULTS));
      }
      String key = dotted(e);
      if (e instanceof UnrecognizedPropertyException unknown) {
        String known =
            Rule.nearest(
                unknown.getPropertyName(),
                unknown.getKnownPropertyIds().stream().map(Object::toString).toList());
        String origin = origins.getOrDefault(key, DEFAULTS);
        throw UserError.usage(UNKNOWN.formatted(key, origin, known));
      }
      throw UserError.usage(
          "Invalid %s: %s (%s), from %s"
              .formatted(
                  key, text(key), e.getOriginalMessage(), origins.getOrDefault(key, DEFAULTS)));
    } catch (JsonProcessingException e) {
      throw UserError.usage("Cannot read the settings: " + e.getOriginalMessage());
    }
  }

  /** Returns every key with its value as text, in order of the keys. */
  public Map<String, String> values() {
    Map<String, String> result = new TreeMap<>();
    origins.keySet().forEach(key -> result.put(key, text(key)));
    return result;
  }

  /** Returns the layer that set a key. */
  public String origin(String key) {
    return origins.get(key);
  }

  private String text(String key) {
    JsonNode node = root.at("/" + key.replace('.', '/'));
    return node.isValueNode() ? node.asText() : node.toString();
  }

  private void set(String key, String value) {
    JsonNode parsed;
    try {
      parsed = YAML.readTree(value);
    } catch (JsonProcessingException e) {
      throw UserError.usage("Invalid value of --set " + key + ": " + value + " (not YAML)");
    }
    JsonNode leaf =
        parsed == null || parsed.isMissingNode() ? YAML.getNodeFactory().textNode(value) : parsed;
    String rest = key;
    String prefix = "";
    ObjectNode at = root;
    while (true) {
      int dot = rest.indexOf('.');
      String head = dot < 0 ? rest : rest.substring(0, dot);
      JsonNode next = at.get(head);
      boolean free = isFree(prefix) && !(MAPS_OF_MAPS.contains(prefix) && dot > 0);
      if (MAPS_OF_MAPS.contains(prefix) && dot > 0 && next == null) {
        next = at.putObject(head);
      }
      if (free || dot < 0) {
        if (!free && next == null) {
          throw unknown(key, "--set");
        }
        at.set(free ? rest : head, leaf);
        origins.put(key, "--set");
        return;
      }
      if (!(next instanceof ObjectNode object)) {
        throw unknown(key, "--set");
      }
      prefix = below(prefix, head);
      at = object;
      rest = rest.substring(dot + 1);
    }
  }

  /** Tells whether the user chooses the keys below a key. */
  private static boolean isFree(String key) {
    return Stream.concat(MAPS.stream(), MAPS_OF_MAPS.stream())
        .anyMatch(free -> (key + ".").startsWith(free + "."));
  }

  private void merge(ObjectNode into, JsonNode from, String prefix, String origin) {
    if (!from.isObject()) {
      throw UserError.usage("Cannot read " + origin + ": " + prefix + " must be a map of keys");
    }
    for (Map.Entry<String, JsonNode> entry : from.properties()) {
      String key = below(prefix, entry.getKey());
      JsonNode old = into.get(entry.getKey());
      if (old == null && !isFree(prefix)) {
        throw unknown(key, origin);
      }
      if (old instanceof ObjectNode object && entry.getValue().isObject()) {
        merge(object, entry.getValue(), key, origin);
      } else {
        into.set(entry.getKey(), entry.getValue());
        note(entry.getValue(), key, origin);
      }
    }
  }

  private void note(JsonNode node, String key, String origin) {
    if (node.isObject() && !node.isEmpty()) {
      node.properties()
          .forEach(entry -> note(entry.getValue(), below(key, entry.getKey()), origin));
    } else {
      origins.put(key, origin);
    }
  }

  private static String below(String prefix, String name) {
    return prefix.isEmpty() ? name : prefix + "." + name;
  }

  private UserError unknown(String key, String origin) {
    return UserError.usage(
        UNKNOWN.formatted(key, origin, Rule.nearest(key, origins.keySet())));
  }

  private static ObjectNode defaults() {
    try (InputStream in = SettingsFile.class.getResourceAsStream("/treadmill.yaml")) {
      return (ObjectNode) YAML.readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read the packaged " + DEFAULTS, e);
    }
  }

  private static JsonNode readFile(Path file) {
    try {
      JsonNode node = YAML.readTree(Files.readString(file));
      return node.isMissingNode() || node.isNull() ? YAML.createObjectNode() : node;
    } catch (JsonProcessingException e) {
      String reason = String.valueOf(e.getOriginalMessage());
      throw UserError.usage(
          "Cannot read %s: %s at line %d"
              .formatted(
                  file,
                  reason.startsWith("Duplicate field")
                      ? reason.replace("Duplicate field", "two keys")
                      : "not YAML",
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr()));
    } catch (IOException e) {
      throw UserError.usage("Cannot read the configuration " + file + ": " + e.getMessage());
    }
  }

  private static String dotted(JsonMappingException e) {
    return e.getPath().stream()
        .map(JsonMappingException.Reference::getFieldName)
        .filter(Objects::nonNull)
        .collect(Collectors.joining("."));
  }
}
