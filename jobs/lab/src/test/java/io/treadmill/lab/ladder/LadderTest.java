package io.treadmill.lab.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.book.law.Realised;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.Profile;
import io.treadmill.book.position.Step;
import io.treadmill.book.position.Turnover;
import io.treadmill.market.BtcTiers;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LadderTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 5);
  private static final int DAYS = 12;
  private static final List<Step> STEPS = steps(7);
  private static final Ladder.Plan PLAN =
      new Ladder.Plan(
          FIRST.plusDays(2),
          FIRST.plusDays(7),
          FIRST.plusDays(8),
          FIRST.plusDays(11),
          false,
          0.01,
          20,
          1);

  private static List<Step> steps(long seed) {
    Random random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    double price = 60_000;
    for (int t = 0; t < DAYS * 288; t++) {
      double close = price * Math.exp(0.002 * random.nextGaussian());
      double low = Math.min(price, close) * (1 - 0.001 * random.nextDouble());
      double high = Math.max(price, close) * (1 + 0.001 * random.nextDouble());
      long ts = UtcDays.startMicros(FIRST) + t * 300_000_000L;
      Profile even = Profile.uniform(PriceGrid.position(low), PriceGrid.position(high));
      steps.add(new Step(ts, price, low, high, close, low, high, 500, 80_000, 80_000, even));
      price = close;
    }
    return steps;
  }

  private static Models.Market market() {
    return new Models.Market(
        ParameterSet.REAL,
        BtcTiers.seenOn("2025-08-21"),
        ContractValue.linear(),
        FIRST.minusDays(1),
        80_000,
        new Turnover(300, 300, 0.00375),
        ParameterSet.REAL_PATH_ONLY);
  }

  /** Totals that are what fine freshness says, by cell or by hour. */
  private static Realised planted(long interval, int buckets) {
    Realised realised = new Realised(interval, buckets);
    var model = Models.of(Models.FINE_FRESHNESS).factory().make(market());
    for (Step step : STEPS) {
      model.step(step);
      realised.know(step.ts());
      for (Side side : Side.values()) {
        for (int row = 0; row < model.rows(); row++) {
          double[] columns = new double[model.columns().size()];
          model.addCrossed(side, row, columns, 0);
          double usd = 0;
          for (int k = 0; k < columns.length; k++) {
            usd += columns[k] * 1e-6 * k;
          }
          realised.add(step.ts(), side, model.firstBucket() + row, usd, 1);
        }
      }
    }
    return realised;
  }

  private static List<Models.Definition> few() {
    return List.of(
        Models.of(Models.BOOK),
        Models.of(Models.FINE_FRESHNESS),
        Models.of(Models.PATH_ONLY),
        Models.of("constant"));
  }

  @Test
  void theModelThatMadeTheTotalsWinsAndBooksOfNothingAreNotPraised() {
    Ladder.Result result =
        Ladder.updating(PLAN, market(), STEPS, planted(3_600_000_000L, 5), few()).run();
    Scorecard fine = result.score(Models.FINE_FRESHNESS);
    assertThat(fine.r2()).isGreaterThan(0.95);
    assertThat(fine.ratio()).isCloseTo(1, within(0.05));
    assertThat(result.score(Models.BOOK).skills().get(Models.FINE_FRESHNESS).high()).isNegative();
    assertThat(result.bands()).hasSize(10);
    assertThat(result.bandCoverage()).isBetween(0.0, 1.0);
    assertThat(result.rows()).allMatch(row -> row.ts() >= UtcDays.startMicros(PLAN.testFrom()));
  }

  @Test
  void hourlyTotalsAddTheRegressionsOfASceptic() {
    Ladder.Result result =
        Ladder.updating(PLAN, market(), STEPS, planted(3_600_000_000L, 0), few()).run();
    for (Regression regression : Regression.values()) {
      assertThat(result.score(regression.text()).ratio()).isBetween(0.7, 1.4);
    }
    assertThat(result.score("range").skills().get("constant").skill()).isPositive();
    assertThat(result.location(1).prints()).isPositive();
  }

  @Test
  void weeklyRefitsKeepThePredictionsOfTheFirstWeek() {
    Realised realised = planted(3_600_000_000L, 0);
    Ladder.Result once = Ladder.updating(PLAN, market(), STEPS, realised, few()).run();
    Ladder.Plan weekly =
        new Ladder.Plan(
            PLAN.trainFrom(), PLAN.trainTo(), PLAN.testFrom(), PLAN.testTo(), true, 0.01, 0, 1);
    Ladder.Result rolling = Ladder.updating(weekly, market(), STEPS, realised, few()).run();
    assertThat(rolling.predicted().get(Models.BOOK)).isEqualTo(once.predicted().get(Models.BOOK));
    assertThat(rolling.bandCoverage()).isNaN();
  }

  @Test
  void aTestWindowInsideTheTrainingIsRefused() {
    assertThatThrownBy(
            () ->
                new Ladder.Plan(
                    FIRST,
                    FIRST.plusDays(5),
                    FIRST.plusDays(5),
                    FIRST.plusDays(7),
                    false,
                    0.01,
                    0,
                    1))
        .hasMessageContaining("the test must be after the training");
  }

  @Test
  void tuningPrefersTheSetWhoseBookMadeTheTotalsAndReadsNoLaterDay() {
    ParameterSet slow =
        new ParameterSet(
            "slow", 0.6, 0.02, 0, ParameterSet.REAL.inflowMode(), ParameterSet.REAL.activity());
    ParameterSet fast =
        new ParameterSet(
            "fast", 0.6, 30, 0, ParameterSet.REAL.inflowMode(), ParameterSet.REAL.activity());
    Realised realised = Realised.hourlyTotals();
    var model = Models.of(Models.BOOK).factory().make(with(fast));
    for (Step step : STEPS) {
      model.step(step);
      for (Side side : Side.values()) {
        double[] columns = new double[model.columns().size()];
        for (int row = 0; row < model.rows(); row++) {
          model.addCrossed(side, row, columns, 0);
        }
        double usd = 0;
        for (int k = 0; k < model.bookColumns(); k++) {
          usd += 0.01 * columns[k];
        }
        realised.add(step.ts(), side, 0, usd, 1);
      }
    }
    UtcDays train = new UtcDays(PLAN.trainFrom(), PLAN.trainTo());
    List<Tuning.Trial> trials =
        new Tuning(train, 3, STEPS, realised, LadderTest::with).run(List.of(slow, fast));
    assertThat(trials.get(0).parameters()).isEqualTo(fast);
    assertThat(trials.get(0).deviance()).isLessThan(0.5 * trials.get(1).deviance());
    List<Step> trained = STEPS.subList(0, 8 * 288);
    assertThat(new Tuning(train, 3, trained, realised, LadderTest::with).run(List.of(slow, fast)))
        .isEqualTo(trials);
  }

  private static Models.Market with(ParameterSet set) {
    return new Models.Market(
        set,
        BtcTiers.seenOn("2025-08-21"),
        ContractValue.linear(),
        FIRST.minusDays(1),
        80_000,
        new Turnover(300, 300, 0.00375),
        ParameterSet.REAL_PATH_ONLY);
  }
}
