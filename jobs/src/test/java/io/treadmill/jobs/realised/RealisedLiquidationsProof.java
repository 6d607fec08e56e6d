package io.treadmill.jobs.realised;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.conf.Settings.RestorationSettings;
import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Prints of four feeds and totals of an aggregator, summed by hand. */
public final class RealisedLiquidationsProof implements ColumnProof {
  private static final Instant BAR = Instant.parse("2026-03-04T10:05:00Z");
  private static final StructType PRINTS =
      StructType.fromDDL(
          "venue string, product string, symbol string, day date, ts timestamp,"
              + " liquidated_side string, price double, notional_usd double, completeness string");
  private static final StructType TOTALS =
      StructType.fromDDL(
          "venue string, product string, symbol string, ts timestamp, interval_seconds int,"
              + " scope string, venue_set string, long_usd double, short_usd double,"
              + " long_base double, short_base double");
  private static final StructType BARS =
      StructType.fromDDL(
          "venue string, product string, symbol string, ts timestamp, close double,"
              + " base_volume double");
  private static final double PRICE = Math.exp(10.8005);

  private final List<Row> prints = new ArrayList<>();

  @Override
  public LakeTable table() {
    return LakeTables.REALISED_LIQUIDATIONS;
  }

  @Override
  public void prove(Proof proof) {
    prints.clear();
    // Of one second the throttled feed showed one: three seconds of 300 have a print.
    print("binance", 0, "long", PRICE, 1000, "throttled_1s");
    print("binance", 70.5, "long", PRICE, 500, "throttled_1s");
    print("binance", 299.9, "short", PRICE * 1.01, 40, "throttled_1s");
    print("bybit", 1, "short", PRICE, 30, "full");
    print("bybit", 1, "short", PRICE, 3, "full");
    print("okx", 2, "long", PRICE, 20, "sampled");
    print("elsewhere", 3, "long", PRICE, 10, "unknown");
    List<Row> plain = rows(new RestorationSettings("", List.of()));
    assertThat(plain).hasSize(11);
    double even = -Math.log(1 - 3 / 300.0) / (3 / 300.0);
    prove(proof, plain, "binance", "long", 10_800, 1500, 2, "throttled_1s");
    proof.is("high_usd", 1500 * even, 1e-9);
    prove(proof, plain, "binance", "short", 10_810, 40, 1, "throttled_1s");
    proof.is("high_usd", 40 * even, 1e-9);
    prove(proof, plain, "bybit", "short", 10_800, 33, 2, "full");
    proof.is("high_usd", 33.0);
    prove(proof, plain, "okx", "long", 10_800, 20, 1, "sampled");
    proof.isNull("high_usd");
    prove(proof, plain, "elsewhere", "long", 10_800, 10, 1, "unknown");
    proof.isNull("high_usd");
    for (String side : List.of("long", "short")) {
      proof
          .row(only(plain, Map.of("venue", "aggregate", "side", side)))
          .is("symbol", "BTC")
          .is("ts", Instant.parse("2026-03-04T10:00:00Z"))
          .is("interval_minutes", 60)
          .is("notional_usd", side.equals("long") ? 9000.0 : 800.0)
          .is("low_usd", side.equals("long") ? 9000.0 : 800.0)
          .is("feed_rule", "aggregate of binance+okx")
          .isNull("bucket")
          .isNull("price_low")
          .isNull("price_high")
          .isNull("high_usd")
          .isNull("print_count");
    }
    proof
        .row(only(plain, Map.of("venue", "pairs", "side", "long")))
        .is("notional_usd", 70.0)
        .is("feed_rule", "aggregate of binance, pair BTCUSDT");
    // Coins at the closes of their own bars in the hour, by volume.
    proof
        .row(only(plain, Map.of("venue", "pricedcoins", "side", "long")))
        .is("notional_usd", 2.5 * (3000 + 3 * 3010) / 4, 1e-12)
        .is("low_usd", 2.5 * (3000 + 3 * 3010) / 4, 1e-12)
        .is("feed_rule", "aggregate of binance, pair ETHUSDT");
    proof.row(only(plain, Map.of("venue", "pricedcoins", "side", "short"))).is("notional_usd", 0.0);
    restored(proof);
    whatABurstHides(proof);
  }

  /** Row n - 1 of the factors: n seconds of ten; column: 1, 2, 3-4 .. seconds of the minute. */
  private void restored(Proof proof) {
    List<List<Double>> factors =
        new ArrayList<>(Collections.nCopies(10, Collections.nCopies(7, 9.0)));
    factors.set(0, List.of(1.5, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0));
    factors.set(1, List.of(9.0, 2.0, 9.0, 9.0, 9.0, 9.0, 9.0));
    print("binance", 71.5, "long", PRICE, 7, "throttled_1s");
    List<Row> rows = rows(new RestorationSettings("here", factors));
    // The first is alone in its minute; of the next minute two seconds of one ten have a print.
    prove(proof, rows, "binance", "long", 10_800, 1507, 3, "throttled_1s");
    proof.is("high_usd", 1.5 * 1000 + 2 * 507, 1e-9);
    prove(proof, rows, "bybit", "short", 10_800, 33, 2, "full");
    proof.is("high_usd", 33.0);
  }

  /** Twenty orders of 100 in one second: one is shown, the estimate is far below the truth. */
  private void whatABurstHides(Proof proof) {
    prints.clear();
    print("binance", 5, "long", PRICE, 100, "throttled_1s");
    List<Row> rows = rows(new RestorationSettings("", List.of()));
    prove(proof, rows, "binance", "long", 10_800, 100, 1, "throttled_1s");
    assertThat((double) proof.value("high_usd")).isBetween(100.0, 101.0);
    assertThat(
            table().columns().stream()
                .filter(column -> column.name().equals("high_usd"))
                .findFirst()
                .orElseThrow()
                .comment())
        .contains("an estimate of what was forced and no bound");
  }

  private void prove(
      Proof proof,
      List<Row> rows,
      String venue,
      String side,
      int bucket,
      double usd,
      long count,
      String rule) {
    proof
        .row(only(rows, Map.of("venue", venue, "side", side, "bucket", bucket)))
        .is("venue", venue)
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("ts", BAR)
        .is("interval_minutes", 5)
        .is("side", side)
        .is("bucket", bucket)
        .is("price_low", Math.exp(bucket * 0.001), 1e-6)
        .is("price_high", Math.exp((bucket + 1) * 0.001), 1e-6)
        .is("notional_usd", usd)
        .is("low_usd", usd)
        .is("print_count", count)
        .is("feed_rule", rule);
  }

  private void print(
      String venue, double seconds, String side, double price, double usd, String completeness) {
    prints.add(
        RowFactory.create(
            venue,
            "linear_perp",
            "BTCUSDT",
            Date.valueOf("2026-03-04"),
            Timestamp.from(BAR.plusMillis((long) (1000 * seconds))),
            side,
            price,
            usd,
            completeness));
  }

  private List<Row> rows(RestorationSettings restoration) {
    Row total = total("aggregate", "BTC", "coin", "binance+okx", 9000.0, 800.0);
    Row ofPair = total("pairs", "BTCUSDT", "pair", "binance", 70.0, 8.0);
    Row inCoins = total("coins", "BTC", "coin", "binance+okx", null, null, 2.0, 3.0);
    Row ofPairInCoins = total("pricedcoins", "ETHUSDT", "pair", "binance", null, 0.0, 2.5, 0.0);
    Row ofPairWithoutBars = total("nobars", "XRPUSDT", "pair", "binance", null, null, 2.5, 1.0);
    Map<String, List<Row>> bySymbol = new TreeMap<>();
    add(bySymbol, RealisedFunction.PRINTS, prints, PRINTS);
    add(
        bySymbol,
        RealisedFunction.TOTALS,
        List.of(total, ofPair, inCoins, ofPairInCoins, ofPairWithoutBars),
        TOTALS);
    add(
        bySymbol,
        RealisedFunction.BARS,
        List.of(
            bar("ETHUSDT", "09:55:00", 1000, 100),
            bar("ETHUSDT", "10:00:00", 3000, 1),
            bar("ETHUSDT", "10:55:00", 3010, 3),
            bar("ETHUSDT", "11:00:00", 5000, 100),
            bar("BTCUSDT", "10:00:00", 90_000, 1)),
        BARS);
    RealisedFunction function = new RealisedFunction(restoration);
    List<Row> rows = new ArrayList<>();
    bySymbol.forEach(
        (symbol, own) -> function.call(symbol, own.iterator()).forEachRemaining(rows::add));
    return rows;
  }

  /** Adds rows of one kind as the job groups them; all are of one day. */
  private static void add(
      Map<String, List<Row>> bySymbol, String part, List<Row> rows, StructType schema) {
    String[] columns =
        ((StructType) RealisedFunction.INPUT.schema().apply(part).dataType()).fieldNames();
    for (Row row : rows) {
      Object[] values =
          Stream.of(columns).map(column -> row.get(schema.fieldIndex(column))).toArray();
      bySymbol
          .computeIfAbsent(row.getString(schema.fieldIndex("symbol")), symbol -> new ArrayList<>())
          .add(
              RealisedFunction.INPUT.named(
                  RealisedFunction.INPUT.row(part, RowFactory.create(values))));
    }
  }

  private static Row bar(String symbol, String time, double close, double volume) {
    return RowFactory.create(
        "binance",
        "linear_perp",
        symbol,
        Timestamp.from(Instant.parse("2026-03-04T" + time + "Z")),
        close,
        volume);
  }

  /**
   * A total of an hour.
   *
   * @param amounts longs and shorts in USD; then the same in coins
   */
  private static Row total(
      String venue, String symbol, String scope, String venues, Double... amounts) {
    Timestamp hour = Timestamp.from(Instant.parse("2026-03-04T10:00:00Z"));
    return RowFactory.create(
        venue,
        "linear_perp",
        symbol,
        hour,
        3600,
        scope,
        venues,
        amounts[0],
        amounts[1],
        amounts.length < 3 ? null : amounts[2],
        amounts.length < 3 ? null : amounts[3]);
  }

  private Row only(List<Row> rows, Map<String, Object> values) {
    StructType schema = table().schema();
    List<Row> found =
        rows.stream()
            .filter(
                row ->
                    values.entrySet().stream()
                        .allMatch(
                            one -> one.getValue().equals(row.get(schema.fieldIndex(one.getKey())))))
            .toList();
    assertThat(found).as("%s", values).hasSize(1);
    return found.get(0);
  }
}
