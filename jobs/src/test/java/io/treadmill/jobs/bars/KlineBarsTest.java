package io.treadmill.jobs.bars;

import static io.treadmill.jobs.bars.HandMadeBars.kline;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Which klines a bar of five minutes is made of. */
class KlineBarsTest {
  private static final double OF_FIVE_MINUTES = 70;

  private static Row minute(int minute, double volume) {
    return kline(minute, 60, 10.0, 12.0, 9.0, 11.0, volume, null, null, null, null, null);
  }

  private static List<Row> minutes(int count) {
    List<Row> klines = new ArrayList<>();
    klines.add(kline(0, 300, 10.0, 13.0, 9.0, 11.0, OF_FIVE_MINUTES, null, null, null, null, null));
    for (int i = 0; i < count; i++) {
      klines.add(minute(i, 4));
    }
    return klines;
  }

  private static Proof only(LakeTable table, List<Row> bars) {
    assertThat(bars).hasSize(1);
    return new Proof(table).row(bars.get(0));
  }

  private static Proof fiveMinutes(List<Row> klines) {
    return only(
        LakeTables.BARS_5M,
        KlineBars.fiveMinutes(HandMadeBars.klines("linear_perp", "BTCUSDT", klines)));
  }

  @Test
  void fiveMinutesThatAreAllThereStandAndFourDoNot() {
    fiveMinutes(minutes(5)).is("base_volume", 20.0).is("high", 12.0);
    fiveMinutes(minutes(4)).is("base_volume", OF_FIVE_MINUTES).is("high", 13.0);
    fiveMinutes(minutes(0)).is("base_volume", OF_FIVE_MINUTES);
    fiveMinutes(minutes(4).subList(1, 5)).is("base_volume", 16.0);
  }

  /** A minute that two imports tell, of one of which it was not over yet. */
  @Test
  void ofTwoKlinesOfOneMinuteTheOneOfMoreVolumeStands() {
    for (List<Row> klines :
        List.of(List.of(minute(1, 4), minute(1, 7)), List.of(minute(1, 7), minute(1, 4)))) {
      KlineBars.Five row = HandMadeBars.klines("linear_perp", "BTCUSDT", klines);
      only(LakeTables.BARS_1M, KlineBars.oneMinute(row)).is("base_volume", 7.0);
      fiveMinutes(klines).is("base_volume", 7.0);
    }
  }
}
