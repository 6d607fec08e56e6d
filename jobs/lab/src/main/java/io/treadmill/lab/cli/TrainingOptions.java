package io.treadmill.lab.cli;

import io.treadmill.jobs.batch.Workspace;
import io.treadmill.jobs.cli.DayOptions;
import io.treadmill.lab.validate.InstrumentHistory;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** One instrument of the lake and its training days. */
final class TrainingOptions {
  private static final int WARM_UP_DAYS = 30;

  @Option(names = "--venue", required = true, paramLabel = "V", description = "The venue.")
  private String venue;

  @Option(names = "--symbol", required = true, paramLabel = "S", description = "The symbol.")
  private String symbol;

  @Option(
      names = "--train",
      required = true,
      arity = "2",
      paramLabel = "D",
      description = "First and last training day.")
  private List<String> train;

  @Option(
      names = "--warm-up",
      paramLabel = "D",
      description = "First day of bars that fill the book (default: 30 days before training).")
  private String warmUp;

  /** Returns the training days. */
  UtcDays days() {
    return DayOptions.range("--train", train);
  }

  /** Reads what models are made of, from the warm-up to a last day. */
  InstrumentHistory history(Workspace workspace, LocalDate to) {
    return history(workspace, symbol, to);
  }

  /** Reads the same of another symbol of the venue. */
  InstrumentHistory history(Workspace workspace, String of, LocalDate to) {
    UtcDays trained = days();
    LocalDate from =
        warmUp == null
            ? trained.from().minusDays(WARM_UP_DAYS)
            : DayOptions.day("--warm-up", warmUp);
    Selection only = new Selection(venue, new TreeSet<>(List.of(of)));
    return InstrumentHistory.read(
        workspace.context(new UtcDays(from, to), only),
        trained.from(),
        trained.from(),
        trained.to());
  }
}
