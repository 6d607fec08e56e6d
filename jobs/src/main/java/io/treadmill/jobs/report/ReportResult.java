package io.treadmill.jobs.report;

import java.nio.file.Path;
import java.util.List;

/**
 * The files of a report.
 *
 * @param pages files of a report that is too large for one, beside its index; 0 of one file
 * @param bytes size of all but the pictures
 */
public record ReportResult(Path html, List<Path> pictures, int pages, long bytes) {
  public ReportResult {
    pictures = List.copyOf(pictures);
  }
}
