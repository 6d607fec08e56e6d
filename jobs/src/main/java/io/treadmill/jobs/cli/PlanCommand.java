package io.treadmill.jobs.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.jobs.batch.Batch.Options;
import io.treadmill.jobs.batch.Batch.Reprocess;
import io.treadmill.jobs.batch.Plan;
import io.treadmill.market.UtcDays;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what a backfill would compute. */
@Command(
    name = "plan",
    description = {
      "Say what a backfill of a range of days would compute, and why, without computing it.",
      "Looks at the ledger and at the lists of files of the archive; starts no Spark."
    })
final class PlanCommand extends LakeCommand {
  private static final int CHANGES = 10;

  /** How a plan is printed. */
  enum Format {
    TEXT,
    JSON
  }

  @Mixin private DayOptions days;
  @Mixin private SelectionOptions selection;

  @Option(
      names = "--reprocess",
      defaultValue = "failed",
      paramLabel = "WHAT",
      description = "As of backfill: none, failed (the default) or completed.")
  private Reprocess reprocess;

  @Option(
      names = "--detailed-exitcode",
      description = "End with 0 if there is nothing to do, with 10 if there is.")
  private boolean isDetailed;

  @Option(
      names = "--format",
      defaultValue = "text",
      paramLabel = "F",
      description = "text (the default) or json.")
  private Format format;

  @Override
  public Integer call() throws JsonProcessingException {
    Plan plan =
        Plan.of(
            common().settings(),
            days.days(),
            selection.selection(),
            Options.inSteps(false, reprocess, Integer.MAX_VALUE),
            Clock.systemUTC().instant());
    if (format == Format.JSON) {
      console()
          .print(
              new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json(plan)));
    } else {
      print(plan);
    }
    return isDetailed && !plan.steps().isEmpty() ? CHANGES : 0;
  }

  private void print(Plan plan) {
    plan.vanished()
        .forEach(
            input ->
                console()
                    .print(input + " is gone from the archive; what was computed from it is kept"));
    if (plan.steps().isEmpty()) {
      console().print("nothing to do: %s, %s".formatted(plan.days(), plan.selection()));
      return;
    }
    for (Plan.Step step : plan.steps()) {
      console()
          .printf(
              "%-10s  %,5d days  %,7d files  %,10.1f MB  %s",
              step.job(),
              step.reasons().size(),
              step.files(),
              step.bytes() / 1e6,
              step.seconds() == null
                  ? "no run to estimate the time by"
                  : "about %.0f s".formatted(step.seconds()));
      reasons(step).forEach((days, reason) -> console().print("  %s  %s".formatted(days, reason)));
    }
  }

  /** Days in a row that have the same reason, and the reason. */
  private static Map<UtcDays, String> reasons(Plan.Step step) {
    Map<UtcDays, String> result = new LinkedHashMap<>();
    LocalDate from = null;
    LocalDate last = null;
    String reason = null;
    for (Map.Entry<LocalDate, String> day : step.reasons().entrySet()) {
      boolean goesOn =
          last != null && last.plusDays(1).equals(day.getKey()) && day.getValue().equals(reason);
      if (!goesOn && last != null) {
        result.put(new UtcDays(from, last), reason);
      }
      from = goesOn ? from : day.getKey();
      last = day.getKey();
      reason = day.getValue();
    }
    result.put(new UtcDays(from, last), reason);
    return result;
  }

  private static Map<String, Object> json(Plan plan) {
    List<Map<String, Object>> jobs = new ArrayList<>();
    for (Plan.Step step : plan.steps()) {
      Map<String, String> days = new LinkedHashMap<>();
      step.reasons().forEach((day, reason) -> days.put(day.toString(), reason));
      Map<String, Object> job = new LinkedHashMap<>();
      job.put("job", step.job());
      job.put("days", days);
      job.put("files", step.files());
      job.put("bytes", step.bytes());
      job.put("seconds", step.seconds());
      jobs.add(job);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("from", plan.days().from().toString());
    result.put("to", plan.days().to().toString());
    result.put("selection", plan.selection().toString());
    result.put("vanished", plan.vanished());
    result.put("jobs", jobs);
    return result;
  }
}
