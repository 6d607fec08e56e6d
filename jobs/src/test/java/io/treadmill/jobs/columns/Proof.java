package io.treadmill.jobs.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.TableColumn;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/** States what the columns of rows must hold, and remembers which columns were held to a value. */
public final class Proof {
  private final LakeTable table;
  private final Set<String> proved = new TreeSet<>();
  private Row row;

  /** Makes the proof of a table. */
  public Proof(LakeTable table) {
    this.table = table;
  }

  /** Goes on with another row, values in the order of the table. */
  public Proof row(Row other) {
    assertThat(other.size()).as("columns of %s", table.name()).isEqualTo(table.columns().size());
    row = other;
    return this;
  }

  /** A text, whole number, flag, {@code LocalDate} or {@code Instant}; for numbers exact. */
  public Proof is(String column, Object expected) {
    assertThat(value(column)).as(name(column)).isEqualTo(expected);
    proved.add(column);
    return this;
  }

  /** A number within a tolerance. */
  public Proof is(String column, double expected, double tolerance) {
    assertThat((Double) value(column)).as(name(column)).isCloseTo(expected, within(tolerance));
    proved.add(column);
    return this;
  }

  /** No value. This alone does not prove a column. */
  public Proof isNull(String column) {
    assertThat(value(column)).as(name(column)).isNull();
    return this;
  }

  /** Returns the columns that were held to a value. */
  public Set<String> proved() {
    return proved;
  }

  /** Returns the value of a column of the row, dates and instants of {@code java.time}. */
  public Object value(String column) {
    List<String> names = table.columns().stream().map(TableColumn::name).toList();
    assertThat(names).as("columns of %s", table.name()).contains(column);
    Object found = row.get(names.indexOf(column));
    return found instanceof Date day
        ? day.toLocalDate()
        : found instanceof Timestamp instant ? instant.toInstant() : found;
  }

  private String name(String column) {
    return table.name() + "." + column;
  }
}
