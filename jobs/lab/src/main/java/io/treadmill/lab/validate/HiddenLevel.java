package io.treadmill.lab.validate;

import io.treadmill.book.models.Models;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.replay.Calibrator;
import io.treadmill.book.replay.Horizon;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.book.replay.InstrumentReplay;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The level that a symbol gets whose totals are hidden: the law of other symbols at the level that
 * its traded volume tells, given the path of the days after training, against its own totals.
 *
 * @param symbol the one whose totals are hidden
 * @param others symbols whose totals are known, at least one
 */
public record HiddenLevel(
    InstrumentHistory symbol,
    List<InstrumentHistory> others,
    ParameterSet parameters,
    UtcDays train,
    UtcDays test) {
  /** Prints predicted over realised. */
  public void print(Consumer<String> out) {
    out.accept("");
    out.accept(
        String.format(
            Locale.ROOT,
            "level of %s with its own totals hidden, from %d other symbols: predicted over realised"
                + " %.3f",
            symbol.instrument().symbol(),
            others.size(),
            ratio()));
  }

  /** Returns predicted over realised of the test days whose total is known. */
  double ratio() {
    LocalDate use = train.to().plusDays(1);
    List<Calibrator.Fitted> known = new ArrayList<>();
    for (InstrumentHistory other : others) {
      known.add(
          StandingMaps.calibrator(other, parameters, train)
              .fit(use)
              .orElseThrow(
                  () -> new IllegalArgumentException("Cannot fit: no totals on " + train)));
    }
    Calibrator.Fitted hidden =
        StandingMaps.calibrator(symbol, parameters, train).withoutTotals(use);
    InstrumentLaw law = InstrumentLaw.pooled(symbol.instrument().symbol(), hidden, known);
    double predicted = 0;
    double realised = 0;
    for (InstrumentReplay.Day day :
        StandingMaps.days(symbol, parameters, train, test, List.of(law))) {
      double[] ofDay = sums(day);
      predicted += Double.isNaN(ofDay[1]) ? 0 : ofDay[0];
      realised += Double.isNaN(ofDay[1]) ? 0 : ofDay[1];
    }
    return predicted / realised;
  }

  /** What was predicted of all hours of a day, and the total of the day; NaN if not known. */
  private static double[] sums(InstrumentReplay.Day day) {
    double[] sums = new double[2];
    for (InstrumentReplay.Prediction one : day.predictions()) {
      if (one.model().equals(Models.BOOK)) {
        sums[0] += one.horizon() == Horizon.PATH_1H ? one.usd().expected() : 0;
        sums[1] += one.horizon() == Horizon.MAP_24H ? one.realisedUsd() : 0;
      }
    }
    return sums;
  }
}
