package io.treadmill.jobs.ingest.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One object of an answer or message: numbers are numbers in one place and text in another. */
public final class JsonRecord {
  private final JsonNode node;
  private final SourceTime time;

  private JsonRecord(JsonNode node, SourceTime time) {
    this.node = node;
    this.time = time;
  }

  /**
   * Makes one of an object.
   *
   * @throws BadRow if it is none
   */
  public static JsonRecord of(JsonNode node, SourceTime time) {
    if (!node.isObject()) {
      throw new BadRow("not_json", "no JSON object");
    }
    return new JsonRecord(node, time);
  }

  /**
   * Makes one of a list of values.
   *
   * @throws BadRow if it has fewer values than names
   */
  public static JsonRecord of(JsonNode values, List<String> names, SourceTime time) {
    if (!values.isArray() || values.size() < names.size()) {
      throw new BadRow("column_count", "%d values (must be %s)".formatted(values.size(), names));
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < names.size(); i++) {
      node.set(names.get(i), values.get(i));
    }
    return new JsonRecord(node, time);
  }

  /** Returns the object. */
  public JsonNode node() {
    return node;
  }

  /** Returns the object of a field, empty if there is none. */
  public JsonRecord inner(String name) {
    JsonNode value = node.path(name);
    return new JsonRecord(value.isObject() ? value : JsonNodeFactory.instance.objectNode(), time);
  }

  /** Returns true if the field is there and has a value. */
  public boolean has(String name) {
    JsonNode value = node.path(name);
    return !value.isMissingNode()
        && !value.isNull()
        && !(value.isTextual() && (value.asText().isBlank() || value.asText().equals("null")));
  }

  /** Returns the first of some names that has a value; null if none has. */
  public String first(List<String> names) {
    return names.stream().filter(this::has).findFirst().orElse(null);
  }

  /** Returns the text of a field, empty if there is none. */
  public String textOrEmpty(String name) {
    return has(name) ? node.get(name).asText() : "";
  }

  /**
   * Returns the text of a field.
   *
   * @throws BadRow if it is not there
   */
  public String text(String name) {
    if (!has(name)) {
      throw new BadRow("no_" + snake(name), name + " is missing or empty");
    }
    return node.get(name).asText();
  }

  /**
   * Returns a whole number.
   *
   * @throws BadRow if the field is none
   */
  public long whole(String name) {
    String text = text(name);
    if (!text.matches("-?\\d{1,18}")) {
      throw new BadRow("not_a_whole_number", "%s '%s'".formatted(name, text));
    }
    return Long.parseLong(text);
  }

  /**
   * Returns a finite number.
   *
   * @throws BadRow if the field is none
   */
  public double number(String name) {
    double value = Double.NaN;
    try {
      value = Double.parseDouble(text(name));
    } catch (NumberFormatException e) {
      // Told below.
      value = Double.NaN;
    }
    if (!Double.isFinite(value)) {
      throw new BadRow("not_a_number", "%s '%s'".formatted(name, text(name)));
    }
    return Magnitude.checked(value, "%s %s".formatted(name, text(name)));
  }

  /**
   * Returns a number that must be positive.
   *
   * @throws BadRow if it is not
   */
  public double positive(String name) {
    return positive(name, name);
  }

  /** Returns a number as above; {@code rule} names the rule it may break. */
  public double positive(String name, String rule) {
    return Magnitude.positive(number(name), rule, "%s %s".formatted(name, text(name)));
  }

  /**
   * Returns a number that must not be negative.
   *
   * @throws BadRow if it is
   */
  public double notNegative(String name) {
    double value = number(name);
    if (!(value >= 0)) {
      throw new BadRow(
          snake(name) + "_negative", "%s %s (must be >= 0)".formatted(name, text(name)));
    }
    return value;
  }

  /**
   * Returns microseconds since 1970.
   *
   * @throws BadRow if the field is no stamp
   */
  public long micros(String name) {
    return time.ofText(text(name), name);
  }

  /**
   * Returns true if the side is buy, false if it is sell.
   *
   * @throws BadRow if it is neither
   */
  public boolean isBuy(String name) {
    String side = text(name);
    if (side.equalsIgnoreCase("buy")) {
      return true;
    }
    if (side.equalsIgnoreCase("sell")) {
      return false;
    }
    throw new BadRow("not_a_side", "%s '%s'".formatted(name, side));
  }

  private static String snake(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT);
  }

  /** Returns the object as it was read. */
  @Override
  public String toString() {
    return node.toString();
  }
}
