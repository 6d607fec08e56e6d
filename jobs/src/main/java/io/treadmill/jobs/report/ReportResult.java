package io.treadmill.jobs.report;

import java.nio.file.Path;
import java.util.List;

/** The files of a report. */
public record ReportResult(Path html, List<Path> pictures, long htmlBytes) {
  public ReportResult {
    pictures = List.copyOf(pictures);
  }
}
