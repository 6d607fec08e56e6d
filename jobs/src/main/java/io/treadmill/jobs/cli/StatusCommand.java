package io.treadmill.jobs.cli;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.batch.Batch;
import io.treadmill.jobs.batch.Sessions;
import io.treadmill.lake.LakeStatus;
import io.treadmill.lake.LakeStatus.RunRow;
import io.treadmill.lake.LakeStatus.TableDay;
import io.treadmill.market.UtcDays;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says how the lake stands. */
@Command(
    name = "status",
    description = {
      "Say how the lake stands: the last runs, how far each table is filled, what to do next.",
      "Opens no Spark session."
    })
final class StatusCommand extends LakeCommand {
  private static final int RUNS = 10;
  private static final List<String> RUN_COLUMNS =
      List.of("run", "job", "state", "from", "to", "started", "seconds", "message");
  private static final List<String> TABLE_COLUMNS =
      List.of("table", "last_day", "lag_days", "rows");

  @Option(names = "--run", paramLabel = "ID", description = "Only this run, with its jobs.")
  private String run;

  @Option(names = "--date", paramLabel = "D", description = "Only runs that computed this day.")
  private String date;

  @Mixin private FormatOption format;

  @Override
  public Integer call() {
    Settings settings = common().settings();
    LocalDate day = date == null ? null : DayOptions.day("--date", date);
    Sessions.requireCatalog(settings);
    LakeStatus status = LakeStatus.of(Sessions.catalog(settings));
    LocalDate yesterday = UtcDays.dayOf(Clock.systemUTC().millis() * 1000).minusDays(1);
    format.print(
        RUN_COLUMNS, shown(status.runs(), day).iterator(), StatusCommand::values, console());
    if (run == null) {
      separate();
      format.print(
          TABLE_COLUMNS, status.tables().iterator(), table -> values(table, yesterday), console());
      separate();
      format.print(List.of("next"), next(status, yesterday).iterator(), Arrays::asList, console());
    }
    return 0;
  }

  private void separate() {
    if (format.isTable()) {
      console().print("");
    }
  }

  /** Of each run what it began and how it ended; of one run also its jobs. */
  private List<RunRow> shown(List<RunRow> rows, LocalDate day) {
    Set<String> ended =
        rows.stream()
            .filter(row -> !row.isStart())
            .map(StatusCommand::key)
            .collect(Collectors.toSet());
    Set<String> begun =
        rows.stream().filter(RunRow::isStart).map(StatusCommand::key).collect(Collectors.toSet());
    List<RunRow> shown =
        rows.stream()
            .filter(row -> !row.isStart() || !ended.contains(key(row)))
            .filter(row -> run == null ? begun.contains(key(row)) : run.equals(row.runId()))
            .filter(row -> day == null || row.holds(day))
            .toList();
    return run == null ? shown.subList(Math.max(0, shown.size() - RUNS), shown.size()) : shown;
  }

  private static String key(RunRow row) {
    return row.runId() + " " + row.job();
  }

  private static List<Object> values(RunRow row) {
    return Arrays.asList(
        row.runId(),
        row.job(),
        row.isStart() ? "running or dead" : row.state(),
        text(row.from()),
        text(row.to()),
        row.started().truncatedTo(ChronoUnit.SECONDS).toString(),
        row.isStart() ? null : Duration.between(row.started(), row.finished()).toMillis() / 1000.0,
        row.message() == null ? null : row.message().lines().findFirst().orElse(""));
  }

  private static List<Object> values(TableDay table, LocalDate yesterday) {
    return Arrays.asList(
        table.table(),
        text(table.last()),
        table.last() == null ? null : ChronoUnit.DAYS.between(table.last(), yesterday),
        table.rows());
  }

  private static String text(LocalDate day) {
    return day == null ? null : day.toString();
  }

  /** Whether a run that ended well computed the days of another after it. */
  private static boolean isAfter(RunRow later, RunRow row) {
    return later.isDone()
        && later.finished().isAfter(row.finished())
        && !later.from().isAfter(row.from())
        && !later.to().isBefore(row.to());
  }

  /** What a person would do now. */
  private static List<String> next(LakeStatus status, LocalDate yesterday) {
    List<String> next = new ArrayList<>();
    Set<String> ended =
        status.runs().stream()
            .filter(row -> !row.isStart())
            .map(StatusCommand::key)
            .collect(Collectors.toSet());
    status.runs().stream()
        .filter(row -> row.isStart() && !ended.contains(key(row)))
        .forEach(
            row ->
                next.add(
                    "run %s began and did not end: if no process is at work, treadmill recover"
                        .formatted(row.runId())));
    Set<String> takenBack =
        status.runs().stream()
            .filter(RunRow::isTakenBack)
            .map(RunRow::runId)
            .collect(Collectors.toSet());
    List<RunRow> ofDays =
        status.runs().stream()
            .filter(row -> !row.isStart() && row.from() != null && Batch.isOfDays(row.job()))
            .filter(row -> !takenBack.contains(row.runId()))
            .toList();
    status.runs().stream()
        .filter(row -> takenBack.contains(row.runId()) && row.isDone())
        .filter(row -> row.from() != null && Batch.isOfDays(row.job()))
        .filter(row -> ofDays.stream().noneMatch(later -> isAfter(later, row)))
        .forEach(
            row ->
                next.add(
                    "run %s was taken back: treadmill backfill --from %s --to %s"
                        .formatted(row.runId(), row.from(), row.to())));
    RunRow newest = ofDays.isEmpty() ? null : ofDays.get(ofDays.size() - 1);
    RunRow last =
        newest == null || !newest.isDone()
            ? newest
            : ofDays.stream()
                .filter(RunRow::isDone)
                .max(Comparator.comparing(RunRow::to))
                .orElseThrow();
    if (last == null) {
      if (next.isEmpty()) {
        next.add("no days were computed yet: treadmill backfill --from D --to D");
      }
    } else if (!last.isDone()) {
      next.add(
          "the last run published nothing; mend what its message says, then treadmill backfill --from %s --to %s"
              .formatted(last.from(), last.to()));
    } else if (last.to().isBefore(yesterday)) {
      next.add("treadmill backfill --from %s --to %s".formatted(last.to().plusDays(1), yesterday));
    }
    return next.isEmpty() ? List.of("nothing to do") : next;
  }
}
