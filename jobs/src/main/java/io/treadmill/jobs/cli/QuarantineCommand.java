package io.treadmill.jobs.cli;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.batch.Audits.Result;
import io.treadmill.jobs.batch.Audits.Verdict;
import io.treadmill.jobs.batch.Workspace;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What was kept out of the tables: rows that imports set aside, and runs that audits held back. */
@Command(
    name = "quarantine",
    description = {
      "What was kept out: rows that imports set aside, and runs that the audit held back.",
      "Rows of an import cannot be released: mend the file and import it again; the later edition",
      "stands. What the audit held back can: the next run of these days then publishes as much."
    },
    subcommands = {
      QuarantineCommand.ListAll.class,
      QuarantineCommand.Show.class,
      QuarantineCommand.Release.class
    },
    synopsisSubcommandLabel = "list | show | release")
final class QuarantineCommand extends CommandGroup {
  private static final String SET_ASIDE = "set aside";

  /**
   * What was kept out for one reason.
   *
   * @param where file of an import, or table
   * @param example the first of the rows
   */
  record Kept(
      Instant at, String run, String state, String where, String rule, long rows, String example) {
    static final List<String> NAMES =
        Arrays.stream(Kept.class.getRecordComponents()).map(part -> part.getName()).toList();

    List<Object> values() {
      return Arrays.asList(at.toString(), run, state, where, rule, rows, example);
    }

    static Kept of(Result result, String example) {
      return new Kept(
          result.at(),
          result.runId(),
          result.verdict().text(),
          result.audited().table(),
          result.audited().rule(),
          result.audited().failing(),
          example);
    }
  }

  /** Prints some of it. */
  abstract static class Listing extends LakeCommand {
    @Mixin private FormatOption format;

    abstract List<Kept> kept(Workspace workspace);

    @Override
    public Integer call() {
      return reading(
          workspace ->
              format.print(Kept.NAMES, kept(workspace).iterator(), Kept::values, console()));
    }
  }

  /** Prints one line a file and rule, or run, table and rule. */
  @Command(
      name = "list",
      description = {
        "List what was kept out, the newest first: one line a rule and file or table. What a later",
        "run published is no longer held, and its release is used up."
      })
  static final class ListAll extends Listing {
    @Override
    List<Kept> kept(Workspace workspace) {
      List<Kept> all = new ArrayList<>(setAside(workspace));
      List<Result> released = workspace.audits().standing(Verdict.RELEASED);
      released.forEach(one -> all.add(Kept.of(one, one.reason())));
      workspace.audits().standing(Verdict.HELD).stream()
          .filter(held -> released.stream().noneMatch(isOf(held)))
          .forEach(held -> all.add(Kept.of(held, held.audited().examples().get(0))));
      all.sort(Comparator.comparing(Kept::at).reversed());
      return all;
    }

    private static Predicate<Result> isOf(Result held) {
      return one -> one.runId().equals(held.runId()) && one.name().equals(held.name());
    }

    private static List<Kept> setAside(Workspace workspace) {
      Dataset<Row> groups =
          workspace
              .lake()
              .read(LakeTables.QUARANTINE)
              .groupBy("run_id", "path", "reason")
              .agg(
                  functions.max("imported_ts").as("at"),
                  functions.count("*").as("rows"),
                  functions.min_by(functions.col("detail"), functions.col("line")).as("example"));
      return NamedRow.all(groups).stream()
          .map(
              row ->
                  new Kept(
                      row.instant("at"),
                      row.text("run_id"),
                      SET_ASIDE,
                      row.text("path"),
                      row.text("reason"),
                      row.whole("rows"),
                      row.text("example")))
          .toList();
    }
  }

  /** Prints the rows. */
  @Command(
      name = "show",
      description = {
        "Show the rows of a run, or of a file: of an import each with its line, rule and text,",
        "of an audit the first of each table and rule."
      })
  static final class Show extends Listing {
    @Option(names = "--run", paramLabel = "ID", description = "Only of this run.")
    private String run;

    @Option(names = "--file", paramLabel = "PATH", description = "Only of files that end so.")
    private String file;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "100",
        description = "Most rows of imports (default: 100).")
    private int limit;

    @Override
    List<Kept> kept(Workspace workspace) {
      List<Kept> all = new ArrayList<>(setAside(workspace));
      if (file == null) {
        workspace.audits().read(Verdict.HELD).stream()
            .filter(held -> run == null || held.runId().equals(run))
            .forEach(
                held ->
                    held.audited().examples().forEach(example -> all.add(Kept.of(held, example))));
      }
      return all;
    }

    private List<Kept> setAside(Workspace workspace) {
      Dataset<Row> rows = workspace.lake().read(LakeTables.QUARANTINE);
      if (run != null) {
        rows = rows.where(functions.col("run_id").equalTo(run));
      }
      if (file != null) {
        rows = rows.where(functions.col("path").endsWith(file));
      }
      return NamedRow.all(rows.orderBy("imported_ts", "path", "line").limit(limit)).stream()
          .map(
              row ->
                  new Kept(
                      row.instant("imported_ts"),
                      row.text("run_id"),
                      SET_ASIDE,
                      row.text("path"),
                      row.text("reason"),
                      1,
                      "line %d: %s: %s"
                          .formatted(row.whole("line"), row.text("detail"), row.text("raw"))))
          .toList();
    }
  }

  /** Lets the next run publish. */
  @Command(
      name = "release",
      description = {
        "Let later runs publish what the audit of a run held back: as many rows, of these days.",
        "Nothing is computed or published now; rows of imports cannot be released."
      })
  static final class Release extends LakeCommand {
    @Option(
        names = "--run",
        required = true,
        paramLabel = "ID",
        description = "Run that was held back, as `quarantine list` names it.")
    private String run;

    @Option(
        names = "--rule",
        paramLabel = "TABLE:RULE",
        description = "Only this rule of this table; without it all that held the run back.")
    private String rule;

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why it is right; kept in the table audits.")
    private String reason;

    @Override
    public Integer call() {
      return writing(
          workspace -> {
            List<Result> held =
                workspace.audits().read(Verdict.HELD).stream()
                    .filter(one -> one.runId().equals(run))
                    .filter(one -> rule == null || one.name().equals(rule))
                    .toList();
            if (held.isEmpty()) {
              throw UserError.usage(
                  "Cannot release %s: no audit held back %s (see `treadmill quarantine list`)"
                      .formatted(run, rule == null ? "anything of it" : rule));
            }
            workspace.audits().release(held, reason);
            held.forEach(one -> console().printf("released %s", one.name()));
            console().print("run the days again to publish them");
          });
    }
  }
}
