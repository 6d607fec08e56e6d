package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.Magnitude;

/**
 * One JSON object of a vendor's answer. Numbers are numbers in one answer and text in the other.
 *
 * @param node the object
 */
record JsonRecord(JsonNode node) {
  /** Reads and writes JSON. */
  static final ObjectMapper JSON = new ObjectMapper();

  boolean has(String name) {
    JsonNode value = node.path(name);
    return !value.isMissingNode()
        && !value.isNull()
        && !(value.isTextual() && (value.asText().isBlank() || value.asText().equals("null")));
  }

  /** Returns a text, empty if there is none. */
  String text(String name) {
    return has(name) ? node.get(name).asText() : "";
  }

  /**
   * Returns a whole number.
   *
   * @throws BadRow if it is none
   */
  long whole(String name) {
    JsonNode value = node.path(name);
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.asLong();
    }
    if (value.isTextual() && value.asText().matches("-?\\d{1,18}")) {
      return Long.parseLong(value.asText());
    }
    throw new BadRow("not_a_whole_number", name + " " + value);
  }

  /**
   * Returns a finite number.
   *
   * @throws BadRow if it is none
   */
  double number(String name) {
    JsonNode value = node.path(name);
    double number = Double.NaN;
    try {
      number = value.isNumber() ? value.asDouble() : Double.parseDouble(value.asText("x"));
    } catch (NumberFormatException e) {
      // Told below.
      number = Double.NaN;
    }
    if (!Double.isFinite(number)) {
      throw new BadRow("not_a_number", name + " " + value);
    }
    return Magnitude.checked(number, name + " " + value);
  }

  /**
   * Returns a number that must be positive.
   *
   * @throws BadRow if it is not
   */
  double positive(String name) {
    return Magnitude.positive(number(name), name, name + " " + node.path(name));
  }

  /**
   * Returns a number that must not be negative.
   *
   * @throws BadRow if it is
   */
  double notNegative(String name) {
    double value = number(name);
    if (!(value >= 0)) {
      throw new BadRow(name + "_negative", name + " " + node.path(name) + " (must be >= 0)");
    }
    return value;
  }

  /** Returns the object as it was written. */
  String raw() {
    return node.toString();
  }
}
