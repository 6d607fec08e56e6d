package io.treadmill.lab.simulate;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

/** Writes the files of one symbol from its steps, day after day; closed after the last day. */
interface StepWriter extends AutoCloseable {
  /** Begins a UTC day. */
  void beginDay(LocalDate day) throws IOException;

  /** Takes a step of the day and its trades on the perpetual's tape. */
  void step(Step step, List<Print> prints) throws IOException;

  /** Ends the day. */
  void endDay() throws IOException;

  @Override
  default void close() throws IOException {}
}
