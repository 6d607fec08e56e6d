package io.treadmill.jobs.report;

import java.nio.file.Path;
import java.util.List;

/**
 * The files of a report.
 *
 * @param html the page
 * @param pictures one PNG for each instrument, in their order
 * @param htmlBytes size of the page
 */
public record ReportResult(Path html, List<Path> pictures, long htmlBytes) {
  /** Keeps a copy. */
  public ReportResult {
    pictures = List.copyOf(pictures);
  }
}
