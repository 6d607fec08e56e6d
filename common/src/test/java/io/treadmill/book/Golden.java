package io.treadmill.book;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The vectors of the reference implementation, 15 significant digits. */
public final class Golden {
  private static final double RELATIVE = 1e-12;

  private Golden() {}

  public static JsonNode group(String name) {
    return group("golden.json", name);
  }

  /** Returns a group of the vectors of the standing map by horizon. */
  public static JsonNode standing(String name) {
    return group("standing.json", name);
  }

  private static JsonNode group(String file, String name) {
    try (InputStream in = Golden.class.getResourceAsStream(file)) {
      JsonNode group = new ObjectMapper().readTree(in).path(name);
      assertThat(group.isMissingNode()).as(name).isFalse();
      return group;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asDouble();
    }
    return values;
  }

  public static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asInt();
    }
    return values;
  }

  public static double[][] rows(JsonNode matrix) {
    double[][] rows = new double[matrix.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = doubles(matrix.get(i));
    }
    return rows;
  }

  /** Relative to the expected value; a value of 0 must be 0. */
  public static void assertSame(double actual, JsonNode expected, String what) {
    double value = expected.asDouble();
    assertThat(Math.abs(actual - value))
        .as(what + ": " + actual + " against " + value)
        .isLessThanOrEqualTo(RELATIVE * Math.abs(value));
  }
}
