package io.treadmill.jobs.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.contract.FeedRecordings;
import io.treadmill.jobs.statistics.SeriesInput.Kind;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class SeriesBlockTest {
  private static final UtcDays DAYS =
      new UtcDays(LocalDate.of(2025, 3, 1), LocalDate.of(2025, 3, 2));
  private static final Instrument BTC = new Instrument("binance", Product.LINEAR_PERP, "BTCUSDT");
  private static final int STEPS = 576;

  /** A row as Spark gives it, but not yet in Spark's own memory. */
  private static InternalRow row(
      Kind kind, int step, String text, String side, int number, Double... v) {
    Object[] values = new Object[SeriesInput.FIRST_VALUE + 9];
    List<String> key =
        List.of(BTC.venue(), BTC.product().text(), BTC.symbol(), kind.name(), text, side);
    values[SeriesInput.KEY] =
        UTF8String.fromString(
            key.stream()
                .map(part -> part + SeriesBlock.Key.SEPARATOR)
                .collect(Collectors.joining()));
    values[SeriesInput.MICROS] = DAYS.startMicros() + step * 300_000_000L;
    values[SeriesInput.NUMBER] = number;
    System.arraycopy(v, 0, values, SeriesInput.FIRST_VALUE, v.length);
    return new GenericInternalRow(values);
  }

  /** Each row is written over the one before, as Spark does. */
  private static Iterator<InternalRow> oneAfterTheOther(List<InternalRow> rows) {
    DataType[] types = new DataType[SeriesInput.FIRST_VALUE + 9];
    Arrays.fill(types, DataTypes.DoubleType);
    types[SeriesInput.KEY] = DataTypes.StringType;
    types[SeriesInput.MICROS] = DataTypes.LongType;
    types[SeriesInput.NUMBER] = DataTypes.IntegerType;
    UnsafeProjection projection = UnsafeProjection.create(types);
    return rows.stream().<InternalRow>map(projection::apply).iterator();
  }

  /** Bars, and in each step of each side several buckets of forced orders whose sum rounds. */
  private static List<InternalRow> rows() {
    Random random = new Random(5);
    List<InternalRow> rows = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      double close = 100 + random.nextDouble();
      rows.add(
          row(Kind.BAR, step, "", "", 0, close, close, close, close, 1.0, 2.0, 3.0, null, 4.0));
      for (String side : List.of("long", "short")) {
        for (int bucket = 0; bucket < 5; bucket++) {
          double usd = random.nextDouble() * Math.pow(10, random.nextInt(9));
          rows.add(row(Kind.FORCED, step, "full", side, 5, usd, null, usd, 1.0, bucket + .0));
        }
      }
    }
    return rows;
  }

  private static List<SeriesBlock> blocks(List<List<InternalRow>> parts) {
    List<SeriesBlock> blocks = new ArrayList<>();
    for (List<InternalRow> part : parts) {
      SeriesBlock.pack(oneAfterTheOther(part)).forEachRemaining(blocks::add);
    }
    return blocks;
  }

  private static MarketSeries market(List<SeriesBlock> blocks) {
    AssetMarkets markets = new SeriesBuilder(DAYS, DAYS, symbol -> 1, FeedRecordings.none()).build("BTC", blocks);
    assertThat(markets.markets()).hasSize(1);
    return markets.markets().get(0);
  }

  @Test
  void seriesAreTheSameToTheBitWhateverTheOrderAndThePartsOfTheRows() {
    List<InternalRow> rows = rows();
    MarketSeries expected = market(blocks(List.of(rows)));
    for (int seed = 0; seed < 5; seed++) {
      List<InternalRow> shuffled = new ArrayList<>(rows);
      Collections.shuffle(shuffled, new Random(seed));
      int cut = new Random(seed).nextInt(rows.size());
      List<SeriesBlock> blocks =
          blocks(List.of(shuffled.subList(cut, rows.size()), shuffled.subList(0, cut)));
      Collections.shuffle(blocks, new Random(seed));
      MarketSeries series = market(blocks);
      assertThat(series.column(Column.CLOSE)).containsExactly(expected.column(Column.CLOSE));
      ForcedFlow flow = series.forced().get(0);
      assertThat(flow.feedRule()).isEqualTo("full");
      for (int side = 0; side < 2; side++) {
        assertThat(flow.usd()[side]).containsExactly(expected.forced().get(0).usd()[side]);
      }
      assertThat(series.atPrice()).hasSize(10 * STEPS).isEqualTo(expected.atPrice());
    }
  }

  @Test
  void aStepWithoutAPrintIsZeroOnlyWhereTheRecordingHeardIt() {
    List<InternalRow> rows = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      rows.add(row(Kind.BAR, step, "", "", 0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 3.0, null, 4.0));
    }
    for (int step : new int[] {100, 102, 103, 104}) {
      rows.add(row(Kind.FORCED, step, "full", "long", 5, 7e3, 7e3, 7e3, 1.0, 11.0));
    }
    ForcedFlow flow = market(blocks(List.of(rows))).forced().get(0);
    double[] longs = new double[STEPS];
    double[] shorts = new double[STEPS];
    for (int step = 0; step < STEPS; step++) {
      boolean printed = step == 100 || step >= 102 && step <= 104;
      boolean heard = step > 100 && step < 104;
      longs[step] = printed ? 7e3 : heard ? 0 : Double.NaN;
      shorts[step] = heard ? 0 : Double.NaN;
    }
    assertThat(flow.usd()[0]).containsExactly(longs);
    assertThat(flow.usd()[1]).containsExactly(shorts);
    assertThat(flow.knows(DAYS.startMicros(), DAYS.startMicros() + 24 * 3_600_000_000L)).isFalse();
  }

  @Test
  void noRowIsLostAndABlockIsBounded() {
    List<InternalRow> rows = new ArrayList<>();
    for (int i = 0; i < 2 * SeriesBlock.MOST_ROWS + 3; i++) {
      rows.add(row(Kind.MINUTE, i, "", "", i, i + .5, null));
    }
    List<SeriesBlock> blocks = blocks(List.of(rows));
    assertThat(blocks)
        .extracting(SeriesBlock::size)
        .containsExactly(SeriesBlock.MOST_ROWS, SeriesBlock.MOST_ROWS, 3);
    TreeMap<Integer, Double> values = new TreeMap<>();
    for (SeriesBlock block : blocks) {
      for (int i = 0; i < block.size(); i++) {
        SeriesBlock.At at = new SeriesBlock.At(block, i);
        assertThat(at.value(1)).isNaN();
        values.put(at.number(), at.value(0));
      }
    }
    double[] expected = new double[rows.size()];
    Arrays.setAll(expected, i -> i + .5);
    assertThat(values.values()).hasSize(rows.size());
    assertThat(values.values().stream().mapToDouble(v -> v).toArray()).containsExactly(expected);
  }

  @Test
  void tasksHaveEquallyManyPartsAndFewAssetsUseAllThreads() {
    AssetPart.Tasks one = new AssetPart.Tasks(List.of("BTC"), 2);
    assertThat(one.parts()).isEqualTo(2);
    assertThat(one.getPartition(new AssetPart("BTC", 0))).isZero();
    assertThat(one.getPartition(new AssetPart("BTC", 1))).isEqualTo(1);
    assertThat(one.getPartition(new AssetPart("XYZ", 1))).isBetween(0, 1);
    List<String> assets = IntStream.range(100, 200).mapToObj(i -> "A" + i).toList();
    AssetPart.Tasks many = new AssetPart.Tasks(assets, 2);
    assertThat(many.parts()).isEqualTo(1);
    assertThat(many.numPartitions()).isEqualTo(8);
    assertThat(
            assets.stream()
                .collect(
                    Collectors.groupingBy(
                        asset -> many.getPartition(new AssetPart(asset, 0)), Collectors.counting()))
                .values())
        .containsOnly(12L, 13L);
    assertThat(new AssetPart.Tasks(List.of(), 2).numPartitions()).isPositive();
  }
}
