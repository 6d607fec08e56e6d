package io.treadmill.jobs.bars;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What some of the trades of an instrument say about one interval. Parts merge in any order and any
 * grouping to the same whole.
 *
 * @param quote quote units by aggressor
 * @param contracts contracts; zero unless inverse
 * @param contractTrades trades that said how many contracts they had
 * @param cells volume by bucket of the absolute 10 bp log grid
 */
record MinutePart(
    TradePoint first,
    TradePoint last,
    double high,
    double low,
    long tradeCount,
    SideSums quote,
    BigDecimal contracts,
    long contractTrades,
    SortedMap<Integer, Cell> cells) {

  /** Volume of one bucket. */
  record Cell(SideSums base, long tradeCount) {
    Cell plus(Cell other) {
      return new Cell(base.plus(other.base), tradeCount + other.tradeCount);
    }
  }

  MinutePart {
    cells = Collections.unmodifiableSortedMap(cells);
  }

  MinutePart merge(MinutePart other) {
    SortedMap<Integer, Cell> both = new TreeMap<>(cells);
    other.cells.forEach((bucket, cell) -> both.merge(bucket, cell, Cell::plus));
    return new MinutePart(
        first.compareTo(other.first) <= 0 ? first : other.first,
        last.compareTo(other.last) >= 0 ? last : other.last,
        Math.max(high, other.high),
        Math.min(low, other.low),
        tradeCount + other.tradeCount,
        quote.plus(other.quote),
        contracts.add(other.contracts),
        contractTrades + other.contractTrades,
        both);
  }

  /** Returns the base coins by aggressor. */
  SideSums base() {
    return cells.values().stream().map(Cell::base).reduce(SideSums.NONE, SideSums::plus);
  }
}
