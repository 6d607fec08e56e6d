package io.treadmill.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.RunLedger;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RunLedgerTest {
  private static final Instant STARTED = Instant.parse("2026-03-05T01:00:00Z");

  /** What a job used is read by the instruments of its runs: the last hash, all days. */
  @Test
  void whatAJobUsedIsReadFromRunsThatEndedWell() {
    RunLedger ledger = new RunLedger(SparkForTests.get(), new MemoryLake());
    // The later run stands first.
    ledger.add(run("bars", State.DONE, "2026-03-01", "2026-03-04", Map.of("klines/a", "3"), 9));
    ledger.add(
        run("bars", State.DONE, "2026-03-03", "2026-03-06", Map.of("klines/a", "1", "b", "2"), 5));
    ledger.add(run("bars", State.FAILED, "2026-01-01", "2026-09-09", Map.of("klines/a", "4"), 10));
    ledger.add(run("score", State.DONE, "2026-05-01", "2026-05-01", Map.of("c", "6"), 1));
    ledger.write();
    assertThat(ledger.usedInputs("bars", "c0ffee"))
        .containsOnly(used("2026-03-01", "2026-03-06", Map.of("b", "2", "klines/a", "3")));
    // What is added by the same hand needs no reading; a run that failed is no use.
    ledger.add(run("bars", State.DONE, "2026-03-02", "2026-03-07", Map.of("klines/a", "5"), 11));
    ledger.add(run("bars", State.FAILED, "2026-01-01", "2026-09-09", Map.of("klines/a", "7"), 12));
    assertThat(ledger.usedInputs("bars", "c0ffee"))
        .containsOnly(used("2026-03-01", "2026-03-07", Map.of("b", "2", "klines/a", "5")));
    assertThat(ledger.usedInputs("score", "c0ffee"))
        .containsOnly(used("2026-05-01", "2026-05-01", Map.of("c", "6")));
    assertThat(ledger.usedInputs("bars", "other settings")).isEmpty();
  }

  private static RunLedger.Entry run(
      String job, State state, String from, String to, Map<String, String> inputs, int minutes) {
    return new RunLedger.Entry(
        "run",
        job,
        state,
        new UtcDays(LocalDate.parse(from), LocalDate.parse(to)),
        Selection.ALL,
        new TreeMap<>(inputs),
        new TreeMap<>(),
        "c0ffee",
        List.of(),
        null,
        STARTED,
        STARTED.plusSeconds(60L * minutes));
  }

  private static Map.Entry<Selection, RunLedger.Inputs> used(
      String from, String to, Map<String, String> hashes) {
    UtcDays days = new UtcDays(LocalDate.parse(from), LocalDate.parse(to));
    return Map.entry(Selection.ALL, RunLedger.Inputs.of(hashes, days));
  }
}
