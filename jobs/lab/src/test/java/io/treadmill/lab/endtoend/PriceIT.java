package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.lab.endtoend.Commands.Ended;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code treadmill price}, each venue against a hand calculation. */
class PriceIT {
  private static final String HEADING =
      "seen_on,symbol,notional_floor,notional_cap,maint_margin_rate,max_leverage,maint_amount\n";
  private static final Path SAMPLES = SampleMarket.SAMPLES.resolve("reference");

  @TempDir Path folder;

  @Test
  void binanceByTheTiersOfTheDay() throws IOException {
    Path tiers =
        tiers(
            "2022-02-05,BTCUSDT,0,250000,0.005,100,0",
            "2022-02-05,BTCUSDT,250000,1000000,0.01,50,1250",
            "2025-08-21,BTCUSDT,0,3000000,0.0065,75,0",
            "2025-08-21,ETHUSDT,0,3000000,0.5,2,0");
    // Long of 25 coins at 40,000 with 10x: (25 x 40,000 - 100,000 - c) / (25 (1 - m)).
    JsonNode older = price(tiers, "binance", "BTCUSDT", "2025-08-20", "--size", "25");
    assertThat(older.get("liquidation_price").asDouble())
        .isCloseTo((900_000 - 1250) / (25 * .99), within(1e-6));
    assertThat(older.get("maintenance_margin_rate").asDouble()).isEqualTo(.01);
    assertThat(older.get("maintenance_amount").asDouble()).isEqualTo(1250);
    assertThat(older.get("bracket_floor").asDouble()).isEqualTo(250_000);
    assertThat(older.get("bracket_cap").asDouble()).isEqualTo(1_000_000);
    assertThat(older.get("bracket_max_leverage").asDouble()).isEqualTo(50);
    assertThat(older.get("bracket_unit").asText()).isEqualTo("quote");
    assertThat(older.get("tiers_valid_from").asText()).isEqualTo("2022-02-05");
    assertThat(older.get("margin_quote").asDouble()).isEqualTo(100_000);
    JsonNode newer = price(tiers, "binance", "BTCUSDT", "2025-08-21", "--notional", "1e6");
    assertThat(newer.get("liquidation_price").asDouble())
        .isCloseTo(900_000 / (25 * .9935), within(1e-6));
    assertThat(newer.get("distance_percent").asDouble())
        .isCloseTo(100 * (.9 / .9935 - 1), within(1e-9));
    assertThat(newer.get("tiers_valid_from").asText()).isEqualTo("2025-08-21");
  }

  /** The account of two positions that Binance publishes as its example. */
  @Test
  void aCrossAccountOfBinance() throws IOException {
    Path tiers =
        tiers("2021-01-01,ETHUSDT,0,,0.1,10,135365", "2021-01-01,BTCUSDT,0,,0.025,20,16300");
    List<String> eth =
        List.of(
            "--size=3683.979",
            "--entry=1456.84",
            "--margin=1535443.01",
            "--other-maintenance=71200.811",
            "--other-profit=-56354.568");
    assertThat(cross(tiers, "ETHUSDT", eth)).isCloseTo(1153.26, within(.005));
    List<String> btc =
        List.of(
            "--size=109.488",
            "--entry=32481.98",
            "--margin=1535443.01",
            "--other-maintenance=356512.508",
            "--other-profit=-448192.885");
    assertThat(cross(tiers, "BTCUSDT", btc)).isCloseTo(26316.89, within(.005));
  }

  /** 1,000,000 x .01 - 50,000 x (.01 - .004) = maintenance of the second bracket. */
  @Test
  void amountsThatAreNotStatedFollowFromContinuity() throws IOException {
    Path tiers =
        tiers("2026-01-01,BTCUSDT,0,50000,0.004,125,", "2026-01-01,BTCUSDT,50000,,0.01,20,");
    JsonNode answer = price(tiers, "binance", "BTCUSDT", "2026-01-01", "--size", "25");
    assertThat(answer.get("maintenance_amount").asDouble()).isCloseTo(300, within(1e-9));
    assertThat(answer.get("liquidation_price").asDouble())
        .isCloseTo((900_000 - 300) / (25 * .99), within(1e-6));
  }

  @Test
  void bybitHoldsMaintenanceAtEntry() throws IOException {
    Path tiers = tiers("2026-01-01,BTCUSDT,0,2000000,0.005,100,0");
    // 40,000 (1 - 1/10 + .005).
    JsonNode answer = price(tiers, "bybit", "BTCUSDT", "2026-01-01", "--size", "1");
    assertThat(answer.get("liquidation_price").asDouble()).isCloseTo(36_200, within(1e-6));
  }

  @Test
  void inverseContractsOfBybitAndBinance() throws IOException {
    Path tiers = tiers("2026-01-01,BTCUSD,0,1000,0.005,100,0");
    List<String> shortOfBybit =
        List.of(
            "--venue=bybit",
            "--product=inverse_perp",
            "--symbol=BTCUSD",
            "--side=short",
            "--entry=50000",
            "--notional=60000",
            "--leverage=10");
    assertThat(run(tiers, shortOfBybit).get("liquidation_price").asDouble())
        .isCloseTo(60_000 / (1.2 - .114), within(1e-6));
    // Q (1 + m) / (W + Q / EP), W = 1.2 / 10 coins.
    List<String> longOfBinance =
        List.of(
            "--venue=binance",
            "--product=inverse_perp",
            "--symbol=BTCUSD",
            "--side=long",
            "--entry=50000",
            "--notional=60000",
            "--leverage=10");
    JsonNode answer = run(tiers, longOfBinance);
    assertThat(answer.get("liquidation_price").asDouble())
        .isCloseTo(60_000 * 1.005 / (.12 + 1.2), within(1e-6));
    assertThat(answer.get("margin_base").asDouble()).isCloseTo(.12, within(1e-12));
    assertThat(answer.get("bracket_unit").asText()).isEqualTo("base");
  }

  @Test
  void okxCountsTheFee() throws IOException {
    Path tiers = tiers("2026-01-01,BTC-USDT-SWAP,0,2000000,0.004,100,0");
    JsonNode answer =
        price(tiers, "okx", "BTC-USDT-SWAP", "2026-01-01", "--size=1", "--taker-fee=0.001");
    assertThat(answer.get("liquidation_price").asDouble())
        .isCloseTo(36_000 / (1 - .005), within(1e-6));
  }

  @Test
  void hyperliquidWithoutTiersHasHalfTheInitialMarginOfTheGreatestLeverage() {
    Ended ended =
        Commands.run(
            "price",
            "--venue=hyperliquid",
            "--symbol=BTC",
            "--side=short",
            "--entry=40000",
            "--size=1",
            "--leverage=10",
            "--date=2026-01-01",
            "--format=csv",
            "--archive=" + folder,
            "--lake=" + folder.resolve("lake"),
            "--master=local[1]");
    List<String> lines = ended.done().out().lines().toList();
    List<String> names = List.of(lines.get(0).split(","));
    String[] values = lines.get(1).split(",", -1);
    assertThat(Double.parseDouble(values[names.indexOf("liquidation_price")]))
        .isCloseTo(44_000 / 1.0125, within(1e-6));
    assertThat(values[names.indexOf("maintenance_margin_rate")]).isEqualTo("0.0125");
    assertThat(values[names.indexOf("tiers_valid_from")]).isEmpty();
    assertThat(folder.resolve("lake")).doesNotExist();
  }

  @Test
  void theTiersOfTheArchive() {
    Path archive = folder.resolve("archive");
    Path lake = folder.resolve("lake");
    List<String> places = List.of("--archive=" + archive, "--lake=" + lake, "--master=local[1]");
    Commands.run(with(places, "ingest", "tiers", SAMPLES.toString())).done();
    Ended ended =
        Commands.run(
            with(
                places,
                "price",
                "--venue=binance",
                "--symbol=BTCUSDT",
                "--side=long",
                "--entry=40000",
                "--notional=1000000",
                "--leverage=10",
                "--date=2026-03-02"));
    // At the price the notional is about 905,000: third bracket, 0.65 %, amount 1,500.
    double expected = (900_000 - 1500) / (25 * .9935);
    assertThat(ended.done().out())
        .containsPattern("liquidation_price +%.4f".formatted(expected).replace(".", "\\."))
        .containsPattern("maintenance_margin_rate +0\\.0065")
        .containsPattern("tiers_valid_from +2026-01-31");
  }

  /** An archive of others whose brackets are in contracts of 0.01 coins. */
  @Test
  void bracketsInContracts() throws IOException {
    Path file = folder.resolve("archive/margin_tiers/okx.parquet");
    RowBuffer row = new RowBuffer(ArchiveDataset.MARGIN_TIERS.columns());
    FileSystem files = FileSystem.getLocal(new Configuration());
    try (RowWriter writer =
        RowWriter.create(
            files,
            new org.apache.hadoop.fs.Path(file.toString()),
            ArchiveDataset.MARGIN_TIERS.columns())) {
      writer.write(bracket(row, 1, 0, 150, .004, 100, 0));
      writer.write(bracket(row, 2, 150, 900, .01, 50, .9));
    }
    List<String> options =
        List.of(
            "--archive=" + folder.resolve("archive"),
            "--master=local[1]",
            "--venue=okx",
            "--symbol=BTC-USDT-SWAP",
            "--side=long",
            "--entry=1000",
            "--size=2",
            "--leverage=10",
            "--date=2026-01-01",
            "--contract-size=0.01",
            "--format=json");
    JsonNode answer =
        new ObjectMapper().readTree(Commands.run(with(options, "price")).done().out());
    // 2 coins are 200 contracts: 1 %, less 0.9 of 200 contracts, and the fee of 0.05 %.
    assertThat(answer.get("liquidation_price").asDouble())
        .isCloseTo(900 / (1 - .0105 + .9 / 200), within(1e-6));
    assertThat(answer.get("bracket_unit").asText()).isEqualTo("contracts");
    assertThat(answer.get("bracket_floor").asDouble()).isEqualTo(150);
  }

  private static RowBuffer bracket(
      RowBuffer row, int tier, double floor, double cap, double rate, double most, double amount) {
    ArchiveDataset tiers = ArchiveDataset.MARGIN_TIERS;
    row.clear();
    row.text(tiers.index("venue"), "okx");
    row.text(tiers.index("product"), "linear_perp");
    row.text(tiers.index("symbol"), "BTC-USDT-SWAP");
    row.text(tiers.index("cap_unit"), "contracts");
    row.whole(tiers.index("valid_from"), LocalDate.of(2026, 1, 1).toEpochDay());
    row.whole(tiers.index("tier"), tier);
    row.number(tiers.index("notional_floor"), floor);
    row.number(tiers.index("notional_cap"), cap);
    row.number(tiers.index("maintenance_margin_rate"), rate);
    row.number(tiers.index("max_leverage"), most);
    row.number(tiers.index("maintenance_amount"), amount);
    return row;
  }

  @Test
  void endingsSayWhatToDo() throws IOException {
    Path tiers =
        tiers(
            "2026-01-01,BTCUSDT,0,50000,0.004,125,0",
            "2026-01-01,BTCUSDT,50000,1000000,0.01,20,300");
    ending(tiers, 2, "kraken 1 --leverage=5", "Invalid --venue: kraken", "okx, hyperliquid");
    ending(tiers, 2, "binance 2 --leverage=50", "Invalid --leverage: 50", "may have at most 20");
    ending(tiers, 2, "binance 2 --leverage=0.5", "Invalid --leverage: 0.5", "at least 1");
    ending(tiers, 2, "binance 2 --leverage=2 --product=spot", "Invalid --product: spot");
    ending(tiers, 2, "okx 1 --leverage=2 --product=inverse_perp", "known for linear contracts");
    ending(tiers, 2, "binance 2", "--leverage", "--margin");
    ending(tiers, 3, "binance 1 --leverage=5 --date=2025-12-31", "No margin tiers", "2026-01-01");
    Path none = folder.resolve("none.csv");
    ending(none, 3, "binance 1 --leverage=5", "Cannot read", "none.csv");
    Path broken = Files.writeString(none, HEADING + "2026-01-01,BTCUSDT,0,100,2,10,0\n");
    ending(broken, 3, "binance 1 --leverage=5", "line 2", "rate in (0, 1]");
    assertThat(ended(tiers, "binance 1 --leverage=1").done().out()).contains("Never liquidated");
  }

  private static void ending(Path tiers, int code, String position, String... texts) {
    Ended ended = ended(tiers, position);
    assertThat(ended.code()).as(ended.err()).isEqualTo(code);
    assertThat(ended.err()).contains(texts);
  }

  /** A long of BTCUSDT at 40,000: its venue, its size in coins, further options. */
  private static Ended ended(Path tiers, String position) {
    String[] parts = position.split(" ");
    List<String> all = new ArrayList<>(List.of(parts).subList(2, parts.length));
    all.addAll(
        List.of(
            "--venue=" + parts[0],
            "--size=" + parts[1],
            "--symbol=BTCUSDT",
            "--side=long",
            "--entry=40000",
            "--tiers=" + tiers));
    if (!position.contains("--date")) {
      all.add("--date=2026-01-01");
    }
    return Commands.run(with(all, "price"));
  }

  private static double cross(Path tiers, String symbol, List<String> position) throws IOException {
    List<String> all = new ArrayList<>(position);
    all.addAll(List.of("--venue=binance", "--symbol=" + symbol, "--side=long"));
    return run(tiers, all).get("liquidation_price").asDouble();
  }

  private static JsonNode price(Path tiers, String venue, String symbol, String day, String... more)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(
        List.of(
            "--venue=" + venue,
            "--symbol=" + symbol,
            "--side=long",
            "--entry=40000",
            "--leverage=10",
            "--date=" + day));
    return run(tiers, all);
  }

  private static JsonNode run(Path tiers, List<String> options) throws IOException {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of("--tiers=" + tiers, "--format=json"));
    if (options.stream().noneMatch(option -> option.startsWith("--date"))) {
      all.add("--date=2026-01-01");
    }
    return new ObjectMapper().readTree(Commands.run(with(all, "price")).done().out());
  }

  private static String[] with(List<String> more, String... first) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(more);
    return all.toArray(String[]::new);
  }

  private Path tiers(String... rows) throws IOException {
    return Files.writeString(folder.resolve("tiers.csv"), HEADING + String.join("\n", rows) + "\n");
  }
}
