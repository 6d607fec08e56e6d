package io.treadmill.jobs.cli;

import io.treadmill.conf.ExitCode;
import io.treadmill.jobs.batch.Checkup;
import io.treadmill.jobs.batch.Checkup.Finding;
import io.treadmill.jobs.batch.Checkup.State;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks at what a run needs. */
@Command(
    name = "doctor",
    description = {
      "Look at what a run needs: Java, Spark, catalog, storage, clocks, disks, time zone, memory.",
      "Each line is ok, warn or fail with the remedy; ends with 6 if one is fail. No Spark session."
    })
final class DoctorCommand extends LakeCommand {
  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    List<Finding> findings = new Checkup(common().settings(), Clock.systemUTC()).findings();
    format.print(
        List.of("state", "what", "found", "remedy"),
        findings.iterator(),
        finding ->
            Arrays.asList(
                finding.state().name().toLowerCase(Locale.ROOT),
                finding.what(),
                finding.found(),
                finding.remedy()),
        console());
    return findings.stream().anyMatch(finding -> finding.state() == State.FAIL)
        ? ExitCode.STORAGE.code()
        : 0;
  }
}
