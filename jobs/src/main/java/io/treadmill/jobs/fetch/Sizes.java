package io.treadmill.jobs.fetch;

import io.treadmill.jobs.fetch.Line.Again;
import io.treadmill.jobs.fetch.Line.Ended;
import io.treadmill.jobs.fetch.vendors.RemoteFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds out what is here and asks how large the others are; fetches nothing. */
record Sizes(Path folder, Line line, boolean isRefresh, boolean isDryRun) {
  private static final int TRIES = 2;

  /** Returns true if a file is here, checked before. */
  boolean isHere(RemoteFile file) {
    try {
      LocalFile local = new LocalFile(folder, file);
      return isDryRun ? local.looksHere() : local.isHere();
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns what is known of a file. */
  PlannedFile of(RemoteFile file) throws InterruptedException {
    LocalFile local = new LocalFile(folder, file);
    boolean here = isHere(file);
    if (here && !isRefresh) {
      return ended(file, Outcome.PRESENT, local.known().orElseThrow().length(), null);
    }
    if (file.access().missing() != null) {
      return ended(file, Outcome.REFUSED, 0, "needs " + file.access().missing());
    }
    if (line.clock().instant().isBefore(file.over())) {
      return ended(file, Outcome.NOT_YET, 0, "its time is not over");
    }
    if (file.access().answer() != null) {
      return new PlannedFile(file, null, -1, 0, null);
    }
    try (Reply reply = head(file)) {
      line.check(reply, file);
      Optional<FileState> known = here ? local.known() : Optional.empty();
      boolean same =
          known
              .filter(state -> state.length() == reply.length())
              .filter(state -> sameValidator(state.validator(), reply.validator()))
              .isPresent();
      if (same || (!here && !isDryRun && local.adopt(reply))) {
        return ended(file, Outcome.PRESENT, reply.length(), null);
      }
      return new PlannedFile(file, null, reply.length(), local.partBytes(), null);
    } catch (Ended e) {
      return e.outcome() == Outcome.GONE || e.outcome() == Outcome.NOT_YET
          ? ended(file, e.outcome(), 0, e.getMessage())
          : unknown(file, local);
    } catch (IOException e) {
      // The download asks again, and says why if it fails too.
      return unknown(file, local);
    }
  }

  private static boolean sameValidator(String ours, String theirs) {
    return ours == null || theirs == null || ours.equals(theirs);
  }

  private static PlannedFile unknown(RemoteFile file, LocalFile local) {
    return new PlannedFile(file, null, -1, local.partBytes(), null);
  }

  private static PlannedFile ended(RemoteFile file, Outcome outcome, long bytes, String reason) {
    return new PlannedFile(file, outcome, bytes, 0, reason);
  }

  private Reply head(RemoteFile file) throws IOException, InterruptedException {
    for (int tries = 1; ; tries++) {
      Reply reply = line.ask(Question.head(file.address(), file.access().headers()));
      try {
        line.check(reply, file);
        return reply;
      } catch (Again e) {
        if (tries == TRIES) {
          throw e;
        }
        line.pause(e, tries);
      }
    }
  }
}
