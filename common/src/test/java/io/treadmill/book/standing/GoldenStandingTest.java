package io.treadmill.book.standing;

import static io.treadmill.book.Golden.doubles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.treadmill.book.Golden;
import io.treadmill.book.law.HorizonStack;
import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.map.PriceRange;
import io.treadmill.book.models.FreshnessMap;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.InflowMode;
import io.treadmill.book.position.LeverageComponents;
import io.treadmill.book.position.LiquidationBook;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.Profile;
import io.treadmill.book.position.Step;
import io.treadmill.market.AmountUnit;
import io.treadmill.market.MarginTiers;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The vectors of the reference of the standing map by horizon, to 1e-9. */
class GoldenStandingTest {
  private static final double RELATIVE = 1e-9;

  private final JsonNode golden = Golden.standing("bars");
  private final List<Step> steps = steps();
  private final OpenedBars bars =
      OpenedBars.of(steps, golden.get("open_interest").get(0).asDouble(), ParameterSet.REAL);
  private final LeverageComponents components = components();
  private final List<MapHorizon> horizons = horizons();
  private final MarketOutlook.Means means =
      MarketOutlook.Means.of(
          bars,
          Golden.standing("train_bars").get(0).asInt(),
          Golden.standing("train_bars").get(1).asInt());
  private final List<Integer> starts =
      Arrays.stream(Golden.ints(Golden.standing("starts"))).boxed().toList();

  private List<Step> steps() {
    List<Step> result = new ArrayList<>();
    for (int t = 0; t < golden.get("close").size(); t++) {
      double low = value("low", t);
      double high = value("high", t);
      result.add(
          new Step(
              t * 300_000_000L,
              value("open", t),
              low,
              high,
              value("close", t),
              low,
              high,
              value("volume", t),
              value("open_interest", t),
              value("open_interest", t + 1),
              Profile.uniform(PriceGrid.position(low), PriceGrid.position(high))));
    }
    return result;
  }

  private double value(String column, int t) {
    return golden.get(column).get(t).asDouble();
  }

  /** The four components of the reference, in its order. */
  private static LeverageComponents components() {
    List<MarginTiers.Bracket> brackets =
        List.of(
            new MarginTiers.Bracket(0, 50_000, .004, 125, 0),
            new MarginTiers.Bracket(50_000, 1_000_000, .01, 50, 300));
    LeverageComponents all =
        LeverageComponents.of(ParameterSet.REAL, MarginTiers.of(AmountUnit.QUOTE, brackets), false);
    List<String> names = List.of("spike_50x", "spike_125x", "box_4_6", "box_15_21");
    return new LeverageComponents(
        all.list().stream().filter(component -> names.contains(component.name())).toList());
  }

  private static List<MapHorizon> horizons() {
    List<MapHorizon> result = new ArrayList<>();
    int[] lengths = Golden.ints(Golden.standing("horizons"));
    for (int h = 0; h < lengths.length; h++) {
      MapHorizon real = MapHorizon.ALL.get(h);
      result.add(
          new MapHorizon(lengths[h], real.forecast(), real.referenceBuckets(), real.prior()));
    }
    return result;
  }

  private static void assertNear(double actual, JsonNode expected, String what) {
    double value = expected.asDouble();
    assertThat(Math.abs(actual - value))
        .as(what + ": " + actual + " against " + value)
        .isLessThanOrEqualTo(RELATIVE * Math.abs(value));
  }

  private static void assertNear(double[] actual, JsonNode expected, String what) {
    assertThat(actual).hasSize(expected.size());
    for (int i = 0; i < actual.length; i++) {
      assertNear(actual[i], expected.get(i), what + " " + i);
    }
  }

  private MarketOutlook outlook(int bar) {
    MarketOutlook outlook = new MarketOutlook(means);
    for (int t = 0; t < bar; t++) {
      outlook.step(bars, t);
    }
    return outlook;
  }

  @Test
  void whatTheHoursAheadAreExpectedToBringIsThatOfTheReference() {
    for (int i = 0; i < starts.size(); i++) {
      MarketOutlook outlook = outlook(starts.get(i));
      for (int h = 0; h < horizons.size(); h++) {
        assertNear(
            outlook.opens(horizons.get(h)),
            Golden.standing("forecast_opens").get(i).get(h),
            "opens");
        assertNear(
            outlook.buckets(horizons.get(h)), Golden.standing("sigma").get(i).get(h), "deviation");
      }
    }
  }

  @Test
  void theInflowTableIsThatOfTheReference() {
    InflowTable table = InflowTable.of(bars, components, starts, means, horizons);
    for (Side side : Side.values()) {
      double[] weights = doubles(Golden.standing("weights").get(side.index()));
      for (int h = 0; h < horizons.size(); h++) {
        JsonNode expected = Golden.standing("table").get(side.index()).get(h);
        assertNear(table.forced(side, h, weights), expected, side + " " + h);
      }
    }
  }

  /** A book without the clock of its last bar, as the reference reads it. */
  private final class Standing implements HeatmapModel {
    private final LiquidationBook[] books = new LiquidationBook[2];

    Standing(int bar) {
      for (Side side : Side.values()) {
        books[side.index()] = new LiquidationBook(components, side, InflowMode.ADD_AFTER_CROSSING);
        for (int t = 0; t < bar; t++) {
          books[side.index()].step(
              bars.low()[t],
              bars.high()[t],
              bars.clock()[t],
              bars.opens()[t],
              bars.profiles().get(t));
        }
      }
    }

    @Override
    public List<String> columns() {
      return components.names();
    }

    @Override
    public int bookColumns() {
      return components.count();
    }

    @Override
    public void step(Step step) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int firstBucket() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int rows() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void addCrossed(Side side, int row, double[] into, int at) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void addStanding(
        Side side, int bucket, double price, double covered, double[] into, int at) {
      books[side.index()].addStanding(0, bucket, covered * PriceGrid.bucketPrice(bucket), into, at);
    }
  }

  @Test
  void thePartsOfTheMapAreThoseOfTheReference() {
    InflowTable table = InflowTable.of(bars, components, starts, means, horizons);
    int bar = 96;
    HeatmapModel book = new Standing(bar);
    double price = bars.close()[bar - 1];
    double openInterest = value("open_interest", bar);
    for (JsonNode cell : Golden.standing("map_at_bar_96")) {
      Side side = Side.values()[cell.get("side").asInt()];
      int h = cell.get("q").asInt();
      PriceRange range =
          PriceRange.ofPositions(price, cell.get("low").asDouble(), cell.get("high").asDouble());
      assertNear(PriceGrid.position(price), cell.get("price_position"), "price");
      HeatmapModel rule =
          new FreshnessMap(FreshnessMap.Kind.FINE_AND_FAR, ContractValue.linear(), openInterest);
      double[] columns =
          new HorizonMap(book, rule, ContractValue.linear(), horizons.get(h), outlook(bar))
              .reach(side, range);
      double[] weights = doubles(Golden.standing("weights").get(side.index()));
      double[] noRule = new double[rule.columns().size()];
      double[] parts =
          new HorizonParts(weights, table.forced(side, h, weights), noRule).of(columns, 1, 1);
      for (int part = 0; part < 3; part++) {
        assertNear(parts[part] / 1e6, cell.get("columns").get(part), "part " + part);
      }
      int far = columns.length - 8;
      for (int i = 0; i < 8; i++) {
        assertNear(columns[far + i] / 1e6, cell.get("far_columns").get(i), "beyond " + i);
      }
    }
  }

  @Test
  void theStackIsThatOfTheReference() {
    JsonNode stack = Golden.standing("stack");
    List<double[]> rows = List.of(Golden.rows(stack.get("X")));
    List<double[]> book = rows.stream().map(row -> Arrays.copyOf(row, 3)).toList();
    double[] realised = doubles(stack.get("y"));
    for (int h = 0; h < 3; h++) {
      List<Double> prior = MapHorizon.ALL.get(h).prior();
      assertNear(
          evenly(rows, realised, HorizonStack.priorWithRule(prior)),
          stack.get("four").get(h),
          "four parts of horizon " + h);
      assertNear(
          evenly(book, realised, prior.stream().mapToDouble(Double::doubleValue).toArray()),
          stack.get("three").get(h),
          "three parts of horizon " + h);
    }
  }

  private static double[] evenly(List<double[]> rows, double[] realised, double[] prior) {
    double kappa = HorizonStack.kappa(rows);
    return HorizonStack.weights(rows, realised, prior, kappa, HorizonStack.ROUNDS, 0);
  }

  @Test
  void weightsWhoseLargeRowsCountLessAreThoseOfTheReference() {
    JsonNode robust = Golden.standing("robust_map_em");
    JsonNode stack = Golden.standing("stack");
    assertNear(
        HorizonStack.weights(
            List.of(Golden.rows(stack.get("X"))),
            doubles(stack.get("y")),
            doubles(robust.get("prior")),
            robust.get("kappa").asDouble(),
            150,
            2),
        robust.get("weights"),
        "weight");
  }

  /** Two parts that say the same but in one flush, of which one says ten times too much. */
  @Test
  void oneFlushDoesNotMakeTheStack() {
    List<double[]> parts = new ArrayList<>();
    double[] realised = new double[101];
    for (int i = 0; i < 100; i++) {
      parts.add(new double[] {1, 2});
      realised[i] = 2;
    }
    parts.add(new double[] {1000, 100});
    realised[100] = 100;
    double[] stack = HorizonStack.weights(parts, realised, new double[] {0.5, 0.5});
    double[] evenly = evenly(parts, realised, new double[] {0.5, 0.5});
    double quietOfStack = stack[0] + 2 * stack[1];
    double quietOfEven = evenly[0] + 2 * evenly[1];
    assertThat(Math.abs(quietOfStack - 2)).isLessThan(Math.abs(quietOfEven - 2) / 2);
  }

  /** A quarter of it is the rule alone; a stack that has little of the rule stays as it is. */
  @Test
  void aStackThatLeansOnTheRuleLeansFurther() {
    assertThat(HorizonStack.withRuleAlone(new double[] {0.8, 0.4, 1, 0.5}))
        .containsExactly(new double[] {0.6, 0.3, 0.75, 0.625}, within(1e-12));
    assertThat(HorizonStack.withRuleAlone(new double[] {1, 1, 1, 0})).containsExactly(1, 1, 1, 0);
    assertThat(HorizonStack.withRuleAlone(new double[] {1, 1, 1, 1.2})).containsExactly(0, 0, 0, 1);
  }

  @Test
  void theLevelOfASymbolWithoutTotalsIsThatOfTheReference() {
    JsonNode level = Golden.standing("level");
    List<LevelRule.Known> known = new ArrayList<>();
    level
        .get("known")
        .forEach(
            one -> known.add(new LevelRule.Known(activity(one), one.get("realised").asDouble())));
    assertNear(
        LevelRule.factor(known, activity(level.get("new")), level.get("predicted_new").asDouble()),
        level.get("factor"),
        "factor");
  }

  private static LevelRule.Activity activity(JsonNode node) {
    return new LevelRule.Activity(
        node.get("volume").asDouble(),
        node.get("volatility").asDouble(),
        node.get("turnover").asDouble(),
        node.get("open_interest").asDouble());
  }
}
