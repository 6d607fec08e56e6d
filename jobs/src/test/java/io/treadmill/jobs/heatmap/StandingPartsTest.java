package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.replay.Horizon;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.Side;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The standing map of the book in its parts, against loops written from the definitions. */
class StandingPartsTest {
  private final SmallBook market = SmallBook.falling();
  private final List<Row> rows =
      market.rows(SmallBook.LINEAR, SmallBook.prints(), null, SlowStandingMap.law());

  @Test
  void theMapOfAnHourIsWhatStandsAndWhatIsExpectedAndTheRuleEachAtItsLevel() {
    SlowStandingMap slow = new SlowStandingMap(market, 1);
    double longs = 0;
    double shorts = 0;
    // Price stands in the middle of a bucket and falls to that of the fourth below.
    for (int down = 0; down <= 4; down++) {
      int bucket = SmallBook.BUCKET - down;
      double part = down == 0 || down == 4 ? 0.5 : 1;
      longs += (down == 4 ? 0.5 : 1) * slow.standing(0, bucket);
      longs += slow.inflow(0, bucket, true, part) + slow.freshness(bucket, true, part);
      shorts += slow.inflow(1, bucket, false, part) + slow.freshness(bucket, false, part);
    }
    assertThat(slow.standing(0, SmallBook.BUCKET - 3)).isPositive();
    assertThat(predicted(Side.LONG)).isCloseTo(longs, within(1e-9 * longs));
    assertThat(predicted(Side.SHORT)).isCloseTo(shorts, within(1e-9 * shorts));
  }

  private double predicted(Side side) {
    Row row =
        SmallBook.only(
            rows,
            LakeTables.HEATMAP_PREDICTION,
            Map.of(
                "horizon",
                "map_1h",
                "ts",
                Timestamp.from(Instant.parse("2026-03-04T01:00:00Z")),
                "side",
                side.text(),
                "model",
                "book"));
    List<String> names =
        LakeTables.HEATMAP_PREDICTION.columns().stream().map(column -> column.name()).toList();
    return row.getDouble(names.indexOf("predicted_usd"));
  }

  @Test
  void partsAreWeighedByFewNumbersAndTheirDrawsAlike() {
    InstrumentLaw law =
        MadeUpBook.with(3, 1, 240).fit(MadeUpDays.days(1, 6), MadeUpDays.FIRST.plusDays(5));
    FittedLaw path = law.law("book", Horizon.PATH_1H);
    for (var horizon : Horizon.MAPS) {
      FittedLaw map = law.law("book", horizon);
      FittedLaw rule = law.law("fine_freshness_far", horizon);
      for (Side side : Side.values()) {
        double standing = ratio(map, path, side, "box_6_8");
        assertThat(standing).isPositive();
        for (String name : List.of("spike_100x", "box_15_21", "box_42_60")) {
          assertThat(ratio(map, path, side, name)).isCloseTo(standing, within(1e-12));
        }
        double ofRule = ratio(map, rule, side, "covered_1");
        for (String name : List.of("covered_48", "beyond_0", "beyond_15")) {
          assertThat(ratio(map, rule, side, name)).isCloseTo(ofRule, within(1e-12));
        }
        double[] draw = map.of(side).draws()[0];
        assertThat(draw[map.columns().indexOf("box_6_8")])
            .isEqualTo(standing * path.of(side).draws()[0][path.columns().indexOf("box_6_8")]);
      }
    }
  }

  private static double ratio(FittedLaw map, FittedLaw part, Side side, String column) {
    return map.of(side).weight()[map.columns().indexOf(column)]
        / part.of(side).weight()[part.columns().indexOf(column)];
  }
}
