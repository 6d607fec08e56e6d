package io.treadmill.book.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.book.map.AssetMap.Amount;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AssetMapTest {
  private static double at(double position) {
    return Math.exp(position * 0.001);
  }

  @Test
  void aCellOfTheReferenceStaysAndOthersKeepTheirDistance() {
    AssetMap map = new AssetMap(2, at(10_000.5));
    map.add("a", at(10_000.5), 9_990, 9_992, new Amount(100, 80, 130, 2));
    // Its price is 3 buckets higher: 9,993.5 of its own is 9,990.5 of the reference.
    map.add("a", at(10_003.5), 9_993, 9_995, new Amount(40, 20, 70, 2));
    assertThat(map.cells().keySet()).containsExactly(9_990);
    Amount both = map.cells().get(9_990);
    assertThat(both.expected()).isCloseTo(140, within(1e-9));
    assertThat(both.low()).isCloseTo(100, within(1e-9));
    assertThat(both.high()).isCloseTo(200, within(1e-9));
    assertThat(both.inflow()).isCloseTo(4, within(1e-9));
  }

  @Test
  void ofDifferentTotalsDistancesAreAddedInSquares() {
    AssetMap map = new AssetMap(2, at(10_000.5));
    map.add("a", at(10_000.5), 9_990, 9_992, new Amount(100, 97, 112, 2));
    map.add("b", at(10_000.5), 9_990, 9_992, new Amount(40, 36, 45, 2));
    Amount both = map.cells().get(9_990);
    assertThat(both.low()).isEqualTo(140 - 5);
    assertThat(both.high()).isEqualTo(140 + 13);
  }

  @Test
  void withoutABandOfOnePartThereIsNone() {
    AssetMap map = new AssetMap(1, at(10_000.5));
    map.add("a", at(10_000.5), 9_990, 9_991, new Amount(100, 97, 112, 2));
    map.add("b", at(10_000.5), 9_990, 9_991, new Amount(40, Double.NaN, Double.NaN, 2));
    assertThat(map.cells().get(9_990)).isEqualTo(new Amount(140, Double.NaN, Double.NaN, 4));
  }

  @Property(tries = 100)
  void nothingIsLostWhereverTheGridLies(
      @ForAll @DoubleRange(min = -5000, max = 5000) double shift,
      @ForAll @IntRange(min = 1, max = 7) int buckets,
      @ForAll @IntRange(min = 1, max = 9) int width) {
    AssetMap map = new AssetMap(buckets, at(10_000.5));
    map.add("a", at(10_000.5 + shift), 9_900, 9_900 + width, new Amount(7, 5, 10, 2));
    assertThat(map.cells().values().stream().mapToDouble(Amount::expected).sum())
        .isCloseTo(7, within(1e-6));
    assertThat(map.cells().keySet()).allMatch(bucket -> Math.floorMod(bucket, buckets) == 0);
  }
}
