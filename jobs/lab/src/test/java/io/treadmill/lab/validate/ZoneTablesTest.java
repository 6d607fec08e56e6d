package io.treadmill.lab.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.book.score.ZoneScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Windows in which three times the usual was forced where zones were hot. */
class ZoneTablesTest {
  private static final int DAYS = 30;

  private static List<ZoneScore.Touch> touches() {
    List<ZoneScore.Touch> all = new ArrayList<>();
    for (int day = 1; day <= DAYS; day++) {
      for (int window = 0; window < 24; window++) {
        boolean hot = window % 3 == 0;
        all.add(
            new ZoneScore.Touch(
                day, hot ? "hot" : "neutral", hot ? 2e6 : 1e6, 1e6, 0.5e6, hot ? 4.5e6 : 1.5e6));
      }
    }
    return all;
  }

  private static double overNeutral(List<ZoneScore.Touch> touches) {
    return ZoneScore.of(DAYS, touches).get(0).overNeutral();
  }

  @Test
  void whereZonesSayNothingHotOnesAreAsNeutralOnesAndTheLevelIsKept() {
    List<ZoneScore.Touch> touches = touches();
    assertThat(overNeutral(touches)).isCloseTo(3, within(1e-9));
    List<ZoneScore.Touch> drawn = ZoneTables.drawn(touches, 20, 2);
    assertThat(overNeutral(drawn)).isCloseTo(1, within(0.1));
    // 8 hot windows of 4.5 and 16 neutral ones of 1.5 millions a day.
    double mean = drawn.stream().mapToDouble(ZoneScore.Touch::realisedUsd).average().orElseThrow();
    assertThat(mean).isCloseTo((8 * 4.5e6 + 16 * 1.5e6) / 24, within(0.05e6));
    assertThat(drawn)
        .extracting(ZoneScore.Touch::kind)
        .isEqualTo(touches.stream().map(ZoneScore.Touch::kind).toList());
  }

  @Test
  void theTableSaysKindByKindAndWhatTheNullGives() {
    List<String> lines = new ArrayList<>();
    ZoneTables.of(DAYS, Map.of(0, touches())).print(20, lines::add);
    assertThat(lines).anyMatch(line -> line.matches("now, 1 h +hot +240 +3\\.00 .*special"));
    assertThat(lines).anyMatch(line -> line.matches("now, 1 h +neutral +480 +1\\.00 .*"));
    assertThat(lines)
        .anyMatch(line -> line.matches("now, 1 h, null: of 20 draws .* special in [0-4], .*"));
  }
}
