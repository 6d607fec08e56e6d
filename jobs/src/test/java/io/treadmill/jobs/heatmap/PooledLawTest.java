package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.Rescale;
import io.treadmill.book.replay.PooledLaw;
import io.treadmill.book.replay.StoredLaw;
import io.treadmill.market.Instrument;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PooledLawTest {
  private static final LocalDate USE = LocalDate.of(2026, 2, 1);

  private static StoredLaw law(double weight, long n) {
    double[][] one = {{weight}, {weight}};
    double[][][] draws = {{{weight}, {weight}}, {{weight}, {weight}}};
    FittedLaw book =
        new FittedLaw(
            List.of("spike_100x"),
            one,
            one,
            one,
            new boolean[2][1],
            draws,
            new double[] {1, 1},
            List.of(new Rescale(5, 4), new Rescale(5, 4)),
            n);
    return new StoredLaw(
        "id",
        USE,
        USE.minusDays(30),
        USE.minusDays(1),
        "full",
        StoredLaw.OWN,
        Map.of(Models.BOOK, book));
  }

  @Test
  void symbolsCountByTheirTotalsAndTheBandHoldsHowMuchTheyDiffer() {
    StoredLaw pooled =
        PooledLaw.of(List.of(law(0.001, 300), law(0.003, 100)), new double[][] {{2e6}, {4e6}});
    FittedLaw book = pooled.book();
    assertThat(book.weight()[0][0]).isCloseTo(0.0015, offset(1e-15));
    assertThat(book.low()[0][0]).isEqualTo(0.001);
    assertThat(book.high()[0][0]).isEqualTo(0.003);
    assertThat(book.draws()[0][0][0]).isEqualTo(0.001);
    assertThat(book.draws()[0][1][0]).isEqualTo(0.003);
    assertThat(book.poor()[0][0]).isTrue();
    assertThat(pooled.origin()).isEqualTo("pooled over 2 symbols");
  }

  @Test
  void aMeanLiesBetweenItsEndsToTheBit() {
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < 1000; i++) {
      double weight = random.nextDouble() * 1e-10;
      StoredLaw one = law(weight, 1 + random.nextInt(2000));
      FittedLaw book = PooledLaw.of(List.of(one), null).book();
      assertThat(book.weight()[0][0]).isBetween(book.low()[0][0], book.high()[0][0]);
    }
  }

  @Test
  void theRescaleStartsAnewWithTwoMeanDaysOfTheSymbolItself() {
    FittedLaw book = PooledLaw.of(List.of(law(0.001, 300)), new double[][] {{2e6}, {4e6}}).book();
    assertThat(book.kappaUsd()[0]).isCloseTo(2 * 0.001 * 2e6, offset(1e-9));
    assertThat(book.kappaUsd()[1]).isCloseTo(2 * 0.001 * 4e6, offset(1e-9));
    assertThat(book.sums()).containsExactly(Rescale.START, Rescale.START);
    assertThat(book.factors(book.sums())).containsExactly(1, 1);
  }

  @Test
  void aModelWithoutDrawsHasNoIntervalHereEither() {
    double[][] weight = {{0.5}, {0.6}};
    double[][] none = {{Double.NaN}, {Double.NaN}};
    FittedLaw constant =
        new FittedLaw(
            List.of("crossed"),
            weight,
            none,
            none,
            new boolean[2][1],
            new double[2][0][],
            new double[] {Double.NaN, Double.NaN},
            List.of(Rescale.START, Rescale.START),
            10);
    StoredLaw one = law(0.001, 300);
    StoredLaw both =
        new StoredLaw(
            "id",
            USE,
            USE.minusDays(30),
            USE.minusDays(1),
            "full",
            StoredLaw.OWN,
            Map.of("book", one.book(), "constant", constant));
    FittedLaw pooled = PooledLaw.of(List.of(both, both), null).models().get("constant");
    assertThat(pooled.weight()[1][0]).isCloseTo(0.6, offset(1e-15));
    assertThat(pooled.low()[1][0]).isNaN();
    assertThat(pooled.high()[1][0]).isNaN();
  }

  @Test
  void withoutTotalsThereIsNoRescale() {
    assertThat(PooledLaw.of(List.of(law(0.001, 300)), null).book().isRescaled()).isFalse();
  }

  @Test
  void assetsOfSymbolsAreThoseThatAggregatorsName() {
    for (String symbol : List.of("BTCUSDT", "BTC-USDT-SWAP", "BTCUSD_PERP", "BTC", "BTCUSDC")) {
      assertThat(Instrument.asset(symbol)).as(symbol).isEqualTo("BTC");
    }
    assertThat(Instrument.asset("1000PEPEUSDT")).isEqualTo("1000PEPE");
  }
}
