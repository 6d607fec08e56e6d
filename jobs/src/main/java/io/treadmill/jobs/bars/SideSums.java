package io.treadmill.jobs.bars;

import java.math.BigDecimal;

/** An exact quantity by aggressor. */
record SideSums(BigDecimal buy, BigDecimal sell, BigDecimal unknown) {
  static final SideSums NONE = new SideSums(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  /** Returns the sum by aggressor; exact, so the order of sums does not matter. */
  SideSums plus(SideSums other) {
    return new SideSums(buy.add(other.buy), sell.add(other.sell), unknown.add(other.unknown));
  }

  /** Returns the same with more of one {@link Aggressor} code. */
  SideSums plus(int side, BigDecimal more) {
    return switch (side) {
      case Aggressor.BUY -> new SideSums(buy.add(more), sell, unknown);
      case Aggressor.SELL -> new SideSums(buy, sell.add(more), unknown);
      default -> new SideSums(buy, sell, unknown.add(more));
    };
  }

  BigDecimal total() {
    return buy.add(sell).add(unknown);
  }

  boolean hasAggressor() {
    return buy.signum() != 0 || sell.signum() != 0;
  }
}
