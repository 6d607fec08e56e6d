package io.treadmill.jobs.cli;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.batch.RunLock;
import io.treadmill.jobs.batch.Sessions;
import io.treadmill.lake.LakeMove.Done;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lakes that move. */
@Command(
    name = "lake",
    description = {
      "Copy a lake, or make a lake that was copied or moved usable where it is.",
      "Files of a lake name each other by whole paths, so a plain copy is not a lake of its own;"
          + " every command refuses it."
    },
    subcommands = {PlaceCommand.Copy.class, PlaceCommand.Relocate.class},
    synopsisSubcommandLabel = "(copy | relocate)")
final class PlaceCommand extends CommandGroup {
  /** Copies the lake. */
  @Command(
      name = "copy",
      description = {
        "Copy the lake, with all its snapshots, into a folder where it reads alone.",
        "All tables are those of one instant; runs may go on."
      })
  static final class Copy extends LakeCommand {
    @Option(
        names = "--to",
        required = true,
        paramLabel = "DIR",
        description = "Folder of the copy: empty, or not there.")
    private Path to;

    @Override
    public Integer call() {
      Settings settings = common().settings();
      Sessions.requireCatalog(settings);
      Done done = Sessions.move(settings).copy(to);
      console()
          .printf(
              "%d tables, %,d data files, %,d bytes copied from %s to %s",
              done.tables(), done.files(), done.bytes(), settings.lake().uri(), to);
      return 0;
    }
  }

  /** Makes a lake that was copied or moved one of its place. */
  @Command(
      name = "relocate",
      description = {
        "Make a lake whose files were copied or moved usable where they are.",
        "Its metadata is written anew; then its catalog is changed in one step. The lake that it was"
            + " copied from is not touched."
      })
  static final class Relocate extends LakeCommand {
    @Override
    public Integer call() {
      Settings settings = common().settings();
      Sessions.requireCatalog(settings);
      RunLock lock = RunLock.take(settings);
      try {
        Done done = Sessions.move(settings).relocate();
        console()
            .printf(
                done.tables() == 0
                    ? "nothing to do: the tables are where their catalog says, in %4$s"
                    : "%d tables with %,d data files, %,d bytes, are now of %s",
                done.tables(),
                done.files(),
                done.bytes(),
                settings.lake().uri());
      } finally {
        lock.close();
      }
      return 0;
    }
  }
}
