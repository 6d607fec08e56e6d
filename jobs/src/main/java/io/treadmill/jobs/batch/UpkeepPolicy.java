package io.treadmill.jobs.batch;

import io.treadmill.conf.Settings.UpkeepSettings;
import io.treadmill.lake.Selection;
import io.treadmill.lake.Upkeep;
import io.treadmill.lake.Upkeep.Done;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.hadoop.fs.FSError;

/** When the files of the lake are made few, by the settings {@code upkeep}. */
public final class UpkeepPolicy {
  private final Workspace workspace;
  private final Upkeep upkeep;
  private final UpkeepSettings settings;
  private final Instant now;

  /** Makes the policy of a workspace that writes. */
  public UpkeepPolicy(Workspace workspace) {
    this.workspace = workspace;
    this.upkeep = workspace.lake().upkeep();
    this.settings = workspace.settings().upkeep();
    this.now = workspace.clock().instant();
  }

  /** Makes one file of many small ones; published as a run of its own, if there is anything. */
  public List<Done> compact(boolean isDryRun) {
    List<Done> due = compacted(true);
    return isDryRun || due.isEmpty()
        ? due
        : workspace.publishing("compact", null, Selection.ALL, () -> compacted(false));
  }

  private List<Done> compacted(boolean isDryRun) {
    return upkeep.compact(workspace.spark(), workspace.runId(), settings.compactFiles(), isDryRun);
  }

  /** Ends the snapshots that were replaced too long ago. */
  public List<Done> expire(boolean isDryRun) {
    return upkeep.expire(now.minus(Duration.ofDays(settings.keepDays())), isDryRun);
  }

  /** Removes files that no table knows. */
  public List<Done> orphans(boolean isDryRun) {
    return upkeep.orphans(now.minus(Duration.ofDays(settings.orphanDays())), now, isDryRun);
  }

  /** Keeps the files few after a night; what fails is told, for the night is published. */
  public void afterNight(LocalDate day) {
    if (!settings.afterNight()) {
      return;
    }
    try {
      tell("made one of %,d small files of %s", compact(false));
      tell("removed %,d files of old snapshots of %s", expire(false));
      if (day.getDayOfWeek() == DayOfWeek.SUNDAY) {
        tell("removed %,d files that no table knows of %s", orphans(false));
      }
    } catch (RuntimeException | FSError e) {
      workspace
          .progress()
          .tell(
              "upkeep: not finished: %s (the night is published; `treadmill maintain` does it)"
                  .formatted(Failures.of(e).message()));
    }
  }

  private void tell(String what, List<Done> done) {
    if (!done.isEmpty()) {
      long files = done.stream().mapToLong(Done::files).sum();
      String tables = done.size() == 1 ? done.get(0).table() : done.size() + " tables";
      workspace.progress().tell("upkeep: " + what.formatted(files, tables));
    }
  }
}
