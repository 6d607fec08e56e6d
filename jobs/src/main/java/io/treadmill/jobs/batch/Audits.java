package io.treadmill.jobs.batch;

import io.treadmill.conf.Settings.AuditSettings;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.Progress;
import io.treadmill.lake.AuditRule;
import io.treadmill.lake.Audited;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.RowLayout;
import io.treadmill.lake.RunLedger;
import io.treadmill.lake.RunLedger.Told;
import io.treadmill.lake.Selection;
import io.treadmill.lake.TableColumn;
import io.treadmill.market.UtcDays;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Decides what becomes of a run whose rows were held against the rules of the dictionary, and keeps
 * the table {@code audits}.
 */
public final class Audits {
  private static final String ERROR = "error";
  private static final String WARNING = "warning";
  private static final String OFF = "off";
  private static final int MOST_TOLD = 3;

  static final RowLayout<Result> ROWS =
      RowLayout.<Result>of(LakeTables.AUDITS)
          .text("run_id", Result::runId)
          .text("table_name", result -> result.audited().table())
          .text("rule", result -> result.audited().rule())
          .text("severity", Result::severity)
          .date("from_day", result -> result.days() == null ? null : result.days().from())
          .date("to_day", result -> result.days() == null ? null : result.days().to())
          .whole("rows_audited", result -> result.audited().rows())
          .whole("rows_failing", result -> result.audited().failing())
          .number("expected", result -> result.audited().expected())
          .number("actual", result -> result.audited().actual())
          .text("examples", Result::examples)
          .text("verdict", result -> result.verdict().text())
          .text("reason", Result::reason)
          .instant("audited_ts", Result::at)
          .build();

  private final AuditSettings settings;
  private final IcebergLake lake;
  private final String runId;
  private final Clock clock;
  private final Progress progress;
  private final Map<String, String> accepted = new HashMap<>();
  private final List<Result> added = new ArrayList<>();

  /** What becomes of what a rule says. */
  public enum Verdict {
    PASSED,
    WARNED,
    /** Nothing of the run is published. */
    HELD,
    /** Published all the same: an operator said so. */
    ACCEPTED,
    /** An operator said that a later run may publish as much. */
    RELEASED;

    /** Returns the word in the table. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What a rule said of a run, and what became of it.
   *
   * @param severity error or warning
   * @param reason why it was accepted or released, or null
   */
  public record Result(
      String runId, Audited audited, String severity, Verdict verdict, String reason, Instant at) {
    private UtcDays days() {
      return audited.days();
    }

    private String examples() {
      return audited.examples().isEmpty() ? null : String.join("\n", audited.examples());
    }

    /** Returns the name of the rule and its table, as options take it. */
    public String name() {
      return audited.table() + ":" + audited.rule();
    }

    private Result with(Verdict other, String why, Instant now) {
      return new Result(runId, audited, severity, other, why, now);
    }

    private static Result of(NamedRow row) {
      UtcDays days =
          row.isNull("from_day") ? null : new UtcDays(row.day("from_day"), row.day("to_day"));
      return new Result(
          row.text("run_id"),
          new Audited(
              row.text("table_name"),
              row.text("rule"),
              Audited.Kind.ROWS,
              days,
              row.whole("rows_audited"),
              row.whole("rows_failing"),
              row.number("expected"),
              row.number("actual"),
              row.isNull("examples") ? List.of() : row.text("examples").lines().toList()),
          row.text("severity"),
          Verdict.valueOf(row.text("verdict").toUpperCase(Locale.ROOT)),
          row.text("reason"),
          row.instant("audited_ts"));
    }

    /** Whether what was released is at least what is held back now. */
    private boolean covers(Result held) {
      return verdict == Verdict.RELEASED
          && name().equals(held.name())
          && audited.failing() >= held.audited.failing()
          && days() != null
          && days().contains(held.days().from())
          && days().contains(held.days().to());
    }
  }

  Audits(AuditSettings settings, IcebergLake lake, String runId, Clock clock, Progress progress) {
    this.settings = settings;
    this.lake = lake;
    this.runId = runId;
    this.clock = clock;
    this.progress = progress;
  }

  /** Returns the same for the next run of a command: what was accepted is accepted there too. */
  Audits ofRun(String nextRunId, IcebergLake lakeOfNext) {
    Audits next = new Audits(settings, lakeOfNext, nextRunId, clock, progress);
    next.accepted.putAll(accepted);
    return next;
  }

  /**
   * Publishes what breaks a rule in this process all the same.
   *
   * @param rules names of rules, with the table and a colon before it or without, or the first word
   *     of it
   * @throws UserError if no table has such a rule (exit 2)
   */
  public void accept(List<String> rules, String reason) {
    for (String rule : rules) {
      if (LakeTables.all().stream()
          .noneMatch(table -> names(table).anyMatch(name -> isMeant(rule, table.name(), name)))) {
        throw UserError.usage(
            ("Invalid --accept-audit: %s (must be a rule of docs/tables.md, such as coverage, drift"
                    + " or \"bars_5m:unique key\")")
                .formatted(rule));
      }
      accepted.put(rule, reason);
    }
  }

  private static Stream<String> names(LakeTable table) {
    return Stream.concat(
        Stream.of(AuditRule.UNIQUE, AuditRule.REQUIRED, AuditRule.FINITE),
        table.rules().stream().map(AuditRule::text));
  }

  private static boolean isMeant(String said, String table, String rule) {
    return said.equals(rule) || said.equals(table + ":" + rule) || rule.startsWith(said + " of ");
  }

  /**
   * Holds what is staged against the rules.
   *
   * @param isFollowed whether the delivery of a day is over, by the days after it in the archive
   * @throws UserError if rows break one and nobody accepted it (exit 4)
   */
  void check(Predicate<LocalDate> isFollowed) {
    Instant start = clock.instant();
    List<Result> results = new ArrayList<>();
    for (Audited audited : lake.audit()) {
      String severity = severity(audited, isFollowed);
      if (!severity.equals(OFF)) {
        results.add(new Result(runId, audited, severity, verdict(audited, severity), null, start));
      }
    }
    if (results.isEmpty()) {
      return;
    }
    if (results.stream().anyMatch(result -> result.verdict() == Verdict.HELD)) {
      List<Result> released = standing(Verdict.RELEASED);
      results.replaceAll(result -> accepted(result, released));
    }
    added.addAll(results);
    results.stream()
        .filter(result -> result.verdict() != Verdict.PASSED && result.verdict() != Verdict.HELD)
        .forEach(
            result ->
                progress.tell(
                    "audit: %s (%s)"
                        .formatted(
                            describe(result),
                            result.reason() == null
                                ? "a warning: it is published"
                                : "accepted: " + result.reason())));
    List<Result> held =
        results.stream().filter(result -> result.verdict() == Verdict.HELD).toList();
    if (!held.isEmpty()) {
      throw UserError.checkFailed(message(held));
    }
    progress.tell(
        "audit: %d rules of %d tables looked at in %.1f s"
            .formatted(
                results.size(),
                results.stream().map(result -> result.audited().table()).distinct().count(),
                (clock.millis() - start.toEpochMilli()) / 1000.0));
  }

  private String severity(Audited audited, Predicate<LocalDate> isFollowed) {
    return switch (audited.kind()) {
      case ROWS -> ERROR;
      case DRIFT -> word(settings.drift());
      case COVERAGE_BEFORE -> settings.coverage().equals(OFF) ? OFF : WARNING;
      case COVERAGE ->
          audited.failing() == 0
                  || 100.0 * audited.failing() > settings.mostMissingPercent() * audited.rows()
                      && !(word(settings.coverage()).equals(ERROR)
                          && isFollowed.test(audited.days().to()))
              ? word(settings.coverage())
              : settings.coverage().equals(OFF) ? OFF : WARNING;
    };
  }

  private static String word(String setting) {
    return setting.equals("warn") ? WARNING : setting;
  }

  private static Verdict verdict(Audited audited, String severity) {
    return audited.failing() == 0
        ? Verdict.PASSED
        : severity.equals(ERROR) ? Verdict.HELD : Verdict.WARNED;
  }

  private Result accepted(Result result, List<Result> released) {
    if (result.verdict() != Verdict.HELD) {
      return result;
    }
    Optional<String> reason =
        Stream.concat(
                accepted.entrySet().stream()
                    .filter(
                        rule ->
                            isMeant(
                                rule.getKey(), result.audited().table(), result.audited().rule()))
                    .map(Map.Entry::getValue),
                released.stream().filter(one -> one.covers(result)).map(Result::reason))
            .findFirst();
    return reason.map(why -> result.with(Verdict.ACCEPTED, why, result.at())).orElse(result);
  }

  private static String describe(Result result) {
    Audited audited = result.audited();
    String what =
        audited.kind() == Audited.Kind.ROWS && Double.isNaN(audited.expected())
            ? "%,d of %,d rows of %s break"
            : "%,d of %,d instruments of days of %s break";
    return (what + " \"%s\", for example %s")
        .formatted(
            audited.failing(),
            audited.rows(),
            audited.table(),
            audited.rule(),
            audited.examples().get(0));
  }

  private String message(List<Result> held) {
    String first = String.join("; ", held.stream().limit(MOST_TOLD).map(Audits::describe).toList());
    int more = Math.max(0, held.size() - MOST_TOLD);
    return ("Cannot publish: %s%s (nothing was published; `treadmill quarantine show --run %s` shows"
            + " all; mend the input, or say why it is right: --accept-audit \"%s\" --reason TEXT%s)")
        .formatted(
            first,
            more == 0 ? "" : "; and %d more".formatted(more),
            runId,
            held.get(0).name(),
            held.stream().anyMatch(one -> one.audited().kind() == Audited.Kind.COVERAGE)
                ? "; once a later day is in the archive, this one is published with a warning"
                : "");
  }

  /** Writes what was found into the lake, to be published with what is staged there. */
  void write() {
    if (!added.isEmpty()) {
      lake.append(LakeTables.AUDITS, ROWS.rows(added));
      added.clear();
    }
  }

  /** Returns what became of audits in one way, the newest first. */
  public List<Result> read(Verdict verdict) {
    return lake
        .ledger(
            LakeTables.AUDITS,
            LakeTables.AUDITS.columns().stream().map(TableColumn::name).toList(),
            row -> row.text("verdict").equals(verdict.text()))
        .stream()
        .map(Result::of)
        .sorted((one, other) -> other.at().compareTo(one.at()))
        .toList();
  }

  /**
   * Returns what became of audits in one way and stands: no later run of the same symbols published
   * the table for all days that it is about. A release is used up by the run that publishes, even
   * if that is taken back; what was held back is held again then.
   */
  public List<Result> standing(Verdict verdict) {
    List<Result> of = read(verdict);
    if (of.isEmpty()) {
      return of;
    }
    Map<String, String> selections = new HashMap<>();
    Set<String> done = new HashSet<>();
    for (Told row : new RunLedger(lake).told()) {
      switch (row.state()) {
        case DONE -> done.add(row.runId());
        case STARTED -> selections.put(row.runId(), row.selection());
        case ROLLED_BACK -> {
          if (verdict == Verdict.RELEASED) {
            done.add(row.runId());
          }
        }
        default -> {}
      }
    }
    List<Result> published =
        Stream.of(Verdict.PASSED, Verdict.ACCEPTED)
            .flatMap(one -> read(one).stream())
            .filter(one -> one.audited().rule().equals(AuditRule.UNIQUE))
            .filter(one -> done.contains(one.runId()))
            .toList();
    return of.stream().filter(one -> !isOver(one, published, selections)).toList();
  }

  /** Of rows without days nobody knows which later ones are the same. */
  private static boolean isOver(
      Result result, List<Result> published, Map<String, String> selections) {
    List<UtcDays> since =
        published.stream()
            .filter(one -> one.audited().table().equals(result.audited().table()))
            .filter(one -> one.at().isAfter(result.at()))
            .filter(
                one ->
                    List.of(Selection.ALL.toString(), selections.get(result.runId()))
                        .contains(selections.get(one.runId())))
            .map(Result::days)
            .filter(Objects::nonNull)
            .toList();
    return result.days() != null
        && result.days().days().stream()
            .allMatch(day -> since.stream().anyMatch(days -> days.contains(day)));
  }

  /** Says that a later run may publish as much as was held back. */
  public void release(List<Result> held, String reason) {
    held.forEach(one -> added.add(one.with(Verdict.RELEASED, reason, clock.instant())));
    write();
    lake.publish();
  }
}
