package io.treadmill.jobs.cli;

import io.treadmill.conf.UserError;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import picocli.CommandLine.Option;

/** The days of a run. */
public final class DayOptions {
  /** No coin was traded before. */
  private static final LocalDate FIRST = LocalDate.of(2009, 1, 3);

  private static final LocalDate LAST = LocalDate.of(2099, 12, 31);

  @Option(names = "--from", required = true, paramLabel = "D", description = "First UTC day.")
  private String from;

  @Option(names = "--to", required = true, paramLabel = "D", description = "Last, included.")
  private String to;

  public UtcDays days() {
    return range(
        day("--from", from),
        day("--to", to),
        "Invalid --to: %2$s (must not be before --from %1$s)");
  }

  /** Returns the range of an option that takes two days. */
  public static UtcDays range(String option, List<String> texts) {
    return range(
        day(option, texts.get(0)),
        day(option, texts.get(1)),
        "Invalid " + option + ": %s %s (must not end before it begins)");
  }

  private static UtcDays range(LocalDate first, LocalDate last, String message) {
    if (last.isBefore(first)) {
      throw UserError.usage(message.formatted(first, last));
    }
    return new UtcDays(first, last);
  }

  /** Returns a day given on the command line. */
  public static LocalDate day(String option, String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      if (day.isBefore(FIRST) || day.isAfter(LAST)) {
        throw UserError.usage(
            "Invalid %s: %s (must be in %s..%s)".formatted(option, text, FIRST, LAST));
      }
      return day;
    } catch (DateTimeParseException e) {
      throw UserError.usage(
          "Invalid %s: %s (must be a UTC day such as 2026-01-31)".formatted(option, text));
    }
  }
}
