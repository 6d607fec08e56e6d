package io.treadmill.jobs.calibration;

import io.treadmill.book.replay.Calibrator;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.conf.Settings;
import io.treadmill.jobs.instrument.AggregateTotals;
import io.treadmill.jobs.instrument.InstrumentDays;
import io.treadmill.jobs.instrument.InstrumentRow;
import io.treadmill.jobs.instrument.ModelSettings;
import io.treadmill.market.Instrument;
import io.treadmill.market.contract.Register;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;

/**
 * Fits one instrument at each day on which a law comes into use.
 *
 * @param dates days on which a law may come into use
 */
record CalibrateFunction(
    Settings settings, SortedSet<LocalDate> dates, AggregateTotals aggregates, Register register)
    implements FlatMapGroupsFunction<String, InstrumentRow, CalibrateFunction.Candidate> {

  /**
   * What an instrument has for a day of use.
   *
   * @param instrument venue, product and symbol as text
   * @param validFrom first day of use
   * @param fitted the fit, or what stands in for it where there are too few days with totals
   */
  public record Candidate(String instrument, LocalDate validFrom, Calibrator.Fitted fitted)
      implements Serializable {}

  @Override
  public Iterator<Candidate> call(String key, Iterator<InstrumentRow> rows) {
    Instrument instrument = Instrument.parse(key);
    InstrumentDays days = new InstrumentDays(instrument, rows, settings.book(), aggregates);
    TrainingHistory history =
        new TrainingHistory(
            ModelSettings.parameters(settings.book()),
            ModelSettings.contract(instrument, register),
            days.tiers(),
            settings.calibration().warmUpDays());
    days.forEachRemaining(history::add);
    return candidates(key, history).iterator();
  }

  private List<Candidate> candidates(String key, TrainingHistory history) {
    Calibrator calibrator = new Calibrator(ModelSettings.rule(settings.calibration()), history);
    List<Candidate> candidates = new ArrayList<>();
    for (LocalDate date : dates) {
      boolean bars =
          !history
              .days(date.minusDays(settings.calibration().trainingDays()), date.minusDays(1))
              .isEmpty();
      if (bars && calibrator.comesIntoUse(date)) {
        Optional<Calibrator.Fitted> fitted = calibrator.fit(date);
        candidates.add(
            new Candidate(key, date, fitted.orElseGet(() -> calibrator.withoutTotals(date))));
      } else if (bars && !calibrator.hasEnoughDays(date)) {
        candidates.add(new Candidate(key, date, calibrator.withoutTotals(date)));
      }
    }
    return candidates;
  }
}
