package io.treadmill.jobs.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.MemoryLake;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** What other symbols print is an input of a symbol: it says which of its hours are known. */
class FeedRecordingsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 4);
  private static final String KEY = "recording/binance/linear_perp/2026-03-04";

  private final List<Row> prints = new ArrayList<>();

  private void print(String venue, String symbol, String time) {
    StructType schema = LakeTables.REALISED_LIQUIDATIONS.schema();
    Object[] row = new Object[schema.size()];
    row[schema.fieldIndex("venue")] = venue;
    row[schema.fieldIndex("product")] = "linear_perp";
    row[schema.fieldIndex("symbol")] = symbol;
    row[schema.fieldIndex("ts")] = Timestamp.from(Instant.parse("2026-03-04T" + time + "Z"));
    row[schema.fieldIndex("interval_minutes")] = 5;
    row[schema.fieldIndex("side")] = "long";
    row[schema.fieldIndex("bucket")] = 10_800;
    row[schema.fieldIndex("notional_usd")] = 1000.0;
    row[schema.fieldIndex("low_usd")] = 1000.0;
    row[schema.fieldIndex("feed_rule")] = "throttled_1s";
    prints.add(RowFactory.create(row));
  }

  private SortedMap<String, String> inputs(Selection selection) {
    MemoryLake lake = new MemoryLake();
    lake.append(
        LakeTables.REALISED_LIQUIDATIONS,
        SparkForTests.get().createDataFrame(prints, LakeTables.REALISED_LIQUIDATIONS.schema()));
    return FeedRecordings.inputs(
        new RunContext(
            SparkForTests.get(),
            null,
            null,
            lake,
            UtcDays.of(DAY),
            selection,
            "run",
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            line -> {}));
  }

  @Test
  void aPrintOfAnotherSymbolInABarOfItsOwnIsAChange() {
    Selection btc = new Selection(null, new TreeSet<>(List.of("BTCUSDT")));
    print("binance", "BTCUSDT", "10:00:00");
    String then = inputs(btc).get(KEY);
    assertThat(then).isNotNull();
    print("binance", "ETHUSDT", "10:00:00");
    assertThat(inputs(btc)).as("that bar was heard already").containsEntry(KEY, then);
    print("binance", "ETHUSDT", "10:05:00");
    assertThat(inputs(btc).get(KEY)).isNotNull().isNotEqualTo(then);
    print("bybit", "ETHUSDT", "10:05:00");
    assertThat(inputs(new Selection("binance", btc.symbols()))).containsOnlyKeys(KEY);
    assertThat(inputs(Selection.ALL)).as("a run of all has the prints among its inputs").isEmpty();
  }
}
