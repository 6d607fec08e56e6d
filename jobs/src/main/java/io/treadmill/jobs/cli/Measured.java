package io.treadmill.jobs.cli;

/** A command whose ending is told to those who watch it. */
public interface Measured {
  /**
   * Is told the exit code, after the command has ended.
   *
   * @throws io.treadmill.conf.UserError if it could not be passed on
   */
  void ended(int exitCode);
}
