package io.treadmill.lab.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TapeTest {
  private static final SimulatedSymbol BTC = SimulatedSymbol.of("BTCUSDT", 0);

  @ParameterizedTest
  @ValueSource(ints = {500, 6000, 50_000})
  void printsAllVolumeAndEveryExtremeOfThePathAtAnyNumberOfTrades(int tradesPerDay) {
    Market market = new Market(World.base(), BTC, 1, 1_767_225_600L);
    Tape tape = new Tape(tradesPerDay, new Randomness(1, "tape"));
    long volume = 0;
    Map<Long, long[]> pathRange = new HashMap<>();
    Map<Long, long[]> tapeRange = new HashMap<>();
    List<Print> prints = new ArrayList<>();
    for (int i = 0; i < 8640; i++) {
      Step step = market.next();
      tape.print(step, prints);
      volume += step.takerBuyLots() + step.takerSellLots();
      for (ForcedOrder order : step.forced()) {
        volume += order.lots();
      }
      widen(pathRange, step.startMicros(), step.closeTicks());
    }
    for (Print print : prints) {
      widen(tapeRange, print.micros(), print.ticks());
      assertThat(print.lots()).isPositive();
    }
    long printed = prints.stream().mapToLong(Print::lots).sum();
    assertThat(printed + tape.waitingLots()).isEqualTo(volume);
    assertThat(Math.abs(tape.waitingLots())).isLessThan(volume / 100);
    assertThat(prints).isSortedAccordingTo(Comparator.comparingLong(Print::micros));
    for (Map.Entry<Long, long[]> bar : pathRange.entrySet()) {
      long[] seen = tapeRange.get(bar.getKey());
      assertThat(seen[0]).isLessThanOrEqualTo(bar.getValue()[0]);
      assertThat(seen[1]).isGreaterThanOrEqualTo(bar.getValue()[1]);
    }
  }

  private static void widen(Map<Long, long[]> ranges, long micros, long ticks) {
    long[] range =
        ranges.computeIfAbsent(micros / 300_000_000, unused -> new long[] {ticks, ticks});
    range[0] = Math.min(range[0], ticks);
    range[1] = Math.max(range[1], ticks);
  }

  @Test
  void printsNoPriceOutsideOfTheStep() {
    Market market = new Market(World.base(), BTC, 2, 1_767_225_600L);
    Tape tape = new Tape(50_000, new Randomness(2, "tape"));
    for (int i = 0; i < 3000; i++) {
      Step step = market.next();
      List<Print> prints = new ArrayList<>();
      tape.print(step, prints);
      for (Print print : prints) {
        assertThat(print.micros()).isBetween(step.startMicros(), step.endMicros() - 1);
        assertThat(print.ticks())
            .isBetween(
                Math.min(step.openTicks(), step.closeTicks()),
                Math.max(step.openTicks(), step.closeTicks()));
      }
    }
  }

  @Test
  void splitsAForcedOrderWithoutLoss() {
    for (long lots : new long[] {1, 19, 20, 999, 1000, 1001, 123_457}) {
      long sum = 0;
      for (long piece : Tape.pieces(lots)) {
        assertThat(piece).isPositive();
        sum += piece;
      }
      assertThat(sum).isEqualTo(lots);
    }
  }

  @Test
  void aCappedFeedKeepsTheLatestOrderOfEachSecond() {
    List<ForcedOrder> orders =
        List.of(order(1_000_000, 1), order(1_500_000, 2), order(1_999_999, 3), order(2_000_000, 4));
    assertThat(FeedCap.seen(orders, 1)).extracting(ForcedOrder::lots).containsExactly(3L, 4L);
    assertThat(FeedCap.seen(orders, 2)).extracting(ForcedOrder::lots).containsExactly(2L, 3L, 4L);
    assertThat(FeedCap.seen(orders, 0)).isEqualTo(orders);
  }

  private static ForcedOrder order(long micros, long lots) {
    return new ForcedOrder(micros, Side.LONG, lots, 900_000, 90_000, 89_900);
  }
}
