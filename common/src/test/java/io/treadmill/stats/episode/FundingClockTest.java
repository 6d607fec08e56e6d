package io.treadmill.stats.episode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.market.BarClock;
import io.treadmill.stats.MarketSeries.Settlement;
import io.treadmill.stats.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FundingClockTest {
  private static final int DAYS = 60;
  private static final int COUNT = DAYS * 288;
  private static final int[] SETTLEMENTS = every(96);

  private static int[] every(int interval) {
    return IntStream.range(0, COUNT / interval).map(k -> k * interval).toArray();
  }

  private static double[] noise(long seed) {
    Random random = new Random(seed);
    double[] values = new double[COUNT];
    double state = 0;
    for (int i = 0; i < COUNT; i++) {
      state = 0.8 * state + random.nextGaussian();
      values[i] = state + 2 * Math.sin(2 * Math.PI * i / 288);
    }
    return values;
  }

  private static FundingClock of(double[] values, int interval) {
    return FundingClock.of(values, 0, COUNT, every(interval), interval, 288);
  }

  @Test
  void aPlantedEffectIsReadWithItsSizeAtTheLeastP() {
    double[] values = noise(1);
    for (int i = 0; i < COUNT; i++) {
      values[i] -= i % 96 >= 92 ? 1.5 : 0;
    }
    FundingClock clock = of(values, 96);
    assertThat(clock.shifts()).isEqualTo(63);
    assertThat(clock.effect().p()).isEqualTo(1.0 / 64);
    assertThat(clock.effect().value()).isCloseTo(-1.5, within(0.3));
    assertThat(clock.effect().low()).isLessThan(clock.effect().high());
    assertThat(clock.profile()[FundingClock.PROFILE_STEPS - 1]).isLessThan(clock.shiftedLow());
    assertThat(clock.profile()[FundingClock.PROFILE_STEPS + 3]).isGreaterThan(-1);
  }

  @Test
  void theEffectIsTheSlowObviousMean() {
    isTheSlowObviousMean(noise(2));
  }

  @Test
  void missingValuesDoNotMoveTheCutOfTheTails() {
    double[] values = noise(2);
    Random random = new Random(3);
    for (int i = 0; i < COUNT; i++) {
      values[i] = random.nextInt(5) == 0 ? Double.NaN : values[i];
    }
    isTheSlowObviousMean(values);
  }

  private static void isTheSlowObviousMean(double[] values) {
    double[] sorted = Arrays.stream(values).filter(x -> !Double.isNaN(x)).sorted().toArray();
    double low = io.treadmill.stats.Ranks.quantile(sorted, 0.01);
    double high = io.treadmill.stats.Ranks.quantile(sorted, 0.99);
    double total = 0;
    int n = 0;
    for (int at : SETTLEMENTS) {
      if (at < 16 || at + 12 > COUNT) {
        continue;
      }
      double[] sum = new double[2];
      int[] known = new int[2];
      for (int k = -16; k < 12; k++) {
        int near = k >= -4 && k < 0 ? 1 : 0;
        if (!Double.isNaN(values[at + k])) {
          sum[near] += Math.max(low, Math.min(high, values[at + k]));
          known[near]++;
        }
      }
      if (known[1] >= 2 && known[0] >= 12) {
        total += sum[1] / known[1] - sum[0] / known[0];
        n++;
      }
    }
    FundingClock clock = of(values, 96);
    assertThat(clock.effect().n()).isEqualTo(n);
    assertThat(clock.effect().value()).isCloseTo(total / n, within(1e-9));
  }

  @Property(tries = 25)
  void addingAConstantOrScalingChangesNoP(@ForAll long seed) {
    double[] values = noise(seed);
    FundingClock clock = of(values, 96);
    FundingClock other = of(Arrays.stream(values).map(x -> 4 * x + 3).toArray(), 96);
    assertThat(other.effect().p()).isEqualTo(clock.effect().p());
    assertThat(other.effect().value()).isCloseTo(4 * clock.effect().value(), within(1e-8));
  }

  @Property(tries = 25)
  void nothingAfterTheEndIsRead(@ForAll long seed) {
    double[] values = noise(seed);
    int to = 50 * 288;
    FundingClock clock = FundingClock.of(values, 288, to, SETTLEMENTS, 96, 288);
    Arrays.fill(values, to, COUNT, 1e9);
    Arrays.fill(values, 0, 288, -1e9);
    FundingClock other = FundingClock.of(values, 288, to, SETTLEMENTS, 96, 288);
    assertThat(other.effect()).isEqualTo(clock.effect());
    assertThat(other.profile()).isEqualTo(clock.profile());
  }

  @Test
  void hourlySettlementsLeaveNoShiftsForATestAndSaySo() {
    FundingClock clock = of(noise(3), 12);
    assertThat(clock.effect().isPresent()).isTrue();
    assertThat(clock.effect().p()).isNaN();
    assertThat(clock.z()).isNaN();
    assertThat(clock.shifts()).isLessThan(FundingClock.LEAST_SHIFTS);
  }

  @Test
  void fewSettlementsGiveAReason() {
    FundingClock clock = FundingClock.of(noise(4), 0, 5 * 288, every(96), 96, 288);
    assertThat(clock.effect().reason()).contains("under 30 settlements");
  }

  @Test
  void thirtySettlementsAreEnough() {
    Set<Integer> seen = new TreeSet<>();
    for (int k = 28; k < 36; k++) {
      FundingClock clock = FundingClock.of(noise(4), 0, k * 96 + 48, every(96), 96, 288);
      seen.add((int) clock.effect().n());
      assertThat(clock.effect().isPresent())
          .as(clock.effect().n() + " settlements with values")
          .isEqualTo(clock.effect().n() >= 30);
    }
    assertThat(seen).contains(29, 30);
  }

  @Test
  void theUsualCadenceIsFoundAndOthersLeftOut() {
    Steps grid = new Steps(0, BarClock.BAR_MICROS, COUNT);
    List<Settlement> settled = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      settled.add(new Settlement(grid.micros(i * 96) + 7_000, 1e-4, Double.NaN));
    }
    for (int i = 1; i < 10; i++) {
      settled.add(new Settlement(grid.micros(29 * 96 + i * 48), 1e-4, Double.NaN));
    }
    SettlementSteps found = SettlementSteps.of(Settlement.joined(settled), grid, 0, COUNT);
    assertThat(found.intervalMinutes()).isEqualTo(480);
    assertThat(found.steps()).hasSize(28).startsWith(192, 288);
  }
}
