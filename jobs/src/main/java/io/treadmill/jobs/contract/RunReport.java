package io.treadmill.jobs.contract;

import io.treadmill.lake.Lake.Written;
import java.util.List;

/**
 * What a job did.
 *
 * @param written tables with rows and snapshot
 * @param notes facts the user should know, one line each
 */
public record RunReport(List<Written> written, List<String> notes) {
  /** Keeps copies. */
  public RunReport {
    written = List.copyOf(written);
    notes = List.copyOf(notes);
  }
}
