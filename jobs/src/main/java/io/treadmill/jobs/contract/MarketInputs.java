package io.treadmill.jobs.contract;

import java.util.SortedMap;

/** What the days of every instrument are computed from beside its own files. */
public final class MarketInputs {
  private MarketInputs() {}

  /**
   * Returns hashes by name: what feeds told of other symbols, and what contracts are worth.
   *
   * @param read the run with the selection that is read, where that is wider
   */
  public static SortedMap<String, String> of(RunContext run, RunContext read) {
    SortedMap<String, String> inputs = FeedRecordings.inputs(run);
    inputs.putAll(read.contracts());
    return inputs;
  }
}
