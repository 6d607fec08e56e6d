package io.treadmill.jobs.cli;

import io.treadmill.jobs.batch.Jobs;
import io.treadmill.jobs.batch.Sessions;
import io.treadmill.jobs.batch.Verification;
import io.treadmill.jobs.batch.Verification.Found;
import io.treadmill.jobs.contract.Job;
import io.treadmill.lake.DayChange;
import io.treadmill.lake.DayChange.OfColumn;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Holds a published day against the same day computed again. */
@Command(
    name = "verify",
    description = {
      "Compute a published day again from the inputs that the ledger says, and compare every row with"
          + " what is published. Nothing is published, nothing is left in the lake.",
      "Ends with 0 if all rows are the same, with 4 if rows differ, with 3 if inputs of a job changed"
          + " since: that job is named and left out, the others are compared."
    })
final class VerifyCommand extends LakeCommand {
  private static final List<String> COLUMNS =
      List.of(
          "table",
          "column",
          "same",
          "differing",
          "only_published",
          "only_computed",
          "greatest_difference",
          "example");

  @Option(names = "--date", required = true, paramLabel = "D", description = "UTC day.")
  private String date;

  @Option(
      names = "--job",
      split = ",",
      paramLabel = "JOB",
      completionCandidates = RunCommand.Names.class,
      description =
          "Only what this job made (default: all): ${COMPLETION-CANDIDATES}. Repeatable. What it"
              + " reads of other jobs is taken as published.")
  private List<String> jobs = new ArrayList<>();

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    LocalDate day = DayOptions.day("--date", date);
    List<String> names = jobs.stream().map(name -> Jobs.named(name).name()).toList();
    List<Job> asked =
        Jobs.all().stream().filter(job -> names.isEmpty() || names.contains(job.name())).toList();
    Sessions.requireCatalog(common().settings());
    return writing(
        workspace -> {
          Found found = Verification.of(workspace, asked, day);
          format.print(COLUMNS, lines(found).iterator(), line -> line, console());
          found.check(day);
        });
  }

  /** A line a table, and one each of its columns that differ. */
  private static List<List<Object>> lines(Found found) {
    List<List<Object>> lines = new ArrayList<>();
    for (DayChange table : found.tables()) {
      lines.add(
          Arrays.asList(
              table.table(),
              null,
              table.same(),
              table.changed(),
              table.removed(),
              table.added(),
              null,
              table.example()));
      table.columns().forEach((name, column) -> lines.add(line(table, name, column)));
    }
    return lines;
  }

  private static List<Object> line(DayChange table, String name, OfColumn column) {
    Double greatest = Double.isNaN(column.greatest()) ? null : column.greatest();
    return Arrays.asList(
        table.table(), name, null, column.rows(), null, null, greatest, column.example());
  }
}
