package io.treadmill.lab.cli;

import io.treadmill.jobs.cli.CommandGroup;
import io.treadmill.jobs.cli.Console;
import io.treadmill.jobs.cli.ConsoleCommand;
import io.treadmill.jobs.cli.FurtherCommand;
import io.treadmill.lab.bench.CommandBench;
import io.treadmill.lab.bench.Nights;
import io.treadmill.lab.bench.ScanBench;
import io.treadmill.lab.bench.SizeBench;
import io.treadmill.lab.bench.StatisticsBench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures speed and memory beside a peer. */
@Command(
    name = "bench",
    description = "Measure speed and memory, a peer beside it in the same run.",
    subcommands = {
      BenchCommand.Scan.class,
      BenchCommand.OfStatistics.class,
      BenchCommand.OfNights.class,
      BenchCommand.OfSize.class,
      BenchCommand.OfCommand.class
    },
    synopsisSubcommandLabel = "(scan | statistics | nights | size | command)")
public final class BenchCommand extends CommandGroup implements FurtherCommand {
  /** Files and bytes of a lake through many nights. */
  @Command(
      name = "nights",
      description = {
        "Run many nights of a tiny market on a new lake in one process, each with its upkeep.",
        "Prints files, bytes, snapshots and seconds, and draws the files that do not grow with the"
            + " days computed: they must not grow at all."
      })
  static final class OfNights extends ConsoleCommand {
    @Option(
        names = "--nights",
        defaultValue = "400",
        paramLabel = "N",
        description = "Nights (default: 400).")
    private int nights;

    /** As the settings have it. */
    private static final int COMPACT_FILES = 30;

    @Option(
        names = "--keep",
        defaultValue = "30",
        paramLabel = "N",
        description = "Nights for which snapshots are kept (default: 30).")
    private int keep;

    @Option(
        names = "--out",
        defaultValue = "out/nights",
        paramLabel = "DIR",
        description = "Folder of the lake, not there before (default: out/nights).")
    private Path out;

    @Override
    public Integer call() {
      Console console = console();
      Nights.run(out, nights, keep, COMPACT_FILES, console::print);
      return 0;
    }
  }

  /** Bytes, rows, time and memory of a day and symbol. */
  @Command(
      name = "size",
      description =
          "Simulate many symbols, import them, compute all days but the last, then the last as a"
              + " night. Prints bytes and rows of a day and symbol in archive and lake, CPU, wall time"
              + " and peak memory of each command (TREADMILL_MEMORY: the heap).")
  static final class OfSize extends ConsoleCommand {
    @Option(
        names = "--symbols",
        defaultValue = "20",
        paramLabel = "N",
        description = "Symbols, each an asset (default: 20).")
    private int symbols;

    @Option(
        names = "--days",
        defaultValue = "8",
        paramLabel = "N",
        description = "Days, the last of which is the night (default: 8).")
    private int days;

    @Option(
        names = "--out",
        defaultValue = "out/size",
        paramLabel = "DIR",
        description = "Folder of files, archive and lake, not there before (default: out/size).")
    private Path out;

    @Override
    public Integer call() {
      Console console = console();
      Path launcher = Path.of(System.getProperty("treadmill.home", "."), "submit/treadmill");
      console.print(
          SizeBench.run(
              new SizeBench.Parameters(symbols, days, launcher, out), console.progress()));
      return 0;
    }
  }

  /** Any command, beside another tree and peers. */
  @Command(
      name = "command",
      description = {
        "Measure any command of this launcher, a process for each run, by turns with the launcher of"
            + " another tree and with commands of peers: CPU, wall time, peak memory.",
        "{out} in a command is a folder that is new for each run. For example:",
        "  treadmill bench command --before ../old --peer 'duckdb=python3 peer.py' -- ingest tardis"
            + " FILES --archive {out}/archive --lake {out}/lake"
      })
  static final class OfCommand extends ConsoleCommand {
    @Option(
        names = "--before",
        paramLabel = "TREE",
        description = "Folder of another tree, whose launcher runs the same command.")
    private Path before;

    @Option(
        names = "--peer",
        paramLabel = "NAME=SHELL",
        description = "A command of a peer, for a shell. Repeatable.")
    private Map<String, String> peers = new LinkedHashMap<>();

    @Option(
        names = "--rounds",
        defaultValue = "3",
        paramLabel = "N",
        description = "Counted rounds, after one that does not count (default: 3).")
    private int rounds;

    @Option(
        names = "--rows",
        defaultValue = "0",
        paramLabel = "N",
        description = "Rows that each command works on, for rows per CPU second.")
    private long rows;

    @Option(
        names = "--folder",
        defaultValue = "out/bench",
        paramLabel = "DIR",
        description = "Where runs work (default: out/bench).")
    private Path folder;

    @Option(names = "--json", paramLabel = "FILE", description = "File for the numbers.")
    private Path json;

    @Parameters(arity = "1..*", paramLabel = "ARG", description = "The command, after --.")
    private List<String> arguments;

    @Override
    public Integer call() {
      Map<String, List<String>> commands = new LinkedHashMap<>();
      commands.put("Treadmill", launched(Path.of(System.getProperty("treadmill.home", "."))));
      if (before != null) {
        commands.put("before", launched(before));
      }
      peers.forEach((name, shell) -> commands.put(name, List.of("bash", "-c", shell)));
      Console console = console();
      console.print(
          CommandBench.run(
              new CommandBench.Parameters(commands, rounds, rows, folder, json),
              console.progress()));
      return 0;
    }

    private List<String> launched(Path tree) {
      List<String> command = new ArrayList<>();
      command.add(tree.resolve("submit/treadmill").toAbsolutePath().toString());
      command.addAll(arguments);
      return command;
    }
  }

  /** Growth of the statistics with the number of symbols. */
  @Command(
      name = "statistics",
      description = {
        "Compute all statistics of generated symbols of 5 min bars, forced orders, open interest,"
            + " funding and maps, in memory on Spark.",
        "Prints wall time and CPU for 1, 10, ... and N symbols; nothing is read or written."
      })
  static final class OfStatistics extends ConsoleCommand {
    @Option(
        names = "--symbols",
        defaultValue = "10",
        paramLabel = "N",
        description = "Most symbols (default: 10).")
    private int symbols;

    @Option(
        names = "--days",
        defaultValue = "365",
        paramLabel = "N",
        description = "Days of each symbol, from 10 (default: 365).")
    private int days;

    @Option(
        names = "--threads",
        defaultValue = "2",
        paramLabel = "N",
        description = "Threads (default: 2).")
    private int threads;

    @Override
    public Integer call() {
      Console console = console();
      console.print(StatisticsBench.run(symbols, days, threads, console.progress()));
      return 0;
    }
  }

  /** The trade scan beside DuckDB. */
  @Command(
      name = "scan",
      description = {
        "Make an archive of trades (kept for the next time) and compute bars and profile of it with"
            + " Treadmill and with DuckDB in turn, each in a process of its own.",
        "Prints medians and their ratios: wall time, CPU, rows a second and core, peak memory; the"
            + " floor is what decoding the columns takes alone."
      })
  static final class Scan extends ConsoleCommand {
    @Option(
        names = "--millions",
        defaultValue = "30",
        paramLabel = "N",
        description = "Millions of trades (default: 30).")
    private int millions;

    @Option(
        names = "--rounds",
        defaultValue = "5",
        paramLabel = "N",
        description = "Counted rounds (default: 5).")
    private int rounds;

    @Option(
        names = "--warm-ups",
        defaultValue = "10",
        paramLabel = "N",
        description = "Rounds before the counted ones (default: 10).")
    private int warmUps;

    @Option(
        names = "--threads",
        defaultValue = "2",
        paramLabel = "N",
        description = "Threads of each engine (default: 2).")
    private int threads;

    @Option(
        names = "--folder",
        defaultValue = "out/bench",
        paramLabel = "DIR",
        description = "Where the archive is kept (default: out/bench).")
    private Path folder;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Seed.")
    private long seed;

    @Option(
        names = "--codec",
        defaultValue = "zstd",
        paramLabel = "C",
        description = "Compression of the archive: zstd (default), snappy or uncompressed.")
    private String codec;

    @Option(
        names = "--heap",
        defaultValue = "1024",
        paramLabel = "MB",
        description = "Heap of the Treadmill process in MB (default: 1024).")
    private int heapMegabytes;

    @Option(names = "--json", paramLabel = "FILE", description = "File for the numbers.")
    private Path json;

    @Override
    public Integer call() {
      Console console = console();
      console.print(
          ScanBench.run(
              new ScanBench.Parameters(
                  millions, rounds, warmUps, threads, folder, seed, codec, heapMegabytes, json),
              console.progress()));
      return 0;
    }
  }
}
