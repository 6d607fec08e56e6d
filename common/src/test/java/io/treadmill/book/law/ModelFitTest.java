package io.treadmill.book.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.book.Market;
import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.map.PriceRange;
import io.treadmill.book.models.FreshnessMap;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.BucketAges;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.Freshness;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.Profile;
import io.treadmill.book.position.Step;
import io.treadmill.book.position.Turnover;
import io.treadmill.market.BarClock;
import io.treadmill.market.BtcTiers;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFitTest {
  private static final int DAYS = 6;
  private static final LocalDate FROM = Market.FIRST.plusDays(1);
  private static final LocalDate TO = Market.FIRST.plusDays(3);
  private static final UtcDays WINDOW = new UtcDays(FROM, TO);
  private static final List<Step> STEPS = steps();

  private static List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (DaySteps day : Market.days(3, DAYS, 288)) {
      for (int t = 0; t < day.count(); t++) {
        steps.add(day.step(t));
      }
    }
    return steps;
  }

  private static Models.Market market() {
    return new Models.Market(
        ParameterSet.REAL,
        BtcTiers.seenOn("2025-08-21"),
        ContractValue.linear(),
        Market.FIRST.minusDays(1),
        Double.NaN,
        new Turnover(300, 300, 0.004),
        ParameterSet.REAL_PATH_ONLY);
  }

  static List<Models.Definition> models() {
    return Models.ALL;
  }

  /** Totals of an hour and side from a seed, heavy-tailed; some hours are unknown. */
  private static Realised totals(long seed) {
    Random random = new Random(seed);
    Realised realised = Realised.hourlyTotals();
    for (Step step : STEPS) {
      if (Math.floorMod(step.ts(), 3_600_000_000L) == 0 && random.nextInt(12) > 0) {
        for (Side side : Side.values()) {
          realised.add(step.ts(), side, 0, 1e6 * Math.exp(random.nextGaussian()), 1);
        }
      }
    }
    return realised;
  }

  private static List<Observations.Row> rows(HeatmapModel model, Realised realised) {
    Observations observations = new Observations(model, realised);
    STEPS.forEach(observations::step);
    return observations.finish();
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyModelGivesPredictionsThatAreFiniteAndFitTheTrainingTotal(Models.Definition definition) {
    HeatmapModel model = definition.factory().make(market());
    List<Observations.Row> rows = rows(model, totals(1));
    FittedLaw fit = ModelFit.of(definition.rule(), model, rows, WINDOW);
    assertThat(rows).hasSize(2 * 24 * DAYS);
    double predicted = 0;
    double realised = 0;
    double[] mu = fit.predict(rows);
    for (int i = 0; i < mu.length; i++) {
      assertThat(mu[i]).isFinite().isNotNegative();
      boolean trained =
          rows.get(i).ts() >= UtcDays.startMicros(FROM)
              && rows.get(i).until() <= UtcDays.startMicros(TO.plusDays(1));
      predicted += trained && rows.get(i).known() ? mu[i] : 0;
      realised += trained && rows.get(i).known() ? rows.get(i).realised() : 0;
    }
    if (definition.fit() != FitRule.NONE) {
      assertThat(predicted).isCloseTo(realised, within(0.02 * realised));
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void theRowsOfAnHourAddUpToWhatFinerRowsSay(Models.Definition definition) {
    Realised cells = new Realised(300_000_000L, 1);
    List<Observations.Row> fine = rows(definition.factory().make(market()), cells);
    List<Observations.Row> hours = rows(definition.factory().make(market()), totals(1));
    double[] ofFine = sums(fine);
    double[] ofHours = sums(hours);
    for (int k = 0; k < ofFine.length; k++) {
      assertThat(ofFine[k]).isCloseTo(ofHours[k], within(1e-9 * (1 + ofHours[k])));
    }
  }

  private static double[] sums(List<Observations.Row> rows) {
    double[] sums = new double[rows.get(0).columns().length];
    for (Observations.Row row : rows) {
      for (int k = 0; k < sums.length; k++) {
        sums[k] += row.columns()[k];
      }
    }
    return sums;
  }

  /** A planted leak must show: the law may not change by a bit when later totals change. */
  @Test
  void totalsAfterTheTrainingWindowDoNotChangeTheLaw() {
    FittedLaw fit = book(totals(1));
    Realised changed = totals(1);
    long end = UtcDays.startMicros(TO.plusDays(1));
    changed.add(end, Side.LONG, 0, 5e9, 1);
    changed.add(end + 3_600_000_000L, Side.SHORT, 0, 7e9, 1);
    FittedLaw same = book(changed);
    for (Side side : Side.values()) {
      assertThat(same.of(side).weight()).isEqualTo(fit.of(side).weight());
      assertThat(same.of(side).draws()[1]).isEqualTo(fit.of(side).draws()[1]);
      assertThat(same.of(side).sums()).isEqualTo(fit.of(side).sums());
    }
    Realised leaked = totals(1);
    leaked.add(end - 3_600_000_000L, Side.LONG, 0, 5e9, 1);
    assertThat(book(leaked).longs().weight()).isNotEqualTo(fit.longs().weight());
  }

  private static FittedLaw book(Realised realised) {
    Models.Definition book = Models.of(Models.BOOK);
    HeatmapModel model = book.factory().make(market());
    return ModelFit.of(book.rule().withDraws(3, 9), model, rows(model, realised), WINDOW);
  }

  @Test
  void theRescaleOfADayReadsTotalsOfDaysBeforeItAlone() {
    Models.Definition book = Models.of(Models.BOOK);
    HeatmapModel model = book.factory().make(market());
    List<Observations.Row> rows = rows(model, totals(1));
    FittedLaw fit = ModelFit.of(book.rule(), model, rows, WINDOW);
    long changedDay = UtcDays.startMicros(TO.plusDays(1));
    List<Observations.Row> changed =
        rows.stream()
            .map(row -> row.ts() >= changedDay && row.known() ? row.withRealised(900) : row)
            .toList();
    double[] before = ModelFit.predict(fit, rows, WINDOW);
    double[] after = ModelFit.predict(fit, changed, WINDOW);
    int moved = 0;
    for (int i = 0; i < before.length; i++) {
      if (rows.get(i).ts() < changedDay + BarClock.DAY_MICROS) {
        assertThat(after[i]).isEqualTo(before[i]);
      } else {
        moved += after[i] != before[i] ? 1 : 0;
      }
    }
    assertThat(moved).isPositive();
  }

  @Test
  void totalsInAnotherUnitGiveWeightsInThatUnit() {
    Models.Definition book = Models.of(Models.BOOK);
    HeatmapModel model = book.factory().make(market());
    List<Observations.Row> rows = rows(model, totals(2));
    List<Observations.Row> tenfold =
        rows.stream()
            .map(row -> row.known() ? row.withRealised(10 * row.realised()) : row)
            .toList();
    double[] one = ModelFit.of(book.rule(), model, rows, WINDOW).shorts().weight();
    double[] ten = ModelFit.of(book.rule(), model, tenfold, WINDOW).shorts().weight();
    for (int k = 0; k < one.length; k++) {
      // The floor of a mean, 1 USD, does not scale.
      assertThat(ten[k]).isCloseTo(10 * one[k], within(1e-3 * ten[k] + 1e-12));
    }
  }

  @Test
  void whatTheDataDoNotTellIsCalledUndetermined() {
    FittedLaw fit = book(totals(1));
    int deepest = fit.columns().indexOf("box_340_480");
    assertThat(fit.longs().poor()[deepest]).isTrue();
    assertThat(fit.longs().poor()).as("three days are too few for any").doesNotContain(false);
  }

  @Test
  void theStandingMapTimesTheCrossedPartIsWhatTheBookCrossesNext() {
    for (String name : List.of(Models.BOOK, Models.PATH_ONLY, Models.FINE_FRESHNESS)) {
      HeatmapModel model = Models.of(name).factory().make(market());
      STEPS.subList(0, 900).forEach(model::step);
      Step next = STEPS.get(900);
      for (Side side : Side.values()) {
        double[] standing = new double[model.columns().size()];
        double from = side == Side.LONG ? next.crossHigh() : next.crossLow();
        model.addReach(side, PriceRange.of(from, next.crossLow(), next.crossHigh()), standing, 0);
        HeatmapModel copy = Models.of(name).factory().make(market());
        STEPS.subList(0, 901).forEach(copy::step);
        double[] crossed = new double[standing.length];
        for (int row = 0; row < copy.rows(); row++) {
          copy.addCrossed(side, row, crossed, 0);
        }
        double total = Arrays.stream(crossed).sum();
        assertThat(total).isPositive();
        // Mass beyond the range is swept by the bar too, at the price of its edge.
        assertThat(Arrays.stream(standing).sum()).isCloseTo(total, within(0.02 * total));
      }
    }
  }

  @Test
  void freshnessColumnsAreOpenInterestByTheAgeOfTheBucketsOfABar() {
    FreshnessMap fine =
        new FreshnessMap(FreshnessMap.Kind.FINE, ContractValue.linear(), Double.NaN);
    FreshnessMap coarse =
        new FreshnessMap(FreshnessMap.Kind.WHOLE, ContractValue.linear(), Double.NaN);
    BucketAges[] ages = {new BucketAges(Side.LONG), new BucketAges(Side.SHORT)};
    double openInterest = Double.NaN;
    for (Step step : STEPS.subList(0, 300)) {
      fine.step(step);
      coarse.step(step);
      double known = Double.isNaN(openInterest) ? step.openInterestStart() : openInterest;
      double usd = Double.isNaN(known) ? 0 : known * step.open();
      double low = PriceGrid.position(step.crossLow());
      double high = PriceGrid.position(step.crossHigh());
      for (Side side : Side.values()) {
        double[] covered = new double[Freshness.COVERED_COLUMNS];
        double[] uncovered = new double[Freshness.UNCOVERED_COLUMNS];
        BucketAges ofSide = ages[side.index()];
        for (int bucket = (int) Math.floor(low); bucket <= (int) Math.floor(high); bucket++) {
          covered[Freshness.coveredColumn(ofSide.age(bucket))] +=
              usd * Profile.covered(low, high, bucket);
          uncovered[Freshness.uncoveredColumn(ofSide.age(bucket))] += usd;
        }
        ofSide.touch((int) Math.floor(low), (int) Math.floor(high));
        assertThat(columns(fine, side)).containsExactly(covered, within(1e-3));
        assertThat(columns(coarse, side)).containsExactly(uncovered, within(1e-3));
      }
      openInterest = Double.isNaN(step.openInterestEnd()) ? known : step.openInterestEnd();
    }
  }

  private static double[] columns(HeatmapModel model, Side side) {
    double[] columns = new double[model.columns().size()];
    for (int row = 0; row < model.rows(); row++) {
      model.addCrossed(side, row, columns, 0);
    }
    return columns;
  }
}
