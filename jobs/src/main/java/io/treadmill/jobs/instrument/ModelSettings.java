package io.treadmill.jobs.instrument;

import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.replay.Calibrator;
import io.treadmill.conf.Settings;
import io.treadmill.market.Instrument;

/** What the settings say of the book and of its law. */
public final class ModelSettings {
  private ModelSettings() {}

  /** Returns the parameter set of the book. */
  public static ParameterSet parameters(Settings.BookSettings book) {
    return book.parameterSet().equals("real") ? ParameterSet.REAL : ParameterSet.SIMULATED;
  }

  /** Returns the value of the contracts of an instrument. */
  public static ContractValue contract(Instrument instrument, Settings.BarsSettings bars) {
    return instrument.product().isInverse()
        ? ContractValue.inverse(bars.faceUsd(instrument.symbol()))
        : ContractValue.linear();
  }

  /** Returns when and on what laws are fitted. */
  public static Calibrator.Rule rule(Settings.CalibrationSettings settings) {
    return new Calibrator.Rule(
        settings.every(),
        settings.trainingDays(),
        settings.leastTrainingDays(),
        settings.leastTotals(),
        settings.draws());
  }
}
