package io.treadmill.jobs.cli;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.batch.Sessions;
import io.treadmill.jobs.batch.UpkeepPolicy;
import io.treadmill.jobs.batch.Workspace;
import io.treadmill.lake.Upkeep;
import io.treadmill.lake.Upkeep.Done;
import io.treadmill.lake.Upkeep.TableFiles;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Keeps the files of the lake few. */
@Command(
    name = "maintain",
    description = {
      "Keep the files of the lake few; rows never change.",
      "nightly does it by itself (settings upkeep); these commands do one step now."
    },
    subcommands = {
      MaintainCommand.Compact.class,
      MaintainCommand.Expire.class,
      MaintainCommand.Orphans.class,
      MaintainCommand.Stats.class
    },
    synopsisSubcommandLabel = "(compact | expire | orphans | stats)")
final class MaintainCommand extends CommandGroup {
  /** A step that changes files, or says what it would change. */
  abstract static class Step extends LakeCommand {
    private final BiFunction<UpkeepPolicy, Boolean, List<Done>> work;
    private final String words;

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    private boolean isDryRun;

    /**
     * A step.
     *
     * @param work does it on all tables, or says what it would do if the run is dry
     * @param words what it does to files of a table: a format of snapshots and files
     */
    Step(BiFunction<UpkeepPolicy, Boolean, List<Done>> work, String words) {
      this.work = work;
      this.words = words;
    }

    @Override
    public Integer call() {
      Sessions.requireCatalog(common().settings());
      return isDryRun ? reading(this::step) : writing(this::step);
    }

    private void step(Workspace workspace) {
      List<Done> done = work.apply(new UpkeepPolicy(workspace), isDryRun);
      String verb = isDryRun ? "would be " : "";
      done.forEach(
          table ->
              console()
                  .printf("%-24s " + words, table.table(), table.snapshots(), table.files(), verb));
      if (done.isEmpty()) {
        console().print("nothing to do");
      }
    }
  }

  /** Makes one file of many. */
  @Command(
      name = "compact",
      description = {
        "Make one data file of the small ones of a ledger, a day or a month.",
        "Where upkeep.compact-files or more lie; published in one step, with a row in runs."
      })
  static final class Compact extends Step {
    Compact() {
      super(UpkeepPolicy::compact, "%3$,d files %4$srewritten");
    }
  }

  /** Ends old snapshots. */
  @Command(
      name = "expire",
      description = {
        "End snapshots that were replaced more than upkeep.keep-days ago; remove their files.",
        "What was current since then can still be read, by readers that are at work too."
      })
  static final class Expire extends Step {
    Expire() {
      super(UpkeepPolicy::expire, "%2$,d snapshots %4$sended");
    }
  }

  /** Removes what no table knows. */
  @Command(
      name = "orphans",
      description = {
        "Remove files that no table knows and that are older than upkeep.orphan-days.",
        "Runs that died leave some; the next command that writes removes most of them."
      })
  static final class Orphans extends Step {
    Orphans() {
      super(UpkeepPolicy::orphans, "%3$,d files %4$sremoved");
    }
  }

  /** Counts files. */
  @Command(
      name = "stats",
      description = "Print rows, files, bytes and snapshots of each table; opens no Spark session.")
  static final class Stats extends LakeCommand {
    private static final List<String> COLUMNS =
        List.of(
            "table", "rows", "data_files", "data_bytes", "snapshots", "oldest", "files", "bytes");

    @Mixin private FormatOption format;

    @Override
    public Integer call() {
      Settings settings = common().settings();
      Sessions.requireCatalog(settings);
      List<TableFiles> tables = Upkeep.of(Sessions.catalog(settings)).files();
      format.print(COLUMNS, tables.iterator(), Stats::values, console());
      if (format.isTable()) {
        console()
            .printf(
                "%d tables, %,d files, %,d bytes",
                tables.size(),
                tables.stream().mapToLong(TableFiles::files).sum(),
                tables.stream().mapToLong(TableFiles::bytes).sum());
      }
      return 0;
    }

    private static List<Object> values(TableFiles table) {
      return Arrays.asList(
          table.table(),
          table.rows(),
          table.dataFiles(),
          table.dataBytes(),
          table.snapshots(),
          table.oldest() == null ? null : table.oldest().toString(),
          table.files(),
          table.bytes());
    }
  }
}
