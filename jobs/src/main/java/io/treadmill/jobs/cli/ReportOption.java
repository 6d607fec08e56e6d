package io.treadmill.jobs.cli;

import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a report goes. */
final class ReportOption {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The HTML file of the report (default: out/report-DAYS.html); pictures go beside it.")
  private Path out;

  /** Returns the HTML file of the report over some days. */
  Path file(UtcDays days) {
    return out != null ? out : Path.of("out", "report-%s.html".formatted(days).replace("..", "_"));
  }
}
