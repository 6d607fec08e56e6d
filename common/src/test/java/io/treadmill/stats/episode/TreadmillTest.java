package io.treadmill.stats.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.stats.episode.FlushTrigger.Flush;
import io.treadmill.stats.episode.Treadmill.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TreadmillTest {
  private static final int COUNT = 40 * 288;
  private static final int AT = 30 * 288;
  private static final Flush FALL = new Flush(AT, AT, AT + 3, -1, true);

  /** Small noise, then legs: each a log move at a step. */
  private static double[] path(double... stepsAndMoves) {
    double[] log = new double[COUNT];
    Random random = new Random(8);
    for (int i = 1; i < COUNT; i++) {
      log[i] = log[i - 1] + 2e-5 * random.nextGaussian();
    }
    for (int k = 0; k < stepsAndMoves.length; k += 2) {
      for (int i = AT + (int) stepsAndMoves[k]; i < COUNT; i++) {
        log[i] += stepsAndMoves[k + 1];
      }
    }
    return log;
  }

  private static Event only(double[] log) {
    List<Event> events = new Treadmill(log, List.of(FALL), 0).events();
    assertThat(events).hasSize(1);
    return events.get(0);
  }

  @Test
  void aFlushABounceAndADeeperLowAreATreadmill() {
    Event event = only(path(0, -0.02, 5, 0.006, 10, 0.006, 30, -0.016));
    assertThat(event.extreme()).isBetween(AT, AT + 4);
    assertThat(event.known()).isEqualTo(AT + 5);
    assertThat(event.drop()).isCloseTo(0.02, within(1e-3));
    assertThat(event.bounced()).isEqualTo(AT + 10);
    assertThat(event.second()).isEqualTo(AT + 30);
    assertThat(event.top()).isBetween(AT + 10, AT + 29);
    assertThat(event.isCompleted()).isTrue();
  }

  @Test
  void aNewLowBeforeTheBounceIsNone() {
    Event event = only(path(0, -0.02, 5, 0.005, 8, -0.01, 12, 0.02, 40, -0.03));
    assertThat(event.bounced()).isEqualTo(-1);
    assertThat(event.isCompleted()).isFalse();
  }

  @Test
  void aLateOrShallowSecondLegIsNone() {
    assertThat(only(path(0, -0.02, 5, 0.012, 80, -0.02)).isCompleted()).isFalse();
    Event shallow = only(path(0, -0.02, 5, 0.012, 30, -0.013));
    assertThat(shallow.bounced()).isPositive();
    assertThat(shallow.isCompleted()).isFalse();
  }

  @Test
  void aSmallDropIsNoEventAndARiseIsTheMirror() {
    assertThat(new Treadmill(path(0, -0.014), List.of(FALL), 0).events()).isEmpty();
    double[] rise = Arrays.stream(path(0, -0.02, 5, 0.012, 30, -0.016)).map(x -> -x).toArray();
    Flush up = new Flush(AT, AT, AT + 3, 1, true);
    assertThat(new Treadmill(rise, List.of(up), 0).events().get(0).isCompleted()).isTrue();
  }

  @Test
  void theNextEventWaitsForTheOutcome() {
    Flush again = new Flush(AT + 20, AT + 20, AT + 22, -1, true);
    double[] log = path(0, -0.02, 5, 0.012, 30, -0.03);
    assertThat(new Treadmill(log, List.of(FALL, again), 0).events()).hasSize(1);
  }

  @Test
  void anEventMayBeginTheStepAfterTheOutcomeOfTheOneBefore() {
    double[] log = path(0, -0.02, 5, 0.012, 30, -0.03, 31, -0.03);
    Flush at = new Flush(AT + 30, AT + 30, AT + 33, -1, true);
    Flush after = new Flush(AT + 31, AT + 31, AT + 34, -1, true);
    assertThat(new Treadmill(log, List.of(FALL, at), 0).events()).hasSize(1);
    assertThat(new Treadmill(log, List.of(FALL, after), 0).events()).hasSize(2);
  }

  /** A path without noise: log price from each step on. */
  private static double[] flat(double... stepsAndPrices) {
    double[] log = new double[COUNT];
    for (int k = 0; k < stepsAndPrices.length; k += 2) {
      Arrays.fill(log, AT + (int) stepsAndPrices[k], COUNT, stepsAndPrices[k + 1]);
    }
    return log;
  }

  /** Known half an hour after the end of the flush, AT + 9: six hours to bounce, five to go on. */
  @Test
  void theLastStepsOfBounceAndSecondLegCount() {
    Event event = only(flat(0, -0.02, 81, -0.012, 141, -0.023));
    assertThat(event.known()).isEqualTo(AT + 9);
    assertThat(event.bounced()).isEqualTo(AT + 81);
    assertThat(event.second()).isEqualTo(AT + 141);
    assertThat(only(flat(0, -0.02, 82, -0.012, 141, -0.023)).bounced()).isEqualTo(-1);
    assertThat(only(flat(0, -0.02, 81, -0.012, 142, -0.023)).second()).isEqualTo(-1);
  }

  /** The best price is looked for in three hours before, the extreme until half an hour after. */
  @Test
  void theFirstLegReachesFromThreeHoursBeforeToHalfAnHourAfter() {
    Event threeHours = only(flat(-36, 0.01, -35, 0, 0, -0.02));
    assertThat(threeHours.before()).isEqualTo(AT - 36);
    assertThat(threeHours.drop()).isCloseTo(0.03, within(1e-12));
    assertThat(only(flat(-37, 0.01, -36, 0, 0, -0.02)).drop()).isCloseTo(0.02, within(1e-12));
    Event atTheEnd = only(flat(0, -0.02, 9, -0.03));
    assertThat(atTheEnd.extreme()).isEqualTo(AT + 9);
    assertThat(atTheEnd.drop()).isCloseTo(0.03, within(1e-12));
    assertThat(only(flat(0, -0.02, 10, -0.03)).extreme()).isEqualTo(AT);
  }

  /** The top is the best close until the second leg, the deepest the last low of eleven hours. */
  @Test
  void topAndDeepestAreLookedForUntilTheOutcomeIsComplete() {
    Event event = only(flat(0, -0.02, 12, -0.01, 15, -0.005, 16, -0.01, 20, -0.023, 141, -0.03));
    assertThat(event.bounced()).isEqualTo(AT + 12);
    assertThat(event.top()).isEqualTo(AT + 15);
    assertThat(event.second()).isEqualTo(AT + 20);
    assertThat(event.deepest()).isEqualTo(AT + 141);
    assertThat(event.completeStep()).isEqualTo(AT + 142);
    assertThat(only(flat(0, -0.02, 12, -0.01, 20, -0.023, 142, -0.03)).deepest())
        .isEqualTo(AT + 20);
  }

  /** Steps of 1e-4 up and down before; the bounce goes up .01, down .002 and up .004. */
  @Test
  void howStraightAndHowLargeTheStepsOfABounceAreByHand() {
    double[] log = flat(0, -0.02, 12, -0.01, 13, -0.012, 14, -0.008, 15, -0.012, 20, -0.023);
    for (int i = 0; i < AT; i++) {
      log[i] = i % 2 == 0 ? 0 : -1e-4;
    }
    Treadmill treadmill = new Treadmill(log, List.of(FALL), 0);
    Event event = treadmill.events().get(0);
    assertThat(event.top()).isEqualTo(AT + 14);
    assertThat(treadmill.efficiency(event)).isCloseTo(0.012 / 0.016, within(1e-9));
    assertThat(treadmill.largestStep(event)).isCloseTo(100, within(1e-6));
    Treadmill none = new Treadmill(flat(0, -0.02), List.of(FALL), 0);
    assertThat(none.efficiency(none.events().get(0))).isNaN();
    assertThat(none.largestStep(none.events().get(0))).isNaN();
  }

  @Test
  void anEventLastsUntilItsOutcomeIsKnown() {
    // Neither bounce nor new low: six hours.
    assertLastsUntil(81, flat(0, -0.02, 82, -0.05));
    // A new low before a bounce: until then.
    assertLastsUntil(20, flat(0, -0.02, 20, -0.03));
    // A bounce without a second leg: five hours from it.
    assertLastsUntil(72, flat(0, -0.02, 12, -0.01, 74, -0.05));
  }

  /** A flush at the last step of an event begins none; one at the step after does. */
  private static void assertLastsUntil(int step, double[] log) {
    Flush last = new Flush(AT + step, AT + step, AT + step + 3, -1, true);
    Flush next = new Flush(AT + step + 1, AT + step + 1, AT + step + 4, -1, true);
    assertThat(new Treadmill(log, List.of(FALL, last), 0).events()).hasSize(1);
    assertThat(new Treadmill(log, List.of(FALL, next), 0).events()).hasSize(2);
  }

  /** The last step of the bounce is the largest, and the price turns at once. */
  @Test
  void theStepToTheTopBelongsToTheBounce() {
    double[] log = path(0, -0.02, 5, 0.006, 10, 0.0065, 11, -0.001, 30, -0.016);
    Treadmill treadmill = new Treadmill(log, List.of(FALL), 0);
    Event event = treadmill.events().get(0);
    assertThat(event.top()).isEqualTo(AT + 10);
    double usual = treadmill.volatility(event.before(), 288);
    assertThat(treadmill.largestStep(event) * usual).isBetween(0.0064, 0.0066);
  }

  /** The 60 hours most like the event's, whose hours begin at step 7, looked for one by one. */
  @Test
  void theMatchedChanceIsThatOfThePathsOfTheHoursMostAlike() {
    double[] log = new double[COUNT];
    Random random = new Random(5);
    for (int i = 1; i < COUNT; i++) {
      log[i] = log[i - 1] + 1e-3 * (1 + i / 700 % 5) * random.nextGaussian();
    }
    log[AT - 500] = Double.NaN;
    for (int i = AT; i < COUNT; i++) {
      log[i] -= 0.03;
    }
    Treadmill treadmill = new Treadmill(log, List.of(FALL), 7);
    Event event = treadmill.events().get(0);
    List<double[]> windows = new ArrayList<>();
    for (int s = 288; s + 132 < event.known(); s++) {
      if (s % 12 == 7) {
        double x = Math.log(slow(log, s, 288) / slow(log, event.known(), 288));
        double y = Math.log(slow(log, s, 36) / slow(log, event.known(), 36));
        windows.add(new double[] {x * x + y * y, s});
      }
    }
    windows.removeIf(one -> Double.isNaN(log[(int) one[1]]) || one[1] >= AT);
    windows.sort(Comparator.comparingDouble(one -> one[0]));
    int hits = 0;
    for (double[] window : windows.subList(0, 60)) {
      hits += hit(log, (int) window[1], -1, event) + hit(log, (int) window[1], 1, event);
    }
    assertThat(hits).isBetween(5, 100);
    assertThat(treadmill.chance(event)).isCloseTo((hits + 0.5) / 121, within(1e-12));
  }

  /** Volatility of the last steps, without those to and from a missing price. */
  private static double slow(double[] log, int at, int steps) {
    double squares = 0;
    int n = 0;
    for (int i = at - steps + 1; i <= at; i++) {
      double r = log[i] - log[i - 1];
      squares += Double.isNaN(r) ? 0 : r * r;
      n += Double.isNaN(r) ? 0 : 1;
    }
    return Math.sqrt(squares / n);
  }

  /** Whether a path bounces by 35 % of the drop within 6 h and then goes deeper by 10 % in 5 h. */
  private static int hit(double[] log, int at, int sign, Event event) {
    double extreme = log[at] + sign * event.gap();
    int bounced = -1;
    for (int i = at; i <= at + 72 && bounced < 0; i++) {
      double back = sign * (extreme - log[i]);
      if (back < 0) {
        return 0;
      }
      bounced = back >= 0.35 * event.drop() ? i : -1;
    }
    for (int i = bounced + 1; bounced >= 0 && i <= bounced + 60; i++) {
      if (sign * (log[i] - extreme) > 0.1 * event.drop()) {
        return 1;
      }
    }
    return 0;
  }

  @Test
  void theBounceOfALadderIsStraightAndOrderly() {
    double[] log = path(0, -0.02, 40, -0.03);
    for (int i = AT + 5; i < COUNT; i++) {
      log[i] += Math.min(20, i - AT - 4) * 0.0005;
    }
    Treadmill treadmill = new Treadmill(log, List.of(FALL), 0);
    Event event = treadmill.events().get(0);
    assertThat(event.isCompleted()).isTrue();
    assertThat(treadmill.efficiency(event)).isGreaterThan(0.9);
    assertThat(treadmill.largestStep(event)).isBetween(15.0, 40.0);
  }

  @Test
  void withoutAHabitTheMatchedChanceIsTheRateOfThePath() {
    int completed = 0;
    double expected = 0;
    int n = 0;
    for (int seed = 0; seed < 12; seed++) {
      double[] log = walk(seed, 60 * 288, 0.0025);
      Treadmill treadmill = new Treadmill(log, everyDay(log), 0);
      for (Event event : treadmill.events()) {
        double chance = treadmill.chance(event);
        if (event.completeStep() < log.length && !Double.isNaN(chance)) {
          n++;
          expected += chance;
          completed += event.isCompleted() ? 1 : 0;
        }
      }
    }
    assertThat(n).isGreaterThan(150);
    assertThat((completed - expected) / Math.sqrt(expected * (1 - expected / n)))
        .isBetween(-2.6, 2.6);
  }

  @Property(tries = 20)
  void nothingOfAnEventDependsOnWhatComesAfterItIsComplete(@ForAll long seed) {
    double[] log = walk(seed, 40 * 288, 0.0025);
    List<Flush> flushes = everyDay(log);
    Treadmill treadmill = new Treadmill(log, flushes, 0);
    for (Event event : treadmill.events()) {
      int cut = event.completeStep();
      if (cut < log.length) {
        double[] other = log.clone();
        Arrays.fill(other, cut, log.length, 7);
        Treadmill changed =
            new Treadmill(other, flushes.stream().filter(f -> f.end() < cut).toList(), 0);
        Event same =
            changed.events().stream()
                .filter(e -> e.flush().equals(event.flush()))
                .findFirst()
                .orElseThrow();
        assertThat(same).isEqualTo(event);
        assertThat(changed.chance(same)).isEqualTo(Double.valueOf(treadmill.chance(event)));
        assertThat(changed.efficiency(same)).isEqualTo(Double.valueOf(treadmill.efficiency(event)));
      }
    }
  }

  /** A pretended flush a day, in the direction of the last hour. */
  private static List<Flush> everyDay(double[] log) {
    List<Flush> flushes = new java.util.ArrayList<>();
    for (int at = 288 + 100; at < log.length; at += 288) {
      int sign = log[at] < log[at - 12] ? -1 : 1;
      flushes.add(new Flush(at, at, at + 3, sign, true));
    }
    return flushes;
  }

  private static double[] walk(long seed, int n, double step) {
    Random random = new Random(seed);
    double[] log = new double[n];
    for (int i = 1; i < n; i++) {
      log[i] = log[i - 1] + step * random.nextGaussian();
    }
    return log;
  }
}
