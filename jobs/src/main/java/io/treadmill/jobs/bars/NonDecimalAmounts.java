package io.treadmill.jobs.bars;

import io.treadmill.jobs.bars.MinutePart.Cell;
import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Exact sums of the amounts of a minute that are not whole lots: coins of inverse contracts (face
 * value / price), and decimals with more places than the table has.
 */
final class NonDecimalAmounts {
  /** Products in this range split exactly into a rounded product and its error. */
  private static final double LEAST_PRODUCT = 1e-200;

  private static final double LARGEST_PRODUCT = 1e300;

  private final SortedMap<Integer, Sums> cells = new TreeMap<>();
  private final Sums quote = new Sums();

  private static final class Sums {
    private final BinarySum[] binary = new BinarySum[Aggressor.COUNT];
    private SideSums decimal = SideSums.NONE;
    private long trades;

    private BinarySum binary(int side) {
      if (binary[side] == null) {
        binary[side] = new BinarySum();
      }
      return binary[side];
    }

    private SideSums total() {
      SideSums total = decimal;
      for (int side = 0; side < binary.length; side++) {
        if (binary[side] != null) {
          total = total.plus(side, binary[side].value());
        }
      }
      return total;
    }
  }

  /**
   * Adds a trade. A decimal amount counts as that decimal, and its notional is the exact product
   * with what the price stands for; any other amount counts as its binary value, and its notional
   * is the exact product of the two doubles.
   */
  void add(int bucket, int side, double price, double amount) {
    Sums cell = cells.computeIfAbsent(bucket, key -> new Sums());
    cell.trades++;
    if (Decimals.scale(amount) >= 0) {
      BigDecimal coins = Decimals.exact(amount);
      cell.decimal = cell.decimal.plus(side, coins);
      quote.decimal = quote.decimal.plus(side, coins.multiply(Decimals.exact(price)));
      return;
    }
    cell.binary(side).add(amount);
    double product = price * amount;
    if (product > LEAST_PRODUCT && product < LARGEST_PRODUCT) {
      quote.binary(side).add(product);
      quote.binary(side).add(Math.fma(price, amount, -product));
    } else {
      BigDecimal exact = new BigDecimal(price).multiply(new BigDecimal(amount));
      quote.decimal = quote.decimal.plus(side, exact);
    }
  }

  /** Returns a part with these sums added; its counts and prices hold these trades already. */
  MinutePart addTo(MinutePart part) {
    SortedMap<Integer, Cell> both = new TreeMap<>(part.cells());
    cells.forEach(
        (bucket, sums) -> both.merge(bucket, new Cell(sums.total(), sums.trades), Cell::plus));
    return new MinutePart(
        part.first(),
        part.last(),
        part.high(),
        part.low(),
        part.tradeCount(),
        part.quote().plus(quote.total()),
        part.contracts(),
        part.contractTrades(),
        both);
  }
}
