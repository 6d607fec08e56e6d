package io.treadmill.lake;

import io.treadmill.market.Instrument;
import io.treadmill.stats.Estimate;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Makes the rows of a table from records: a function for each column, by the column's name. The one
 * way from a computed record to a row of the lake. A layout is a constant: a name that the table
 * does not have, a column without a function or with two, and a function of another type than the
 * column's fail when the class that holds it loads.
 *
 * @param <T> the record that a row is made of
 */
public final class RowLayout<T> {
  private final String owner;
  private final StructField[] fields;
  private final List<Function<T, Object>> values;

  private RowLayout(Builder<T> builder) {
    this.owner = builder.owner;
    this.fields = builder.schema.fields();
    this.values = List.of(builder.values);
  }

  /** Starts the layout of a table. */
  public static <T> Builder<T> of(LakeTable table) {
    return new Builder<>(table, false);
  }

  /**
   * Starts the layout of rows that each hold many rows of a table: those that differ in some
   * columns alone. A column that {@link Builder#numbers} or {@link Builder#integers} fills becomes
   * an array.
   */
  public static <T> Builder<T> packed(LakeTable table) {
    return new Builder<>(table, true);
  }

  /** Returns the schema of the rows. */
  public StructType schema() {
    return new StructType(fields);
  }

  /** Returns the name of the table. */
  public String name() {
    return owner;
  }

  /**
   * Returns the row of a record, values in the order of the table.
   *
   * @throws IllegalArgumentException if a value is missing that the table requires
   */
  public Row row(T from) {
    Object[] row = new Object[fields.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = values.get(i).apply(from);
      if (row[i] == null && !fields[i].nullable()) {
        throw new IllegalArgumentException(
            "Invalid row of %s: no value for %s".formatted(owner, fields[i].name()));
      }
    }
    return RowFactory.create(row);
  }

  /** Returns the rows of records. */
  public List<Row> rows(List<? extends T> from) {
    List<Row> rows = new ArrayList<>(from.size());
    from.forEach(one -> rows.add(row(one)));
    return rows;
  }

  /** Returns an instant as Spark takes it. */
  public static Timestamp timestamp(long micros) {
    Timestamp ts = new Timestamp(Math.floorDiv(micros, 1000L));
    ts.setNanos((int) Math.floorMod(micros, 1_000_000L) * 1000);
    return ts;
  }

  /**
   * Collects one function a column.
   *
   * @param <T> the record that a row is made of
   */
  public static final class Builder<T> {
    private static final Map<Class<?>, ColumnType> PLAIN =
        Map.of(
            String.class, ColumnType.TEXT,
            int.class, ColumnType.INTEGER,
            Integer.class, ColumnType.INTEGER,
            long.class, ColumnType.WHOLE,
            boolean.class, ColumnType.FLAG,
            Boolean.class, ColumnType.FLAG);

    private final String owner;
    private final boolean isPacked;
    private StructType schema;
    private final Function<T, Object>[] values;
    private final List<Map<String, RecordColumns.Filled<T>>> records = new ArrayList<>();

    @SuppressWarnings("unchecked")
    private Builder(LakeTable table, boolean isPacked) {
      this.owner = table.name();
      this.schema = table.schema();
      this.isPacked = isPacked;
      this.values = (Function<T, Object>[]) new Function<?, ?>[schema.size()];
    }

    /** Fills {@code venue}, {@code product} and {@code symbol}. */
    public Builder<T> instrument(Function<T, Instrument> value) {
      return text("venue", from -> value.apply(from).venue())
          .text("product", from -> value.apply(from).product().text())
          .text("symbol", from -> value.apply(from).symbol());
    }

    /** A text; null is null. */
    public Builder<T> text(String column, Function<T, String> value) {
      return put(column, ColumnType.TEXT, value::apply);
    }

    /** A text: the name of an enum in lower case; null is null. */
    public Builder<T> label(String column, Function<T, ? extends Enum<?>> value) {
      return put(column, ColumnType.TEXT, value, found -> found.name().toLowerCase(Locale.ROOT));
    }

    /** A number; NaN is null. */
    public Builder<T> number(String column, ToDoubleFunction<T> value) {
      return put(
          column,
          ColumnType.NUMBER,
          from -> {
            double found = value.applyAsDouble(from);
            return Double.isNaN(found) ? null : (Double) found;
          });
    }

    /** A number and the ends of its interval. */
    public Builder<T> interval(
        String column, String low, String high, Function<T, Estimate> value) {
      return number(column, from -> value.apply(from).value())
          .number(low, from -> value.apply(from).low())
          .number(high, from -> value.apply(from).high());
    }

    /** A number and its p-value. */
    public Builder<T> tested(String column, String p, Function<T, Estimate> value) {
      return number(column, from -> value.apply(from).value())
          .number(p, from -> value.apply(from).p());
    }

    /** The {@code n} of an estimate, and the {@code reason} why it is missing. */
    public Builder<T> sample(Function<T, Estimate> value) {
      return sample(from -> value.apply(from).n(), from -> value.apply(from).reason());
    }

    /** How many observations entered, and the {@code reason} why something is missing. */
    public Builder<T> sample(ToLongFunction<T> n, Function<T, String> reason) {
      return whole("n", n).text("reason", reason);
    }

    /** A whole number of 64 bits. */
    public Builder<T> whole(String column, ToLongFunction<T> value) {
      return put(column, ColumnType.WHOLE, value::applyAsLong);
    }

    /** A whole number of 64 bits, or null. */
    public Builder<T> wholeOrNull(String column, Function<T, Long> value) {
      return put(column, ColumnType.WHOLE, value::apply);
    }

    /** A whole number of 32 bits. */
    public Builder<T> integer(String column, ToIntFunction<T> value) {
      return put(column, ColumnType.INTEGER, value::applyAsInt);
    }

    /** A whole number of 32 bits, or null. */
    public Builder<T> integerOrNull(String column, Function<T, Integer> value) {
      return put(column, ColumnType.INTEGER, value::apply);
    }

    /** True or false. */
    public Builder<T> flag(String column, Predicate<T> value) {
      return put(column, ColumnType.FLAG, value::test);
    }

    /** True, false or null. */
    public Builder<T> flagOrNull(String column, Function<T, Boolean> value) {
      return put(column, ColumnType.FLAG, value::apply);
    }

    /** A UTC day; null is null. */
    public Builder<T> date(String column, Function<T, LocalDate> value) {
      return put(column, ColumnType.DATE, value, Date::valueOf);
    }

    /** An instant in microseconds since 1970. */
    public Builder<T> micros(String column, ToLongFunction<T> value) {
      return put(column, ColumnType.INSTANT, from -> timestamp(value.applyAsLong(from)));
    }

    /** An instant in microseconds since 1970, or null. */
    public Builder<T> microsOrNull(String column, Function<T, Long> value) {
      return put(column, ColumnType.INSTANT, value, RowLayout::timestamp);
    }

    /** An instant; null is null. */
    public Builder<T> instant(String column, Function<T, Instant> value) {
      return put(column, ColumnType.INSTANT, value, Timestamp::from);
    }

    /** Numbers of an array column; NaN is null. */
    public Builder<T> numbers(String column, Function<T, double[]> value) {
      return array(column, DataTypes.DoubleType, value::apply);
    }

    /** Whole numbers of 32 bits of an array column. */
    public Builder<T> integers(String column, Function<T, int[]> value) {
      return array(column, DataTypes.IntegerType, value::apply);
    }

    /** Fills a column with arrays of a primitive type: objects would take six times the memory. */
    private Builder<T> array(String column, DataType element, Function<T, Object> value) {
      int place = place(column);
      DataType own = schema.apply(place).dataType();
      if (isPacked && own.equals(element)) {
        StructField[] fields = schema.fields().clone();
        fields[place] =
            DataTypes.createStructField(column, DataTypes.createArrayType(element), true);
        schema = new StructType(fields);
      } else if (!own.equals(DataTypes.createArrayType(element))) {
        throw invalid(
            "%s is %s, no array of %s"
                .formatted(column, own.simpleString(), element.simpleString()));
      }
      return fill(place, value);
    }

    /**
     * Fills what no function fills from the components of a record, by their names: {@code
     * fundingBefore} is {@code funding_before}, an {@link Estimate} its value and its {@code _low},
     * {@code _high} and {@code _p}, an {@link Instrument} its venue, product and symbol. A record
     * that is null leaves its columns null.
     */
    public <R extends Record> Builder<T> components(Class<R> record, Function<T, R> value) {
      Map<String, RecordColumns.Filled<T>> columns = new HashMap<>();
      RecordColumns.of(record)
          .forEach(
              (column, filled) ->
                  columns.put(
                      column,
                      new RecordColumns.Filled<>(
                          filled.type(),
                          from -> {
                            R part = value.apply(from);
                            return part == null ? null : filled.value().apply(part);
                          })));
      records.add(columns);
      return this;
    }

    private void fillFromRecords() {
      List<String> open = new ArrayList<>(List.of(schema.fieldNames()));
      open.removeIf(column -> values[place(column)] != null);
      for (Map<String, RecordColumns.Filled<T>> columns : records) {
        if (open.stream().noneMatch(columns::containsKey)) {
          throw invalid("a record fills no column of %s".formatted(open));
        }
        open.stream()
            .filter(columns::containsKey)
            .forEach(
                column -> fill(column, columns.get(column).type(), columns.get(column).value()));
      }
    }

    /** Fills a column by the type of a component. */
    private Builder<T> fill(String column, Class<?> type, Function<T, Object> value) {
      if (type == double.class) {
        return put(
            column, ColumnType.NUMBER, value, found -> ((Double) found).isNaN() ? null : found);
      }
      if (type == LocalDate.class) {
        return date(column, from -> (LocalDate) value.apply(from));
      }
      if (type.isEnum()) {
        return label(column, from -> (Enum<?>) value.apply(from));
      }
      if (type == long.class && schema.apply(place(column)).dataType() == DataTypes.TimestampType) {
        return microsOrNull(column, from -> (Long) value.apply(from));
      }
      return put(column, PLAIN.get(type), value);
    }

    /**
     * Returns the layout.
     *
     * @throws IllegalArgumentException if a column has no function
     */
    public RowLayout<T> build() {
      fillFromRecords();
      for (int i = 0; i < values.length; i++) {
        if (values[i] == null) {
          throw invalid("nothing fills %s".formatted(schema.apply(i).name()));
        }
      }
      return new RowLayout<>(this);
    }

    private int place(String column) {
      int place = List.of(schema.fieldNames()).indexOf(column);
      if (place < 0) {
        throw invalid("no column %s".formatted(column));
      }
      return place;
    }

    /** Fills a column with what is made of a value; null is null. */
    private <V> Builder<T> put(
        String column, ColumnType type, Function<T, V> value, Function<V, Object> made) {
      return put(
          column,
          type,
          from -> {
            V found = value.apply(from);
            return found == null ? null : made.apply(found);
          });
    }

    private Builder<T> put(String column, ColumnType type, Function<T, Object> value) {
      int place = place(column);
      DataType own = schema.apply(place).dataType();
      if (!own.equals(type.spark())) {
        throw invalid(
            "%s is %s, not %s".formatted(column, own.simpleString(), type.spark().simpleString()));
      }
      return fill(place, value);
    }

    private Builder<T> fill(int place, Function<T, Object> value) {
      if (values[place] != null) {
        throw invalid("%s is filled twice".formatted(schema.apply(place).name()));
      }
      values[place] = value;
      return this;
    }

    private IllegalArgumentException invalid(String what) {
      return new IllegalArgumentException("Invalid layout of %s: %s".formatted(owner, what));
    }
  }
}
