package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.Rescale;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.market.Instrument;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PooledLawTest {
  private static final LocalDate USE = LocalDate.of(2026, 2, 1);

  private static InstrumentLaw law(double weight, long n) {
    double[] one = {weight};
    FittedLaw.OfSide side =
        new FittedLaw.OfSide(
            one, one, one, new boolean[1], new double[][] {one, one}, 1, new Rescale(5, 4), 1);
    FittedLaw book = new FittedLaw(List.of("spike_100x"), side, side, n);
    return new InstrumentLaw(
        "id",
        USE,
        USE.minusDays(30),
        USE.minusDays(1),
        "full",
        InstrumentLaw.OWN,
        Map.of(Models.BOOK, book));
  }

  @Test
  void symbolsCountByTheirTotalsAndTheBandHoldsHowMuchTheyDiffer() {
    InstrumentLaw pooled =
        InstrumentLaw.pooled(
            "SOLUSDT", List.of(law(0.001, 300), law(0.003, 100)), new double[][] {{2e6}, {4e6}});
    FittedLaw book = pooled.book();
    assertThat(book.longs().weight()[0]).isCloseTo(0.0015, offset(1e-15));
    assertThat(book.longs().low()[0]).isEqualTo(0.001);
    assertThat(book.longs().high()[0]).isEqualTo(0.003);
    assertThat(book.longs().draws()[0][0]).isEqualTo(0.001);
    assertThat(book.longs().draws()[1][0]).isEqualTo(0.003);
    assertThat(book.longs().poor()[0]).isTrue();
    assertThat(pooled.origin()).isEqualTo("pooled over 2 symbols");
  }

  @Test
  void aMeanLiesBetweenItsEndsToTheBit() {
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < 1000; i++) {
      double weight = random.nextDouble() * 1e-10;
      InstrumentLaw one = law(weight, 1 + random.nextInt(2000));
      FittedLaw book = InstrumentLaw.pooled("SOLUSDT", List.of(one), null).book();
      assertThat(book.longs().weight()[0]).isBetween(book.longs().low()[0], book.longs().high()[0]);
    }
  }

  @Test
  void theRescaleStartsAnewWithTwoMeanDaysOfTheSymbolItself() {
    FittedLaw book =
        InstrumentLaw.pooled("SOLUSDT", List.of(law(0.001, 300)), new double[][] {{2e6}, {4e6}})
            .book();
    assertThat(book.longs().kappaUsd()).isCloseTo(2 * 0.001 * 2e6, offset(1e-9));
    assertThat(book.shorts().kappaUsd()).isCloseTo(2 * 0.001 * 4e6, offset(1e-9));
    assertThat(book.sums()).containsExactly(Rescale.START, Rescale.START);
    FittedLaw inForce = book.inForce(book, book.sums());
    assertThat(inForce.longs().factor()).isEqualTo(1);
    assertThat(inForce.shorts().factor()).isEqualTo(1);
  }

  @Test
  void aModelWithoutDrawsHasNoIntervalHereEither() {
    FittedLaw weights = FittedLaw.ofWeights(List.of("crossed"), new double[][] {{0.5}, {0.6}});
    FittedLaw constant = new FittedLaw(weights.columns(), weights.longs(), weights.shorts(), 10);
    InstrumentLaw one = law(0.001, 300);
    InstrumentLaw both =
        new InstrumentLaw(
            "id",
            USE,
            USE.minusDays(30),
            USE.minusDays(1),
            "full",
            InstrumentLaw.OWN,
            Map.of("book", one.book(), "constant", constant));
    FittedLaw pooled =
        InstrumentLaw.pooled("SOLUSDT", List.of(both, both), null).models().get("constant");
    assertThat(pooled.shorts().weight()[0]).isCloseTo(0.6, offset(1e-15));
    assertThat(pooled.shorts().low()[0]).isNaN();
    assertThat(pooled.shorts().high()[0]).isNaN();
  }

  @Test
  void withoutTotalsThereIsNoRescale() {
    assertThat(InstrumentLaw.pooled("SOLUSDT", List.of(law(0.001, 300)), null).book().isRescaled())
        .isFalse();
  }

  @Test
  void assetsOfSymbolsAreThoseThatAggregatorsName() {
    for (String symbol : List.of("BTCUSDT", "BTC-USDT-SWAP", "BTCUSD_PERP", "BTC", "BTCUSDC")) {
      assertThat(Instrument.asset(symbol)).as(symbol).isEqualTo("BTC");
    }
    assertThat(Instrument.asset("1000PEPEUSDT")).isEqualTo("1000PEPE");
  }
}
