package io.treadmill.jobs.batch;

import io.treadmill.conf.Settings;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RunLedger;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.RunLedger.Told;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Nights between the last one that was computed and one that is asked for. */
public final class MissedNights {
  /** What the ledger calls the run of a night that was missed. */
  public static final String CATCH_UP = "catch-up";

  private MissedNights() {}

  /**
   * Returns the days after the last that was computed before a day, the oldest first; none if none
   * was ever computed.
   */
  public static List<LocalDate> before(LocalDate day, List<Told> rows) {
    TreeSet<LocalDate> done = new TreeSet<>();
    rows.stream()
        .filter(row -> row.state() == State.DONE && row.days() != null)
        .filter(row -> Jobs.all().stream().anyMatch(job -> job.name().equals(row.job())))
        .filter(row -> row.selection().equals(Selection.ALL.toString()))
        .forEach(row -> done.addAll(row.days().days()));
    return Optional.ofNullable(done.lower(day)).stream()
        .flatMap(last -> last.plusDays(1).datesUntil(day))
        .toList();
  }

  /** Returns the same by the ledger of a lake that is not open. */
  public static List<LocalDate> before(LocalDate day, Settings settings) {
    return Sessions.ledgers(settings)
        .map(lake -> before(day, new RunLedger(lake).told()))
        .orElse(List.of());
  }

  /** Whether the archive has anything that bars can be made of. */
  public static boolean hasInput(Workspace workspace, LocalDate night) {
    return Stream.of(ArchiveDataset.TRADES, ArchiveDataset.KLINES)
        .anyMatch(
            dataset ->
                !workspace
                    .archive()
                    .fingerprint(dataset, UtcDays.of(night), Selection.ALL)
                    .isEmpty());
  }
}
