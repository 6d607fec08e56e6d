package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Date;
import java.time.LocalDate;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class NamedRowTest {
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "text string, number double, whole bigint, integer int, flag boolean, day date,"
              + " ts timestamp");

  private static NamedRow row(Object... values) {
    return new NamedRow(new GenericRowWithSchema(values, SCHEMA));
  }

  @Test
  void valuesAreReadByName() {
    LocalDate day = LocalDate.of(2026, 3, 4);
    NamedRow row = row("a", 1.5, 7L, 8, true, Date.valueOf(day), RowLayout.timestamp(-1_000_001));
    assertThat(row.text("text")).isEqualTo("a");
    assertThat(row.number("number")).isEqualTo(1.5);
    assertThat(row.whole("whole")).isEqualTo(7);
    assertThat(row.integer("integer")).isEqualTo(8);
    assertThat(row.flag("flag")).isTrue();
    assertThat(row.day("day")).isEqualTo(day);
    assertThat(row.micros("ts")).isEqualTo(-1_000_001);
    assertThat(row.isNull("text")).isFalse();
  }

  @Test
  void missingTextsAndDaysAreNullAndMissingNumbersNaN() {
    NamedRow row = row(null, null, null, null, null, null, null);
    assertThat(row.isNull("whole")).isTrue();
    assertThat(row.text("text")).isNull();
    assertThat(row.day("day")).isNull();
    assertThat(row.number("number")).isNaN();
  }

  @Test
  void aColumnThatIsNotThereIsRefused() {
    NamedRow row = row("a", 1.5, 7L, 8, true, null, null);
    assertThatThrownBy(() -> row.number("nummer"))
        .isInstanceOf(Exception.class)
        .hasMessageContaining("nummer");
  }
}
