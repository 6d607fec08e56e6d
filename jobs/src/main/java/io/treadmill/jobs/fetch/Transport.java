package io.treadmill.jobs.fetch;

import java.io.IOException;

/** Asks a host for a file. */
interface Transport extends AutoCloseable {
  /**
   * Returns the answer, whatever its status.
   *
   * @throws IOException if there is none
   */
  Reply ask(Question question) throws IOException, InterruptedException;

  @Override
  void close();
}
