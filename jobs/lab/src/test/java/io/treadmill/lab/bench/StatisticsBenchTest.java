package io.treadmill.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.SparkForTests;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class StatisticsBenchTest {
  @Test
  void aRowTellsTimesAndRowsOfAllSymbols() {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(SparkForTests.get().sparkContext());
    String[] one = StatisticsBench.row(spark, 1, 12).split("\\|");
    String[] two = StatisticsBench.row(spark, 2, 12).split("\\|");
    assertThat(one[1].trim()).isEqualTo("1");
    assertThat(two[1].trim()).isEqualTo("2");
    assertThat(rows(one)).isGreaterThan(12 * 10);
    assertThat(rows(two)).isGreaterThan(rows(one));
    assertThat(Double.parseDouble(one[3])).isPositive();
  }

  private static long rows(String[] cells) {
    return Long.parseLong(cells[5].trim().replace(",", ""));
  }

  @Test
  void tooFewDaysAreRefused() {
    assertThatThrownBy(() -> StatisticsBench.run(1, 9, 2, line -> {}))
        .isInstanceOf(UserError.class)
        .hasMessage("Invalid --days: 9 (must be at least 10)");
  }
}
