package io.treadmill.jobs.simulate;

import io.treadmill.book.BookFold;
import io.treadmill.book.BookState;
import io.treadmill.book.ContractValue;
import io.treadmill.book.Heatmap;
import io.treadmill.book.HeatmapModel;
import io.treadmill.book.LeverageComponents;
import io.treadmill.book.MapGrid;
import io.treadmill.book.ParameterSet;
import io.treadmill.book.PriorLaw;
import io.treadmill.book.Profile;
import io.treadmill.book.Score;
import io.treadmill.book.Step;
import io.treadmill.book.models.HobbyMap;
import io.treadmill.market.MarginTiers;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Holds maps against the true book of a world: once a day, the rank correlation over the 20 cells
 * of 1 % within 10 % of price, longs below and shorts above.
 */
public final class MapCheck {
  private static final int BAR_STEPS = 300 / Market.STEP_SECONDS;
  private static final int BARS_OF_A_DAY = Market.STEPS_PER_DAY / BAR_STEPS;
  private static final int BOOK_WARM_UP_DAYS = 7;
  private static final int CELLS_A_SIDE = 10;
  private static final int CELL_BUCKETS = 10;
  private static final long FIRST_DAY_SECOND = 1_767_225_600L;
  private static final MapGrid GRID = MapGrid.of(15, 10, 0.12);

  private final SimulatedSymbol symbol = SimulatedSymbol.of("BTCUSDT", 0);
  private final Market market;
  private final HeatmapModel book;
  private final HeatmapModel hobby;

  private MapCheck(World world, long seed) {
    long start = FIRST_DAY_SECOND - WorldCheck.WARM_UP_DAYS * 86_400L;
    market = new Market(world, symbol, seed, start);
    MarginTiers tiers = tiers();
    LeverageComponents components = LeverageComponents.of(ParameterSet.SIMULATED, tiers, false);
    var before = UtcDays.dayOf(start * 1_000_000).minusDays(1);
    book =
        new BookFold(
            ParameterSet.SIMULATED,
            components,
            PriorLaw.of(components, before),
            ContractValue.linear(),
            BookState.start(ParameterSet.SIMULATED, components.count(), before, Double.NaN));
    hobby = new HobbyMap(tiers, ContractValue.linear());
  }

  /**
   * What one seed gave.
   *
   * @param seed seed of the world
   * @param days days measured, after the warm-up of market and book
   * @param book mean daily rank correlation of the first model's map
   * @param hobby mean daily rank correlation of the hobby map
   */
  public record Correlation(long seed, int days, double book, double hobby) {}

  /** Prints a row for each seed and returns the rows. */
  public static List<Correlation> print(
      World world, List<Long> seeds, int days, Consumer<String> out) {
    out.accept(
        "rank correlation with the true book within 10 % of price, mean of " + days + " days");
    out.accept("seed   book  hobby");
    return seeds.stream()
        .map(
            seed -> {
              Correlation row = new MapCheck(world, seed).measure(seed, days);
              out.accept(
                  String.format(Locale.ROOT, "%4d  %5.2f  %5.2f", seed, row.book(), row.hobby()));
              return row;
            })
        .toList();
  }

  private Correlation measure(long seed, int days) {
    double bookSum = 0;
    double hobbySum = 0;
    for (int day = 0; day < BOOK_WARM_UP_DAYS + days; day++) {
      for (int bar = 0; bar < BARS_OF_A_DAY; bar++) {
        Step step = nextBar();
        book.step(step);
        hobby.step(step);
      }
      if (day >= BOOK_WARM_UP_DAYS) {
        double[] truth = truth();
        bookSum += Score.spearman(truth, cells(book));
        hobbySum += Score.spearman(truth, cells(hobby));
      }
    }
    return new Correlation(seed, days, bookSum / days, hobbySum / days);
  }

  /** Reads thirty steps of 10 s as a bar; each step's volume lies evenly between open and close. */
  private Step nextBar() {
    double oiStart = symbol.amount(market.openInterestLots());
    long first = 0;
    double open = 0;
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    double volume = 0;
    TreeMap<Integer, Double> byBucket = new TreeMap<>();
    for (int i = 0; i < BAR_STEPS; i++) {
      io.treadmill.jobs.simulate.Step step = market.next();
      double from = symbol.price(step.openTicks());
      double to = symbol.price(step.closeTicks());
      first = i == 0 ? step.startMicros() : first;
      open = i == 0 ? from : open;
      low = Math.min(low, Math.min(from, to));
      high = Math.max(high, Math.max(from, to));
      double lots = step.takerBuyLots() + step.takerSellLots();
      for (ForcedOrder order : step.forced()) {
        lots += order.lots();
      }
      double amount = symbol.amount(Math.round(lots));
      volume += amount;
      spread(byBucket, Math.min(from, to), Math.max(from, to), amount);
    }
    int[] buckets = byBucket.keySet().stream().mapToInt(Integer::intValue).toArray();
    double total = volume;
    double[] shares = byBucket.values().stream().mapToDouble(v -> v / total).toArray();
    double close = symbol.price(market.closeTicks());
    double oiEnd = symbol.amount(market.openInterestLots());
    return new Step(
        first,
        open,
        low,
        high,
        close,
        low,
        high,
        volume,
        oiStart,
        oiEnd,
        new Profile(buckets, shares, buckets.length));
  }

  private static void spread(
      TreeMap<Integer, Double> byBucket, double low, double high, double amount) {
    Profile even = Profile.uniform(PriceGrid.position(low), PriceGrid.position(high));
    for (int i = 0; i < even.count(); i++) {
      byBucket.merge(even.buckets()[i], even.shares()[i] * amount, Double::sum);
    }
  }

  /** Standing notional at true liquidation prices, by cell: ten below the price, ten above. */
  private double[] truth() {
    double[] cells = new double[2 * CELLS_A_SIDE];
    Positions positions = market.positions();
    for (int slot = 0; slot < positions.slotLimit(); slot++) {
      double price = positions.liquidationPrice(slot);
      if (positions.lots(slot) > 0 && price > 0) {
        add(
            cells,
            positions.sign(slot) > 0 ? Side.LONG : Side.SHORT,
            PriceGrid.bucket(price),
            symbol.amount(positions.lots(slot)) * price);
      }
    }
    return cells;
  }

  private double[] cells(HeatmapModel model) {
    double[] cells = new double[2 * CELLS_A_SIDE];
    Heatmap map = model.heatmap(0, symbol.price(market.closeTicks()), GRID);
    for (Side side : Side.values()) {
      for (int i = 0; i < map.rows(); i++) {
        add(cells, side, map.bucket(i), map.expectedUsd(side, i));
      }
    }
    return cells;
  }

  private void add(double[] cells, Side side, int bucket, double usd) {
    int here = PriceGrid.bucket(symbol.price(market.closeTicks()));
    int cell = Math.floorDiv(bucket - here, CELL_BUCKETS);
    boolean beyond = side == Side.LONG ? cell < 0 : cell >= 0;
    if (beyond && Math.abs(cell) <= CELLS_A_SIDE && cell < CELLS_A_SIDE) {
      cells[cell + CELLS_A_SIDE] += usd;
    }
  }

  private MarginTiers tiers() {
    return MarginTiers.ofQuote(
        MarginBrackets.ofAsset(symbol.asset()).list().stream()
            .map(
                bracket ->
                    new MarginTiers.Bracket(
                        bracket.floor(),
                        bracket.cap(),
                        bracket.rate(),
                        bracket.maxLeverage(),
                        bracket.amount()))
            .toList());
  }
}
