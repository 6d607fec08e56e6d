package io.treadmill.jobs.cli;

import io.treadmill.conf.UserError;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import picocli.CommandLine.Option;

/** The days of a run. */
public final class DayOptions {
  @Option(
      names = "--from",
      required = true,
      paramLabel = "D",
      description = "First UTC day, for example 2026-01-31.")
  private String from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "D",
      description = "Last UTC day, included.")
  private String to;

  /** Returns the range. */
  public UtcDays days() {
    LocalDate first = day("--from", from);
    LocalDate last = day("--to", to);
    if (last.isBefore(first)) {
      throw UserError.usage("Invalid --to: " + to + " (must not be before --from " + from + ")");
    }
    return new UtcDays(first, last);
  }

  /** Returns the range of an option that takes two days. */
  public static UtcDays range(String option, List<String> texts) {
    LocalDate first = day(option, texts.get(0));
    LocalDate last = day(option, texts.get(1));
    if (last.isBefore(first)) {
      throw UserError.usage(
          "Invalid " + option + ": " + first + " " + last + " (must not end before it begins)");
    }
    return new UtcDays(first, last);
  }

  /** Returns a day given on the command line. */
  public static LocalDate day(String option, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw UserError.usage(
          "Invalid " + option + ": " + text + " (must be a UTC day such as 2026-01-31)");
    }
  }
}
