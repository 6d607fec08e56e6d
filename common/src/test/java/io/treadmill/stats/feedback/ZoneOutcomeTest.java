package io.treadmill.stats.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.market.Side;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.MarketSeries.Settlement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZoneOutcomeTest {
  private static final int HIT = 308;

  @Test
  void aDropThatIsNotRegainedIsCleared() {
    ZoneOutcome outcome = only(hit(98, 98.2));
    assertThat(outcome.openInterestDropPercent()).isCloseTo(2, within(1e-9));
    assertThat(outcome.openInterestRebuiltShare()).isCloseTo(0.1, within(1e-9));
    assertThat(outcome.verdict()).isEqualTo("cleared");
    assertThat(outcome.realisedUsd()).isEqualTo(12 * 7);
    assertThat(outcome.predictedUsd()).isEqualTo(12 * 5);
    assertThat(outcome.fundingBefore()).isEqualTo(1e-4);
    assertThat(outcome.fundingAfter()).isEqualTo(-2e-4);
    assertThat(outcome.reason()).isNull();
  }

  @Test
  void aDropThatIsRegainedIsReloadedAndHalfOfItIsUndecided() {
    assertThat(only(hit(98, 99.5)).verdict()).isEqualTo("reloaded");
    assertThat(only(hit(98, 99)).verdict()).isEqualTo("undecided");
    assertThat(only(hit(99.6, 99.6)).verdict()).isEqualTo("undecided");
  }

  @Test
  void withoutOpenInterestThereIsNoVerdictButAReason() {
    Markets market = hit(98, 98);
    Arrays.fill(market.columns.get(Column.OPEN_INTEREST), Double.NaN);
    ZoneOutcome outcome = only(market);
    assertThat(outcome.verdict()).isNull();
    assertThat(outcome.reason()).contains("no open interest");
    assertThat(outcome.openInterestSteps()).isZero();
  }

  @Test
  void aZoneThatOverlapsOneTouchedLatelyIsTheSameZone() {
    Markets market = hit(98, 98);
    market.zone(312, Side.LONG, 98.5, 98.9);
    market.price(313, 98);
    assertThat(ZoneOutcome.of(market.series())).hasSize(1);
  }

  @Test
  void outcomesThatAreNotCompleteAreLeftToALaterDay() {
    Markets market = new Markets(2);
    market.zone(540, Side.LONG, 98.5, 99);
    market.price(541, 98);
    assertThat(ZoneOutcome.of(market.series())).isEmpty();
  }

  @Test
  void nothingAfterItsCompletionChangesAnOutcome() {
    Markets market = hit(98, 98.2);
    ZoneOutcome before = only(market);
    int end = market.steps.index(before.completeMicros());
    for (double[] column : market.columns.values()) {
      Arrays.fill(column, end, column.length, 1);
    }
    assertThat(ZoneOutcome.of(market.series())).contains(before);
  }

  private static ZoneOutcome only(Markets market) {
    List<ZoneOutcome> outcomes = ZoneOutcome.of(market.series());
    assertThat(outcomes).hasSize(1);
    assertThat(outcomes.get(0).hitMicros()).isEqualTo(market.steps.micros(HIT));
    return outcomes.get(0);
  }

  /** A long zone at 98.5-99 that is touched; open interest falls from 100 and ends elsewhere. */
  private static Markets hit(double least, double after) {
    Markets market = new Markets(3);
    market.zone(300, Side.LONG, 98.5, 99);
    market.price(HIT, 98.8);
    double[] size = market.columns.get(Column.OPEN_INTEREST);
    Arrays.fill(size, HIT + 1, HIT + 30, least);
    Arrays.fill(size, HIT + 30, size.length, after);
    Arrays.fill(market.usd[0], 7);
    Arrays.fill(market.predicted[0], 5);
    market.settled.add(new Settlement(market.steps.micros(288), 1e-4, 480));
    market.settled.add(new Settlement(market.steps.micros(384), -2e-4, 480));
    return market;
  }
}
