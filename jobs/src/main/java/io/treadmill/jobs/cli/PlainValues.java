package io.treadmill.jobs.cli;

import static scala.jdk.javaapi.CollectionConverters.asJava;

import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Values of Spark as they are printed: instants and days as ISO texts, bytes in base64, structs and
 * maps as maps, arrays as lists.
 */
final class PlainValues {
  private PlainValues() {}

  static List<Object> of(Row row) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      values.add(plain(row.get(i)));
    }
    return values;
  }

  private static Object plain(Object value) {
    if (value instanceof Timestamp instant) {
      return instant.toInstant().toString();
    }
    if (value instanceof Date day) {
      return day.toString();
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    if (value instanceof Row struct) {
      Map<String, Object> fields = new LinkedHashMap<>();
      List<Object> values = of(struct);
      for (int i = 0; i < values.size(); i++) {
        fields.put(struct.schema().fieldNames()[i], values.get(i));
      }
      return fields;
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      Map<String, Object> entries = new LinkedHashMap<>();
      asJava(map).forEach((key, of) -> entries.put(String.valueOf(plain(key)), plain(of)));
      return entries;
    }
    if (value instanceof scala.collection.Seq<?> array) {
      List<Object> elements = new ArrayList<>();
      asJava(array).forEach(element -> elements.add(plain(element)));
      return elements;
    }
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : value.toString();
  }
}
