package io.treadmill.jobs.contract;

/** Tells the user what is going on, one line at a time; the command line prints it on stderr. */
@FunctionalInterface
public interface Progress {
  /** Tells one line. */
  void tell(String line);
}
