package io.treadmill.lab.cli;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.cli.Console;
import io.treadmill.jobs.cli.ConsoleCommand;
import io.treadmill.jobs.cli.DayOptions;
import io.treadmill.jobs.cli.FurtherCommand;
import io.treadmill.lab.simulate.MapCheck;
import io.treadmill.lab.simulate.SimulatedSymbol;
import io.treadmill.lab.simulate.Simulator;
import io.treadmill.lab.simulate.World;
import io.treadmill.lab.simulate.WorldCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a market with known truth and writes it as vendor files. */
@Command(
    name = "simulate",
    description =
        "Make a seeded market of leveraged traders: vendor files, and beside them the truth.")
public final class SimulateCommand extends ConsoleCommand implements FurtherCommand {
  @Option(
      names = "--world",
      defaultValue = "base",
      paramLabel = "W",
      description =
          "World: base, hard, capped, no-impact, swing, trending, large, ... (default: base).")
  private String world;

  @Option(
      names = "--symbols",
      split = ",",
      defaultValue = "BTCUSDT,ETHUSDT",
      paramLabel = "A",
      description = "Symbols, separated by commas; every other one in the Tardis layout.")
  private List<String> symbols;

  @Option(
      names = "--from",
      defaultValue = "2026-03-02",
      paramLabel = "D",
      description = "First UTC day.")
  private String from;

  @Option(names = "--days", defaultValue = "7", paramLabel = "N", description = "Number of days.")
  private int days;

  @Option(
      names = "--warm-up-days",
      defaultValue = "7",
      paramLabel = "N",
      description = "Days that the market runs before the first written one.")
  private int warmUpDays;

  @Option(names = "--seed", defaultValue = "7", paramLabel = "N", description = "Seed.")
  private long seed;

  @Option(
      names = "--trades-per-day",
      defaultValue = "50000",
      paramLabel = "N",
      description = "Trades of a symbol and day, about.")
  private int tradesPerDay;

  @Option(
      names = "--truth-hours",
      defaultValue = "24",
      paramLabel = "N",
      description = "Hours between two pictures of the true book.")
  private int truthHours;

  @Option(names = "--out", paramLabel = "DIR", description = "Folder of the files.")
  private Path out;

  @Option(
      names = "--check",
      paramLabel = "SEEDS",
      description =
          "Measure the world, and maps of it against its true book, over this many seeds; no files.")
  private int check;

  @Override
  public Integer call() throws IOException {
    Console console = console();
    try {
      World named = World.named(world);
      if (check > 0) {
        List<Long> seeds = LongStream.rangeClosed(seed, seed + check - 1).boxed().toList();
        boolean inside = WorldCheck.print(named, seeds, days, console::print);
        MapCheck.print(named, seeds, days, console::print);
        if (!inside) {
          throw UserError.checkFailed("World " + world + " is outside its bounds; see the table");
        }
        return 0;
      }
      if (out == null) {
        throw UserError.usage("Missing --out: the folder of the files");
      }
      Simulator.write(request(named), console.progress()::tell);
      console.print("files in " + out.toAbsolutePath());
      return 0;
    } catch (IllegalArgumentException e) {
      throw UserError.usage(e.getMessage());
    }
  }

  private Simulator.Request request(World named) {
    List<SimulatedSymbol> list = new ArrayList<>();
    for (String symbol : symbols) {
      list.add(SimulatedSymbol.of(symbol, list.size()));
    }
    LocalDate first = DayOptions.day("--from", from);
    return new Simulator.Request(
        named, list, first, days, warmUpDays, seed, tradesPerDay, truthHours, out);
  }
}
