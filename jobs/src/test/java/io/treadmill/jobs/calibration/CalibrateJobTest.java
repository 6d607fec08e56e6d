package io.treadmill.jobs.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.Rescale;
import io.treadmill.book.replay.Calibrator;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.book.replay.SymbolDay;
import io.treadmill.book.standing.LevelRule;
import io.treadmill.jobs.calibration.CalibrateFunction.Candidate;
import io.treadmill.market.Instrument;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whose law a symbol gets that has too few totals of its own. */
class CalibrateJobTest {
  private static final LocalDate USE = LocalDate.of(2026, 2, 1);
  private static final String POOR = "binance/linear_perp/POORUSDT";

  private static Candidate candidate(
      String instrument, LocalDate use, double weight, boolean enough) {
    double[] one = {weight};
    FittedLaw.OfSide side =
        new FittedLaw.OfSide(
            one, one, one, new boolean[1], new double[][] {one, one}, 1, new Rescale(5, 4), 1);
    InstrumentLaw law =
        new InstrumentLaw(
            instrument,
            use,
            use.minusDays(30),
            use.minusDays(1),
            "full",
            InstrumentLaw.OWN,
            Map.of(Models.BOOK, new FittedLaw(List.of("spike_100x"), side, side, 100)));
    SymbolDay day =
        new SymbolDay(
            new LevelRule.Activity(1e6, 0.02, 1.5, 1e6), new double[][] {{2e6}, {4e6}}, 1000);
    return new Candidate(instrument, use, new Calibrator.Fitted(law, enough, day));
  }

  /** A night of hundreds of new laws says what is alike once. */
  @Test
  void manyLawsAreToldTogether() {
    List<Candidate> all = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      String venue = i < 7 ? "binance" : "bybit";
      all.add(candidate("%s/linear_perp/S%02dUSDT".formatted(venue, i), USE, .001, true));
    }
    assertThat(CalibrateJob.told(CalibrateJob.laws(all)))
        .containsExactly(
            "binance/linear_perp/S00USDT, binance/linear_perp/S01USDT,"
                + " binance/linear_perp/S02USDT and 8 more: laws from 2026-02-01, trained on"
                + " 2026-01-02..2026-01-31, totals of 'full', own",
            "11 laws stand on 100 to 100 totals each (leverage_law has them)");
    assertThat(CalibrateJob.told(CalibrateJob.laws(all.subList(0, 10))))
        .hasSize(10)
        .element(9)
        .isEqualTo(
            "bybit/linear_perp/S09USDT: law bybit/linear_perp/S09USDT from 2026-02-01, trained on"
                + " 2026-01-02..2026-01-31, 100 totals of 'full', own");
  }

  private static InstrumentLaw law(List<Candidate> candidates, String instrument) {
    return CalibrateJob.laws(candidates).get(Instrument.parse(instrument)).get(0);
  }

  private static double weight(InstrumentLaw law) {
    return law.book().longs().weight()[0];
  }

  @Test
  void itIsPooledOverItsVenueProductAndDayAndNothingElse() {
    String rich = "binance/linear_perp/RICHUSDT";
    List<Candidate> all =
        List.of(
            candidate(rich, USE, .001, true),
            candidate("binance/inverse_perp/RICHUSD_PERP", USE, .002, true),
            candidate("bybit/linear_perp/RICHUSDT", USE, .003, true),
            candidate("binance/linear_perp/LATEUSDT", USE.plusDays(7), .004, true),
            candidate("binance/linear_perp/OTHERUSDT", USE, .005, false),
            candidate(POOR, USE, .006, false));
    InstrumentLaw pooled = law(all, POOR);
    assertThat(pooled.origin()).isEqualTo("pooled over 1 symbols");
    assertThat(weight(pooled)).isCloseTo(.001, within(1e-15));
    assertThat(weight(law(all, rich))).isEqualTo(.001);
    assertThat(law(all, rich).origin()).isEqualTo(InstrumentLaw.OWN);
  }

  @Test
  void whereNoSymbolHasEnoughItKeepsItsOwn() {
    List<Candidate> all =
        List.of(
            candidate("bybit/linear_perp/RICHUSDT", USE, .003, true),
            candidate(POOR, USE, .006, false));
    assertThat(weight(law(all, POOR))).isEqualTo(.006);
    assertThat(law(all, POOR).origin()).isEqualTo(InstrumentLaw.OWN);
  }
}
