package io.treadmill.lake;

import io.treadmill.market.Instrument;
import io.treadmill.stats.Estimate;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The columns that the components of a record fill, by their names: {@code fundingBefore} fills
 * {@code funding_before}, {@code rate8h} fills {@code rate_8h}. An {@link Estimate} fills the
 * column of its name, and those with {@code _low}, {@code _high} and {@code _p} behind it; an
 * {@link Instrument} fills its venue, product and symbol. A component of a type that is no column,
 * such as another record, fills none.
 */
final class RecordColumns {
  private static final Set<Class<?>> PLAIN =
      Set.of(
          String.class,
          LocalDate.class,
          double.class,
          long.class,
          int.class,
          Integer.class,
          boolean.class,
          Boolean.class);

  private RecordColumns() {}

  /**
   * One column.
   *
   * @param type of its values
   * @param value what a record holds for it
   */
  record Filled<R>(Class<?> type, Function<R, Object> value) {
    <V> Filled<R> then(Class<?> other, Class<V> own, Function<V, Object> part) {
      return new Filled<>(other, value.andThen(own::cast).andThen(part));
    }
  }

  /** Returns the columns of a record, in the order of its components. */
  static <R extends Record> Map<String, Filled<R>> of(Class<R> record) {
    Map<String, Filled<R>> columns = new LinkedHashMap<>();
    for (RecordComponent component : record.getRecordComponents()) {
      String name = column(component.getName());
      Filled<R> whole = new Filled<>(component.getType(), reader(component.getAccessor()));
      if (component.getType() == Estimate.class) {
        columns.put(name, whole.then(double.class, Estimate.class, Estimate::value));
        columns.put(name + "_low", whole.then(double.class, Estimate.class, Estimate::low));
        columns.put(name + "_high", whole.then(double.class, Estimate.class, Estimate::high));
        columns.put(name + "_p", whole.then(double.class, Estimate.class, Estimate::p));
      } else if (component.getType() == Instrument.class) {
        columns.put("venue", whole.then(String.class, Instrument.class, Instrument::venue));
        columns.put(
            "product", whole.then(String.class, Instrument.class, of -> of.product().text()));
        columns.put("symbol", whole.then(String.class, Instrument.class, Instrument::symbol));
      } else if (component.getType().isEnum() || PLAIN.contains(component.getType())) {
        columns.put(name, whole);
      }
    }
    return columns;
  }

  private static <R> Function<R, Object> reader(Method accessor) {
    accessor.setAccessible(true);
    return from -> {
      try {
        return accessor.invoke(from);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Cannot read " + accessor, e);
      }
    };
  }

  /** Returns the column of a component: words in lower case, a number begins one. */
  static String column(String component) {
    return component
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])", "_")
        .toLowerCase(Locale.ROOT);
  }
}
