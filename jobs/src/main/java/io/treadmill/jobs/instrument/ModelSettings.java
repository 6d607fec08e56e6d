package io.treadmill.jobs.instrument;

import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.replay.Calibrator;
import io.treadmill.conf.Settings;
import io.treadmill.conf.UserError;
import io.treadmill.market.Instrument;
import io.treadmill.market.contract.Register;
import io.treadmill.market.contract.UnknownContract;

/** What the settings say of the book and of its law. */
public final class ModelSettings {
  private ModelSettings() {}

  /** Returns the parameter set of the book. */
  public static ParameterSet parameters(Settings.BookSettings book) {
    return book.parameterSet().equals("real") ? ParameterSet.REAL : ParameterSet.SIMULATED;
  }

  /** Returns the value of the contracts of an instrument. */
  public static ContractValue contract(Instrument instrument, Register register) {
    return instrument.product().isInverse()
        ? ContractValue.inverse(faceUsd(instrument, register))
        : ContractValue.linear();
  }

  /**
   * Returns the face value of a contract; 1 of linear ones, whose positions are coins.
   *
   * @throws UserError if an inverse contract is not known
   */
  public static double faceUsd(Instrument instrument, Register register) {
    if (!instrument.product().isInverse()) {
      return 1;
    }
    try {
      return register.contract(instrument).terms().value();
    } catch (UnknownContract e) {
      throw UserError.input("Cannot compute %s: %s".formatted(instrument, e.getMessage()));
    }
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
