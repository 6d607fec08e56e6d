package io.treadmill.lab.simulate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.treadmill.lab.simulate.MarginBrackets.Bracket;
import io.treadmill.market.BarClock;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes simulated markets as vendors' files, and the truth beside them:
 *
 * <pre>
 * binance/data/futures/um/...   perpetuals in the Binance layout, zips with checksums
 * binance/data/spot/...         spot trades of every coin
 * tardis/*.csv.gz               perpetuals in the Tardis layout
 * ohlcv/*.csv                   the regulated future
 * reference/*.csv               margin tiers as of a date before the warm-up, by venue
 * truth/                        world.json, positions-DAY.csv.gz, liquidations-DAY.csv.gz
 * </pre>
 */
public final class Simulator {
  /**
   * What to simulate.
   *
   * @param world laws of the markets
   * @param symbols contracts, at least one, each once
   * @param from first day that is written
   * @param days number of days, at least 1
   * @param warmUpDays days that run before the first, so that positions stand when it begins
   * @param seed seed of every draw
   * @param tradesPerDay mean trades per day on a perpetual's tape, forced orders not counted;
   *     volume does not depend on it
   * @param truthHours hours between snapshots of the true book, a divisor of 24
   * @param out folder to write to; files of the same names are replaced
   */
  public record Request(
      World world,
      List<SimulatedSymbol> symbols,
      LocalDate from,
      int days,
      int warmUpDays,
      long seed,
      int tradesPerDay,
      int truthHours,
      Path out) {
    /** Checks the ranges. */
    public Request {
      symbols = List.copyOf(symbols);
      Set<String> names = new HashSet<>();
      symbols.forEach(symbol -> names.add(symbol.symbol()));
      if (symbols.isEmpty() || names.size() < symbols.size()) {
        throw new IllegalArgumentException(
            "Invalid symbols: " + names + " (must be at least one, each named once)");
      }
      if (days < 1) {
        throw new IllegalArgumentException("Invalid days: " + days + " (must be at least 1)");
      }
      if (warmUpDays < 0) {
        throw new IllegalArgumentException(
            "Invalid warm-up days: " + warmUpDays + " (must be 0 or more)");
      }
      if (tradesPerDay < 1) {
        throw new IllegalArgumentException(
            "Invalid trades per day: " + tradesPerDay + " (must be at least 1)");
      }
      if (truthHours < 1 || 24 % truthHours != 0) {
        throw new IllegalArgumentException(
            "Invalid truth hours: " + truthHours + " (must divide 24)");
      }
    }
  }

  private final Request request;
  private final List<SymbolRun> runs = new ArrayList<>();

  private Simulator(Request request) {
    this.request = request;
    for (SimulatedSymbol symbol : request.symbols) {
      runs.add(new SymbolRun(request, symbol));
    }
  }

  /**
   * Simulates and writes the files.
   *
   * @param progress told one line after the warm-up and after each day
   * @throws IOException if a file cannot be written
   */
  public static void write(Request request, Consumer<String> progress) throws IOException {
    new Simulator(request).run(progress);
  }

  private void run(Consumer<String> progress) throws IOException {
    writeTiers();
    writeWorld();
    for (SymbolRun run : runs) {
      run.warmUp();
    }
    progress.accept("warm after " + request.warmUpDays + " days");
    for (int i = 0; i < request.days; i++) {
      LocalDate day = request.from.plusDays(i);
      long trades = 0;
      try (TruthWriter truth = new TruthWriter(request.out.resolve("truth"), day)) {
        for (SymbolRun run : runs) {
          trades += run.writeDay(day, truth);
        }
      }
      progress.accept(day + ": " + trades + " perpetual trades of " + runs.size() + " symbols");
    }
    for (SymbolRun run : runs) {
      run.close();
    }
  }

  private void writeTiers() throws IOException {
    Map<String, List<SimulatedSymbol>> venues = new TreeMap<>();
    for (SimulatedSymbol symbol : request.symbols) {
      String name =
          switch (symbol.layout()) {
            case BINANCE_VISION -> "binance_um";
            case TARDIS -> TardisWriter.EXCHANGE + "_linear";
          };
      venues.computeIfAbsent(name, unused -> new ArrayList<>()).add(symbol);
    }
    LocalDate seenOn = request.from.minusDays(30);
    for (Map.Entry<String, List<SimulatedSymbol>> venue : venues.entrySet()) {
      Path path = request.out.resolve("reference/" + venue.getKey() + "_margin_tiers_history.csv");
      try (VendorFile file =
          VendorFile.open(
              path,
              "seen_on,source_commit,symbol,notional_floor,notional_cap,maint_margin_rate,"
                  + "max_leverage,maint_amount")) {
        for (SimulatedSymbol symbol : venue.getValue()) {
          for (Bracket bracket : MarginBrackets.ofAsset(symbol.asset()).list()) {
            file.text(seenOn.toString())
                .text("simulated")
                .text(symbol.symbol())
                .decimal(Math.round(10 * bracket.floor()), 1)
                .decimal(Math.round(10 * bracket.cap()), 1)
                .text(Double.toString(bracket.rate()))
                .decimal(10L * bracket.maxLeverage(), 1)
                .decimal(Math.round(10 * bracket.amount()), 1)
                .endRow();
          }
        }
      }
    }
  }

  private void writeWorld() throws IOException {
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("seed", request.seed);
    root.put("from", request.from.toString());
    root.put("days", request.days);
    root.put("warm_up_days", request.warmUpDays);
    root.put("step_seconds", Market.STEP_SECONDS);
    root.put("trades_per_day", request.tradesPerDay);
    root.put("symbols", request.symbols);
    root.put("planted_effects", request.world.planted());
    root.put("world", request.world);
    Path folder = Files.createDirectories(request.out.resolve("truth"));
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    Files.writeString(folder.resolve("world.json"), mapper.writeValueAsString(root) + "\n");
  }

  /** One symbol on its way through the days. */
  private static final class SymbolRun {
    private final Request request;
    private final SimulatedSymbol symbol;
    private final Market market;
    private final Tape tape;
    private final List<StepWriter> writers = new ArrayList<>();

    SymbolRun(Request request, SimulatedSymbol symbol) {
      this.request = request;
      this.symbol = symbol;
      LocalDate start = request.from.minusDays(request.warmUpDays);
      long startSecond = UtcDays.startMicros(start) / 1_000_000;
      this.market = new Market(request.world, symbol, request.seed, startSecond);
      this.tape =
          new Tape(request.tradesPerDay, new Randomness(request.seed, "tape " + symbol.symbol()));
      int cap = request.world.maxPrintsPerSecond();
      Path binance = request.out.resolve("binance");
      writers.add(
          switch (symbol.layout()) {
            case BINANCE_VISION -> new BinanceVisionWriter(symbol, binance, Math.max(1, cap));
            case TARDIS -> new TardisWriter(symbol, request.out.resolve("tardis"), cap);
          });
      Randomness spot = new Randomness(request.seed, "spot " + symbol.symbol());
      int spotTrades = Math.max(1, request.tradesPerDay / 3);
      writers.add(new SpotWriter(symbol, binance, spotTrades, spot));
      if (symbol.regulatedFuture()) {
        writers.add(new RegulatedFutureWriter(symbol, request.out.resolve("ohlcv")));
      }
    }

    void warmUp() {
      for (int i = 0; i < request.warmUpDays * Market.STEPS_PER_DAY; i++) {
        market.next();
      }
    }

    /** Writes a day and returns the number of trades on the perpetual's tape. */
    long writeDay(LocalDate day, TruthWriter truth) throws IOException {
      for (StepWriter writer : writers) {
        writer.beginDay(day);
      }
      long snapshotEvery = request.truthHours * BarClock.HOUR_MICROS;
      List<Print> prints = new ArrayList<>();
      long trades = 0;
      for (int i = 0; i < Market.STEPS_PER_DAY; i++) {
        Step step = market.next();
        prints.clear();
        tape.print(step, prints);
        trades += prints.size();
        for (StepWriter writer : writers) {
          writer.step(step, prints);
        }
        truth.forced(symbol, step);
        if (step.endMicros() % snapshotEvery == 0) {
          truth.snapshot(symbol, market.positions(), step.endMicros());
        }
      }
      for (StepWriter writer : writers) {
        writer.endDay();
      }
      return trades;
    }

    void close() throws IOException {
      for (StepWriter writer : writers) {
        writer.close();
      }
    }
  }
}
