package io.treadmill.lab.simulate;

import io.treadmill.book.position.Profile;
import io.treadmill.book.position.Step;
import io.treadmill.market.AmountUnit;
import io.treadmill.market.BarClock;
import io.treadmill.market.MarginTiers;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A simulated market as models read it: 5 min bars with their profile, the forced orders of each,
 * and the true book.
 */
public final class SimulatedBars {
  /** Cells of the true book on each side of the price. */
  public static final int CELLS_A_SIDE = 10;

  /** Width of such a cell in 10 bp buckets: 1 %. */
  public static final int CELL_BUCKETS = 10;

  private static final int BAR_STEPS = Market.STEPS_PER_DAY / BarClock.BARS_OF_A_DAY;

  /** Start of the first day, seconds since 1970. */
  static final long FIRST_DAY_SECOND = 1_767_225_600L;

  private final SimulatedSymbol symbol;
  private final Market market;
  private final List<Forced> all = new ArrayList<>();
  private final List<Forced> throttled = new ArrayList<>();
  private double takerBuyBase;
  private double indexPrice;
  private double settledRate;

  /**
   * A forced order.
   *
   * @param micros instant of the fill, microseconds since 1970
   * @param side side of the position
   * @param bucket bucket of the fill price
   * @param usd notional
   */
  public record Forced(long micros, Side side, int bucket, double usd) {}

  /** Starts the BTC market of a world. */
  public SimulatedBars(World world, long seed, int warmUpDays) {
    this(world, "BTCUSDT", seed, warmUpDays);
  }

  /**
   * Starts the market of a symbol of a world, without positions.
   *
   * @param warmUpDays days that are run and thrown away before the first bar
   */
  public SimulatedBars(World world, String name, long seed, int warmUpDays) {
    symbol = SimulatedSymbol.of(name, 0);
    long start = FIRST_DAY_SECOND - warmUpDays * 86_400L;
    market = new Market(world, symbol, seed, start);
    for (int i = 0; i < warmUpDays * Market.STEPS_PER_DAY; i++) {
      market.next();
    }
  }

  /** Returns the day of the first bar. */
  public static LocalDate firstDay() {
    return UtcDays.dayOf(FIRST_DAY_SECOND * 1_000_000);
  }

  /** Reads thirty steps of 10 s as a bar; each step's volume lies evenly between open and close. */
  public Step next() {
    all.clear();
    throttled.clear();
    double oiStart = openInterest();
    long first = 0;
    double open = 0;
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    double volume = 0;
    double takerBuyLots = 0;
    settledRate = Double.NaN;
    TreeMap<Integer, Double> byBucket = new TreeMap<>();
    for (int i = 0; i < BAR_STEPS; i++) {
      io.treadmill.lab.simulate.Step step = market.next();
      double from = symbol.price(step.openTicks());
      double to = symbol.price(step.closeTicks());
      first = i == 0 ? step.startMicros() : first;
      open = i == 0 ? from : open;
      low = Math.min(low, Math.min(from, to));
      high = Math.max(high, Math.max(from, to));
      double lots = step.takerBuyLots() + step.takerSellLots();
      takerBuyLots += step.takerBuyLots();
      indexPrice = step.indexPrice();
      settledRate = Double.isNaN(step.fundingRate()) ? settledRate : step.fundingRate();
      for (ForcedOrder order : step.forced()) {
        lots += order.lots();
        takerBuyLots += order.side() == Side.SHORT ? order.lots() : 0;
        all.add(forced(order));
      }
      FeedCap.seen(step.forced(), 1).forEach(order -> throttled.add(forced(order)));
      double amount = symbol.amount(Math.round(lots));
      volume += amount;
      spread(byBucket, Math.min(from, to), Math.max(from, to), amount);
    }
    takerBuyBase = symbol.amount(Math.round(takerBuyLots));
    int[] buckets = byBucket.keySet().stream().mapToInt(Integer::intValue).toArray();
    double total = volume;
    double[] shares = byBucket.values().stream().mapToDouble(v -> v / total).toArray();
    return new Step(
        first,
        open,
        low,
        high,
        close(),
        low,
        high,
        volume,
        oiStart,
        openInterest(),
        new Profile(buckets, shares, buckets.length));
  }

  private Forced forced(ForcedOrder order) {
    double price = symbol.price(order.fillTicks());
    return new Forced(
        order.micros(), order.side(), PriceGrid.bucket(price), symbol.amount(order.lots()) * price);
  }

  private static void spread(
      TreeMap<Integer, Double> byBucket, double low, double high, double amount) {
    Profile even = Profile.uniform(PriceGrid.position(low), PriceGrid.position(high));
    for (int i = 0; i < even.count(); i++) {
      byBucket.merge(even.buckets()[i], even.shares()[i] * amount, Double::sum);
    }
  }

  /** Returns all forced orders of the last bar. */
  public List<Forced> forced() {
    return List.copyOf(all);
  }

  /** Returns those that a feed of one print a second shows. */
  public List<Forced> throttled() {
    return List.copyOf(throttled);
  }

  /** Returns base coins bought by aggressors in the last bar, forced buys with them. */
  public double takerBuyBase() {
    return takerBuyBase;
  }

  /** Returns the spot index at the end of the last bar. */
  public double indexPrice() {
    return indexPrice;
  }

  /** Returns the funding rate that was settled in the last bar; NaN if none was. */
  public double settledRate() {
    return settledRate;
  }

  /** Returns true if a crash episode ran at the end of the last bar. */
  public boolean inCrash() {
    return market.inCrash();
  }

  /** Returns true if a planted second leg ran at the end of the last bar. */
  public boolean inSecondLeg() {
    return market.inSecondLeg();
  }

  /** Returns the last price. */
  public double close() {
    return symbol.price(market.closeTicks());
  }

  /** Returns open interest now, in coins. */
  public double openInterest() {
    return symbol.amount(market.openInterestLots());
  }

  /**
   * Returns standing notional at true liquidation prices by cell: ten below the price, ten above.
   */
  public double[] truth() {
    double[] cells = new double[2 * CELLS_A_SIDE];
    Positions positions = market.positions();
    for (int slot = 0; slot < positions.slotLimit(); slot++) {
      double price = positions.liquidationPrice(slot);
      if (positions.lots(slot) > 0 && price > 0) {
        Side side = positions.sign(slot) > 0 ? Side.LONG : Side.SHORT;
        int cell = cell(side, PriceGrid.bucket(price), close());
        if (cell >= 0) {
          cells[cell] += symbol.amount(positions.lots(slot)) * price;
        }
      }
    }
    return cells;
  }

  /**
   * Returns the cell of a bucket, 0 to 19 by rising price: longs in those below the price, shorts
   * in those above; -1 if the bucket is in none.
   */
  public static int cell(Side side, int bucket, double price) {
    int cell = Math.floorDiv(bucket - PriceGrid.bucket(price), CELL_BUCKETS);
    boolean beyond = side == Side.LONG ? cell < 0 : cell >= 0;
    return beyond && cell >= -CELLS_A_SIDE && cell < CELLS_A_SIDE ? cell + CELLS_A_SIDE : -1;
  }

  /** Returns the margin tiers of the market. */
  public MarginTiers tiers() {
    return MarginTiers.of(
        AmountUnit.QUOTE,
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
