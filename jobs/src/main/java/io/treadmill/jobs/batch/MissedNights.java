package io.treadmill.jobs.batch;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.contract.Job;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RunLedger;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.RunLedger.Told;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Nights between the last one that was computed and one that is asked for. */
public final class MissedNights {
  /** What the ledger calls the run of a night that was missed. */
  public static final String CATCH_UP = "catch-up";

  private static final int WEEK = 7;

  private MissedNights() {}

  /**
   * What becomes of nights that were missed.
   *
   * @param empty nights of which the archive has nothing: they are left out
   * @param now nights that are computed, the oldest first
   * @param later nights over the limit
   */
  public record Plan(List<LocalDate> empty, List<LocalDate> now, List<LocalDate> later) {
    /** Plans nights; those without input do not count for the limit. */
    public static Plan of(List<LocalDate> missed, Predicate<LocalDate> hasInput, int most) {
      Map<Boolean, List<LocalDate>> byInput =
          missed.stream().collect(Collectors.partitioningBy(hasInput));
      List<LocalDate> whole = byInput.get(true);
      int now = Math.min(most, whole.size());
      return new Plan(byInput.get(false), whole.subList(0, now), whole.subList(now, whole.size()));
    }
  }

  /**
   * Returns the days after the last that every job computed before a day, the oldest first; none if
   * none was ever computed. A job that computed no day yet, while the last of all jobs did, is new
   * to the lake: nights of before are not missed for want of it.
   */
  public static List<LocalDate> before(LocalDate day, List<Told> rows) {
    Map<String, TreeSet<LocalDate>> byJob = new HashMap<>();
    rows.stream()
        .filter(row -> row.state() == State.DONE && row.days() != null)
        .filter(row -> row.selection().equals(Selection.ALL.toString()))
        .forEach(
            row ->
                byJob.computeIfAbsent(row.job(), job -> new TreeSet<>()).addAll(row.days().days()));
    List<Job> jobs = Jobs.all();
    TreeSet<LocalDate> done =
        new TreeSet<>(byJob.getOrDefault(jobs.get(jobs.size() - 1).name(), new TreeSet<>()));
    jobs.stream()
        .map(Job::name)
        .filter(byJob::containsKey)
        .forEach(name -> done.retainAll(byJob.get(name)));
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
    return bars().anyMatch(dataset -> !held(workspace, dataset, UtcDays.of(night)).isEmpty());
  }

  /**
   * Whether the delivery of a day is over: of all that came in the week up to the day, by venue and
   * product, the week after it has something. Of files that tell no day nobody knows.
   */
  static boolean isFollowed(Workspace workspace, LocalDate day) {
    Set<String> after = sources(workspace, new UtcDays(day.plusDays(1), day.plusDays(WEEK)));
    return !after.isEmpty()
        && after.containsAll(sources(workspace, new UtcDays(day.minusDays(WEEK - 1), day)));
  }

  /** Returns dataset, venue and product of what the archive has of days. */
  private static Set<String> sources(Workspace workspace, UtcDays days) {
    return bars()
        .flatMap(dataset -> held(workspace, dataset, days).stream())
        .filter(name -> name.matches(".*/\\d{4}-\\d{2}-\\d{2}"))
        .map(name -> name.substring(0, name.lastIndexOf('/')))
        .collect(Collectors.toSet());
  }

  /** What bars are made of. */
  private static Stream<ArchiveDataset> bars() {
    return Stream.of(ArchiveDataset.TRADES, ArchiveDataset.KLINES);
  }

  private static Set<String> held(Workspace workspace, ArchiveDataset dataset, UtcDays days) {
    return workspace.archive().fingerprint(dataset, days, Selection.ALL).keySet();
  }
}
