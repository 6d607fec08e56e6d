package io.treadmill.jobs.report;

import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Made-up markets as tables of a lake and datasets of an archive. */
final class MadeUpTables {
  private final SparkSession spark;
  private final IcebergLake lake;
  private final Path folder;
  private final UtcDays days;

  MadeUpTables(Path folder, UtcDays days) {
    this.spark = SparkForTests.withLake(folder.resolve("lake"));
    this.lake = IcebergLake.open(spark, "20260201-0005-7f3a");
    this.folder = folder;
    this.days = days;
  }

  RunContext context() {
    return context(days, Selection.ALL);
  }

  RunContext context(UtcDays of, Selection selection) {
    return SparkForTests.context(
        spark,
        lake,
        folder,
        of,
        selection,
        "20260201-0030-aaaa",
        Clock.fixed(Instant.parse("2026-02-01T00:31:00Z"), ZoneOffset.UTC));
  }

  /** Writes bars and maps of all markets, and forced orders of the first one. */
  void write(List<MadeUpMarket> markets, String model) {
    List<Row> bars = new ArrayList<>();
    List<Row> cells = new ArrayList<>();
    List<Row> prints = new ArrayList<>();
    List<Row> balances = new ArrayList<>();
    for (MadeUpMarket market : markets) {
      for (int bar = 0; bar < market.open.length; bar++) {
        bars.add(bar(market, bar));
      }
      for (MadeUpMarket.Cell cell : market.cells) {
        cells.add(cell(market, cell, model, 0));
        cells.add(cell(market, cell, model, 4));
      }
      for (LocalDate day : days.days()) {
        balances.add(balance(market, day));
      }
    }
    markets.get(0).prints.forEach(print -> prints.add(print(markets.get(0), print)));
    put(LakeTables.BARS_5M, bars);
    put(LakeTables.LIQUIDATION_HEATMAP, cells);
    put(LakeTables.REALISED_LIQUIDATIONS, prints);
    put(LakeTables.BOOK_BALANCE, balances);
    tell("20260201-0005-7f3a", days);
  }

  private static Row balance(MadeUpMarket market, LocalDate day) {
    Map<String, Object> values = new HashMap<>();
    values.put("day", Date.valueOf(day));
    values.put("parameter_set", "real");
    values.put("side", "long");
    values.put("unit", "base");
    for (String amount :
        List.of("opened", "decayed", "swept", "dropped", "change", "relative_residual")) {
      values.put(amount, 0.0);
    }
    for (String steps : List.of("missing_steps", "held_steps", "volume_clock_steps")) {
      values.put(steps, 0);
    }
    values.put("warm_up", true);
    return row(LakeTables.BOOK_BALANCE.schema(), market, values);
  }

  /** Adds a finished run of the job that makes maps to the ledger. */
  void tell(String runId, UtcDays of) {
    lake.append(
        LakeTables.RUNS,
        spark.createDataFrame(List.of(ledgerRow(runId, of)), LakeTables.RUNS.schema()));
  }

  IcebergLake lake() {
    return lake;
  }

  /** Writes scores of the headline: of each market one, with an interval, on some days. */
  void scores(Map<MadeUpMarket, double[]> skills, List<LocalDate> of) {
    List<Row> rows = new ArrayList<>();
    skills.forEach(
        (market, skill) -> {
          for (LocalDate day : of) {
            Map<String, Object> values = new HashMap<>();
            values.put("day", Date.valueOf(day));
            values.put("model", "book");
            values.put("baseline", "fine_freshness");
            values.put("horizon", "path_1h");
            values.put("skill", skill[0]);
            values.put("skill_low", skill[1]);
            values.put("skill_high", skill[2]);
            values.put("n", 720L);
            values.put("days", 30);
            values.put("print_scope", "full");
            rows.add(row(LakeTables.HEATMAP_SCORE.schema(), market, values));
          }
        });
    lake.append(
        LakeTables.HEATMAP_SCORE, spark.createDataFrame(rows, LakeTables.HEATMAP_SCORE.schema()));
  }

  /** Writes that the archive has trades of a market, complete but for the last day. */
  void coverage(MadeUpMarket market) {
    List<Row> rows = new ArrayList<>();
    for (LocalDate day : days.days()) {
      Map<String, Object> values = new HashMap<>();
      values.put("day", Date.valueOf(day));
      values.put("dataset", "trades");
      values.put("status", day.equals(days.to()) ? "partial" : "complete");
      values.put("row_count", 1000L);
      rows.add(row(LakeTables.COVERAGE.schema(), market, values));
    }
    put(LakeTables.COVERAGE, rows);
  }

  /**
   * Adds totals of an aggregator: window n of the days has n + 1 million of longs, half of shorts.
   */
  void totals(String asset, String rule, int minutes) {
    List<Row> rows = new ArrayList<>();
    for (int n = 0; n < days.count() * 1440 / minutes; n++) {
      for (Side side : Side.values()) {
        Map<String, Object> values = at(days.startMicros() + n * minutes * 60_000_000L);
        values.put("venue", "coinglass");
        values.put("product", "linear_perp");
        values.put("symbol", asset);
        values.put("interval_minutes", minutes);
        values.put("side", side.text());
        values.put("notional_usd", (n + 1) * (side == Side.LONG ? 1e6 : 5e5));
        values.put("feed_rule", rule);
        rows.add(row(LakeTables.REALISED_LIQUIDATIONS.schema(), null, values));
      }
    }
    lake.append(
        LakeTables.REALISED_LIQUIDATIONS,
        spark.createDataFrame(rows, LakeTables.REALISED_LIQUIDATIONS.schema()));
  }

  /** Writes the map of an asset on the price of one market: twice what that market has. */
  void asset(String asset, MadeUpMarket market, int instruments) {
    List<Row> rows = new ArrayList<>();
    for (MadeUpMarket.Cell cell : market.cells) {
      Map<String, Object> values = at(cell.tsMicros());
      values.put("asset", asset);
      values.put("venue_set", "binance linear_perp");
      values.put("horizon_h", 0);
      values.put("side", cell.side().text());
      values.put("bucket", cell.bucket());
      values.put("price_low", PriceGrid.lowerEdge(cell.bucket()));
      values.put("price_high", PriceGrid.lowerEdge(cell.bucket() + MadeUpMarket.CELL_BUCKETS));
      values.put("expected_notional_usd", 2 * cell.usd());
      values.put("inflow_usd", 0.0);
      values.put("instruments", instruments);
      values.put("instruments_missing", "okx");
      values.put("reference", market.instrument.toString());
      values.put("share_source", "own_prints");
      values.put("model", "book");
      values.put("print_scope", "full");
      rows.add(row(LakeTables.ASSET_HEATMAP.schema(), null, values));
    }
    put(LakeTables.ASSET_HEATMAP, rows);
  }

  /** Writes open interest and funding of one market. */
  void archive(MadeUpMarket market) {
    List<Row> openInterest = new ArrayList<>();
    List<Row> funding = new ArrayList<>();
    for (int bar = 0; bar < market.open.length; bar++) {
      Map<String, Object> values = at(market.micros(bar));
      values.put("open_interest_base", market.openInterestBase[bar]);
      values.put("open_interest_usd", market.openInterestBase[bar] * market.open[bar]);
      openInterest.add(row(ArchiveDataset.OPEN_INTEREST.schema(), market, values));
      if (bar % 96 == 0) {
        values = at(market.micros(bar));
        values.putAll(Map.of("rate_kind", "settled", "rate", 0.000125, "interval_minutes", 480));
        funding.add(row(ArchiveDataset.FUNDING.schema(), market, values));
      }
    }
    archive(ArchiveDataset.OPEN_INTEREST, openInterest);
    archive(ArchiveDataset.FUNDING, funding);
  }

  /** Writes volume shares and leads of one market, for each day. */
  void statistics(MadeUpMarket market) {
    List<Row> shares = new ArrayList<>();
    List<Row> leads = new ArrayList<>();
    for (LocalDate day : days.days()) {
      shares.add(share(day, "spot", 1e9, 0.25));
      shares.add(share(day, "perp", 3e9, 0.75));
      shares.add(share(day, "dated", null, null));
      Map<String, Object> lead = new HashMap<>();
      lead.put("day", Date.valueOf(day));
      lead.put("pair", "binance/spot/" + market.instrument.symbol());
      lead.put("horizon", "1m");
      lead.put("window_days", 1);
      lead.put("lead_seconds", 12.5);
      lead.put("lead_seconds_low", 10.0);
      lead.put("lead_seconds_high", 15.0);
      lead.put("n", 1431L);
      lead.put("reason", "prices did not correct towards each other at this step");
      leads.add(row(LakeTables.PRICE_DISCOVERY.schema(), market, lead));
    }
    put(LakeTables.VOLUME_SHARE, shares);
    put(LakeTables.PRICE_DISCOVERY, leads);
  }

  private static Row share(LocalDate day, String name, Double usd, Double share) {
    Map<String, Object> values = new HashMap<>();
    values.put("asset", "BTC");
    values.put("venue_set", "binance linear_perp+binance spot");
    values.put("day", Date.valueOf(day));
    values.put("class", name);
    values.put("notional_usd", usd);
    values.put("share", share);
    values.put("markets", usd == null ? 0 : 1);
    values.put("missing_markets", 0);
    values.put("known_share", usd == null ? null : 1.0);
    values.put("partial", false);
    values.put("n", usd == null ? 0L : 288L);
    values.put("reason", usd == null ? "no volume of a dated market on the day" : null);
    return row(LakeTables.VOLUME_SHARE.schema(), null, values);
  }

  /** Writes rows of a dataset, as many files as the session has cores. */
  void archive(ArchiveDataset dataset, List<Row> rows) {
    spark
        .createDataFrame(rows, dataset.schema())
        .write()
        .partitionBy("venue", "product", "day")
        .parquet(folder.resolve("archive").resolve(dataset.folder()).toString());
  }

  private void put(LakeTable table, List<Row> rows) {
    lake.overwrite(table, days, Selection.ALL, spark.createDataFrame(rows, table.schema()));
  }

  static Map<String, Object> at(long micros) {
    Timestamp ts = Timestamp.from(Instant.ofEpochSecond(micros / 1_000_000));
    Map<String, Object> values = new HashMap<>();
    values.put("ts", ts);
    values.put("ts_raw", ts);
    values.put("day", Date.valueOf(UtcDays.dayOf(micros)));
    return values;
  }

  private static Row bar(MadeUpMarket market, int bar) {
    Map<String, Object> values = at(market.micros(bar));
    values.put("open", market.open[bar]);
    values.put("high", market.high[bar]);
    values.put("low", market.low[bar]);
    values.put("close", market.close[bar]);
    values.put("base_volume", 1.0);
    values.put("source", "trades");
    return row(LakeTables.BARS_5M.schema(), market, values);
  }

  /** The map of four hours holds three times that of now, two thirds of it not opened yet. */
  private static Row cell(MadeUpMarket market, MadeUpMarket.Cell cell, String model, int horizon) {
    Map<String, Object> values = at(cell.tsMicros());
    values.put("side", cell.side().text());
    values.put("bucket", cell.bucket());
    values.put("price_low", PriceGrid.lowerEdge(cell.bucket()));
    values.put("price_high", PriceGrid.lowerEdge(cell.bucket() + MadeUpMarket.CELL_BUCKETS));
    values.put("expected_notional_usd", (horizon == 0 ? 1 : 3) * cell.usd());
    values.put("model", model);
    values.put("horizon_h", horizon);
    values.put("inflow_usd", (horizon == 0 ? 0 : 2) * cell.usd());
    values.put("freshness_usd", 0.0);
    values.put(
        "print_scope", cell.tsMicros() < market.micros(288) ? "prior law, scale of full" : "full");
    return row(LakeTables.LIQUIDATION_HEATMAP.schema(), market, values);
  }

  private static Row print(MadeUpMarket market, MadeUpMarket.Print print) {
    Map<String, Object> values = at(market.micros(print.bar()));
    values.put("interval_minutes", 5);
    values.put("side", print.side().text());
    values.put("bucket", print.bucket());
    values.put("price_low", PriceGrid.lowerEdge(print.bucket()));
    values.put("price_high", PriceGrid.upperEdge(print.bucket()));
    values.put("notional_usd", print.usd());
    values.put("high_usd", print.side() == Side.LONG ? null : print.usd() * 2);
    values.put("print_count", 2L);
    values.put("feed_rule", "every forced order");
    return row(LakeTables.REALISED_LIQUIDATIONS.schema(), market, values);
  }

  private Row ledgerRow(String runId, UtcDays of) {
    Map<String, Object> values = new HashMap<>();
    values.putAll(
        Map.of(
            "run_id",
            runId,
            "job",
            "heatmap",
            "state",
            "done",
            "selection",
            "all",
            "configuration_hash",
            "5d41402a",
            "code_version",
            "0.1.0"));
    values.put("from_day", Date.valueOf(of.from()));
    values.put("to_day", Date.valueOf(of.to()));
    values.put("tables", "[{\"table\":\"liquidation_heatmap\",\"rows\":1}]");
    values.put("started_ts", Timestamp.from(Instant.parse("2026-02-01T00:05:00Z")));
    values.put("finished_ts", Timestamp.from(Instant.parse("2026-02-01T00:09:12Z")));
    return row(LakeTables.RUNS.schema(), null, values);
  }

  static Row row(StructType schema, MadeUpMarket market, Map<String, Object> values) {
    Map<String, Object> all = new HashMap<>(values);
    if (market != null) {
      all.put("venue", market.instrument.venue());
      all.put("product", market.instrument.product().text());
      all.put("symbol", market.instrument.symbol());
    }
    return RowFactory.create(List.of(schema.fieldNames()).stream().map(all::get).toArray());
  }
}
