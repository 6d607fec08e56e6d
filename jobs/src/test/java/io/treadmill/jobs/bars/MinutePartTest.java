package io.treadmill.jobs.bars;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.bars.TradePoint.Place;
import io.treadmill.market.PriceGrid;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The state of a minute, split anywhere. */
class MinutePartTest {
  private record Trade(long ts, long id, int side, double price, double amount) {}

  @Property(tries = 300)
  void splittingAMinuteAnywhereGivesTheSameWhole(
      @ForAll("trades") List<Trade> trades,
      @ForAll @IntRange(min = 0, max = 40) int cut,
      @ForAll @IntRange(min = 0, max = 12) int scale,
      @ForAll @IntRange(min = 0, max = 12) int otherScale) {
    int at = Math.min(cut, trades.size());
    MinutePart whole = part(trades, 0, trades.size(), scale);
    MinutePart split =
        at == 0 || at == trades.size()
            ? part(trades, 0, trades.size(), otherScale)
            : part(trades, at, trades.size(), otherScale).merge(part(trades, 0, at, scale));
    MinutePartCodec codec = new MinutePartCodec();
    codec.write(split);
    codec.write(whole);
    List<MinutePart> back = MinutePartCodec.parts(codec.take());
    assertThat(back).hasSize(2);
    assertThat(values(back.get(0))).isEqualTo(values(whole));
    assertThat(values(back.get(1))).isEqualTo(values(whole));
  }

  @Property(tries = 300)
  void sumsAreTheExactSums(@ForAll("trades") List<Trade> trades) {
    BigDecimal base = BigDecimal.ZERO;
    for (Trade trade : trades) {
      base = base.add(Decimals.exact(trade.amount));
    }
    MinutePart whole = part(trades, 0, trades.size(), 5);
    assertThat(whole.base().total()).isEqualByComparingTo(base);
    assertThat(whole.tradeCount()).isEqualTo(trades.size());
    assertThat(whole.high())
        .isEqualTo(trades.stream().mapToDouble(Trade::price).max().orElseThrow());
    assertThat(whole.low())
        .isEqualTo(trades.stream().mapToDouble(Trade::price).min().orElseThrow());
  }

  @Property(tries = 300)
  void firstAndLastAreTheExtremesOfTheRank(@ForAll("trades") List<Trade> trades) {
    List<TradePoint> points = new ArrayList<>();
    for (int i = 0; i < trades.size(); i++) {
      Trade trade = trades.get(i);
      points.add(new TradePoint(trade.ts, trade.id, i, new Place("file", 0), i, trade.price));
    }
    MinutePart whole = part(trades, 0, trades.size(), 5);
    assertThat(whole.first()).isEqualTo(Collections.min(points));
    assertThat(whole.last()).isEqualTo(Collections.max(points));
  }

  @Property(tries = 300)
  void bucketsOfTicksAreThoseOfThePriceGrid(
      @ForAll @LongRange(min = 1, max = 8_000_000_000_000L) long tick,
      @ForAll @IntRange(min = 0, max = 12) int scale) {
    double ticksPerUnit = Decimals.power(scale);
    TickBuckets ticks = new TickBuckets(new PriceBuckets(), ticksPerUnit);
    int bucket = ticks.of(tick);
    assertThat(bucket).isEqualTo(PriceGrid.bucket(tick / ticksPerUnit));
    long start = ticks.start(bucket);
    long end = ticks.end(bucket);
    assertThat(tick).isGreaterThanOrEqualTo(start).isLessThan(end);
    assertThat(PriceGrid.bucket(start / ticksPerUnit)).isEqualTo(bucket);
    assertThat(PriceGrid.bucket((end - 1) / ticksPerUnit)).isEqualTo(bucket);
    assertThat(PriceGrid.bucket(end / ticksPerUnit)).isGreaterThan(bucket);
    assertThat(start == 1 || PriceGrid.bucket((start - 1) / ticksPerUnit) < bucket).isTrue();
  }

  @Property(tries = 500)
  void aBinarySumIsTheExactSumOfItsDoubles(@ForAll("doubles") List<Double> values) {
    BinarySum sum = new BinarySum();
    BigDecimal exact = BigDecimal.ZERO;
    for (double value : values) {
      sum.add(value);
      exact = exact.add(new BigDecimal(value));
    }
    assertThat(sum.value()).isEqualByComparingTo(exact);
  }

  @Property
  void aDecimalOfFifteenDigitsIsFoundAgain(
      @ForAll("unscaled") long unscaled, @ForAll @IntRange(min = 0, max = 15) int scale) {
    BigDecimal decimal = BigDecimal.valueOf(unscaled, scale);
    assertThat(Decimals.exact(decimal.doubleValue())).isEqualByComparingTo(decimal);
  }

  @Provide
  Arbitrary<Long> unscaled() {
    return Arbitraries.longs().between(1, 999_999_999_999_999L);
  }

  @Provide
  Arbitrary<List<Double>> doubles() {
    return Arbitraries.doubles().list().ofMaxSize(50);
  }

  @Provide
  Arbitrary<List<Trade>> trades() {
    Arbitrary<Double> decimals =
        Combinators.combine(
                Arbitraries.longs().between(1, 10_000_000L), Arbitraries.integers().between(0, 9))
            .as((unscaled, scale) -> BigDecimal.valueOf(unscaled, scale).doubleValue());
    Arbitrary<Double> others = Arbitraries.longs().between(1, 1L << 55).map(value -> value / 3e9);
    return Combinators.combine(
            Arbitraries.longs().between(0, 5),
            Arbitraries.longs().between(0, 2),
            Arbitraries.integers().between(0, 2),
            Arbitraries.oneOf(decimals, decimals, others),
            Arbitraries.oneOf(decimals, decimals, others))
        .as(Trade::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  private static MinutePart part(List<Trade> trades, int from, int to, int scale) {
    TradeBatch batch = new TradeBatch();
    batch.ensure(trades.size());
    batch.tradeId = row -> trades.get(row).id;
    batch.sequence = row -> row;
    batch.place = new Place("file", 0);
    for (int row = from; row < to; row++) {
      Trade trade = trades.get(row);
      batch.ts[row] = trade.ts;
      batch.side[row] = trade.side;
      batch.price.ensure(trades.size())[row] = trade.price;
      batch.amount.ensure(trades.size())[row] = trade.amount;
    }
    batch.timesAreIn(trades.size());
    PriceBuckets buckets = new PriceBuckets();
    int priceScale = 12 - scale;
    MinuteSums sums = new MinuteSums(buckets);
    sums.open(0, scale, priceScale, new TickBuckets(buckets, Decimals.power(priceScale)));
    assertThat(sums.add(batch, from, to)).isEqualTo(to);
    sums.offer(batch.point(batch.first(from, to)), batch.point(batch.last(from, to)));
    return sums.part();
  }

  private static List<Object> values(MinutePart part) {
    List<Object> values = new ArrayList<>();
    values.add(part.first());
    values.add(part.last());
    values.add(part.high());
    values.add(part.low());
    values.add(part.tradeCount());
    addSums(values, part.quote());
    part.cells()
        .forEach(
            (bucket, cell) -> {
              values.add(bucket);
              values.add(cell.tradeCount());
              addSums(values, cell.base());
            });
    return values;
  }

  private static void addSums(List<Object> values, SideSums sums) {
    for (BigDecimal sum : List.of(sums.buy(), sums.sell(), sums.unknown())) {
      values.add(sum.signum() == 0 ? BigDecimal.ZERO : sum.stripTrailingZeros());
    }
  }
}
