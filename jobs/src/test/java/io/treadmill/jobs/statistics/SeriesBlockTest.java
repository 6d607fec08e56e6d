package io.treadmill.jobs.statistics;

import static io.treadmill.jobs.instrument.InstrumentSeries.BAR;
import static io.treadmill.jobs.instrument.InstrumentSeries.FORCED;
import static io.treadmill.jobs.instrument.InstrumentSeries.FUNDING;
import static io.treadmill.jobs.instrument.InstrumentSeries.MARK_INDEX;
import static io.treadmill.jobs.instrument.InstrumentSeries.MASS;
import static io.treadmill.jobs.instrument.InstrumentSeries.MINUTE;
import static io.treadmill.jobs.instrument.InstrumentSeries.OPEN_INTEREST;
import static io.treadmill.jobs.instrument.InstrumentSeries.PREDICTED;
import static io.treadmill.jobs.instrument.InstrumentSeries.PROFILE;
import static io.treadmill.jobs.instrument.InstrumentSeries.ZONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.jobs.contract.FeedRecordings;
import io.treadmill.jobs.instrument.InstrumentSeries;
import io.treadmill.jobs.instrument.SeriesBlock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.regime.FundingHistory;
import io.treadmill.stats.regime.HourlyMarket;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SeriesBlockTest {
  private static final UtcDays DAYS =
      new UtcDays(LocalDate.of(2025, 3, 1), LocalDate.of(2025, 3, 2));
  private static final Instrument BTC = new Instrument("binance", Product.LINEAR_PERP, "BTCUSDT");
  private static final int STEPS = 576;

  /** Rows that a task holds, at most. */
  private static final int MOST_ROWS = SeriesBlock.MOST_ROWS;

  private static SeriesBlock.Given row(
      InstrumentSeries series, int step, String text, String side, int number, Double... v) {
    assertThat(v).hasSize(series.width());
    long at = DAYS.startMicros() + step * 300_000_000L;
    return new SeriesBlock.Given(
        new SeriesBlock.Key(
            BTC.venue(),
            BTC.product().text(),
            BTC.symbol(),
            (int) UtcDays.dayOf(at).toEpochDay(),
            series,
            text,
            side),
        at,
        number,
        Stream.of(v).mapToDouble(one -> one == null ? Double.NaN : one).toArray());
  }

  /** Bars, and in each step of each side several buckets of forced orders whose sum rounds. */
  private static List<SeriesBlock.Given> rows() {
    Random random = new Random(5);
    List<SeriesBlock.Given> rows = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      double close = 100 + random.nextDouble();
      rows.add(row(BAR, step, "", "", 0, close, close, close, close, 1.0, null, 2.0, 3.0, 4.0));
      for (String side : List.of("long", "short")) {
        for (int bucket = 0; bucket < 5; bucket++) {
          double usd = random.nextDouble() * Math.pow(10, random.nextInt(9));
          rows.add(row(FORCED, step, "full", side, 5, usd, null, usd, 1.0, bucket + .0));
        }
      }
    }
    return rows;
  }

  private static List<SeriesBlock> blocks(List<List<SeriesBlock.Given>> parts) {
    List<SeriesBlock> blocks = new ArrayList<>();
    for (List<SeriesBlock.Given> part : parts) {
      SeriesBlock.pack(part.iterator()).forEachRemaining(blocks::add);
    }
    return blocks;
  }

  private static MarketSeries market(List<SeriesBlock> blocks) {
    AssetMarkets markets =
        new SeriesBuilder(DAYS, DAYS, symbol -> 1, new FeedRecordings()).build("BTC", blocks);
    assertThat(markets.markets()).hasSize(1);
    return markets.markets().get(0);
  }

  @Test
  void seriesAreTheSameToTheBitWhateverTheOrderAndThePartsOfTheRows() {
    List<SeriesBlock.Given> rows = rows();
    MarketSeries expected = market(blocks(List.of(rows)));
    for (int seed = 0; seed < 5; seed++) {
      List<SeriesBlock.Given> shuffled = new ArrayList<>(rows);
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

  /**
   * The flow of a day with bars, and forced longs in step 7 of a rule, with and without a bound; a
   * print in every eleventh step on tells that the feed was heard all day.
   */
  private static ForcedFlow longsInOneStep(String rule, Double high) {
    List<SeriesBlock.Given> rows = new ArrayList<>();
    for (int step = 0; step < 288; step++) {
      rows.add(row(BAR, step, "", "", 0, 9.0, 9.0, 9.0, 9.0, 1.0, null, 2.0, 3.0, 4.0));
    }
    rows.add(row(FORCED, 7, rule, "long", 5, 100.0, 100.0, high, 2.0, 3.0));
    for (int step = 18; step < 288; step += 11) {
      rows.add(row(FORCED, step, rule, "long", 5, 1.0, 1.0, high, 1.0, 3.0));
    }
    return market(blocks(List.of(rows))).forced().get(0);
  }

  @Test
  void aSideWithoutAPrintIsZeroWhereTheFeedWasHeard() {
    ForcedFlow flow = longsInOneStep("throttled_1s", 130.0);
    assertThat(flow.highUsd()[0][7]).isEqualTo(130);
    for (double[][] part : List.of(flow.usd(), flow.lowUsd(), flow.highUsd(), flow.prints())) {
      assertThat(part[1][7]).isZero();
      assertThat(part[0][6]).isZero();
      assertThat(part[1][6]).isZero();
      assertThat(part[0][288]).isNaN();
    }
  }

  @Test
  void aBoundThatARuleDoesNotHaveIsMissing() {
    // Every second of the step had a print: of the side that printed no bound is known.
    ForcedFlow flow = longsInOneStep("throttled_1s", null);
    assertThat(flow.highUsd()[0][7]).isNaN();
    assertThat(flow.highUsd()[1][7]).isZero();
    ForcedFlow sampled = longsInOneStep("sampled", null);
    assertThat(sampled.highUsd()[0]).containsOnly(Double.NaN);
    assertThat(sampled.highUsd()[1]).containsOnly(Double.NaN);
    assertThat(sampled.usd()[1][7]).isZero();
  }

  @Test
  void eachKindOfRowFillsItsPartOfAMarket() {
    List<SeriesBlock.Given> rows =
        List.of(
            row(BAR, 3, "", "", 0, 5.0, 6.0, 4.0, 5.5, 10.0, 11.0, 55.0, 7.0, 12.0),
            row(MINUTE, 3, "", "", 0, 5.1),
            row(OPEN_INTEREST, 3, "", "", 0, 900.0),
            row(MARK_INDEX, 3, "", "", 0, 5.6, 5.7),
            row(FUNDING, 96, "", "", 0, 1e-4, 480.0),
            row(FORCED, 3, "full", "short", 5, 70.0, 71.0, 72.0, 4.0, 1704.0),
            row(PREDICTED, 3, "full", "short", 5, 60.0),
            row(ZONE, 12, "hot", "long", 2, 4.0, 4.5, 30.0, 20.0, 10.0),
            row(MASS, 12, "", "short", 0, 3.0, 40.0),
            row(PROFILE, 3, "", "", 1705, 8.0));
    MarketSeries series = market(blocks(List.of(rows)));
    Map<Column, Double> expected =
        Map.ofEntries(
            Map.entry(Column.OPEN, 5.0),
            Map.entry(Column.HIGH, 6.0),
            Map.entry(Column.LOW, 4.0),
            Map.entry(Column.CLOSE, 5.5),
            Map.entry(Column.BASE_VOLUME, 10.0),
            Map.entry(Column.QUOTE_VOLUME, 55.0),
            Map.entry(Column.TAKER_BUY_BASE, 7.0),
            Map.entry(Column.CONTRACTS, 11.0),
            Map.entry(Column.TRADE_COUNT, 12.0),
            Map.entry(Column.OPEN_INTEREST, 900.0),
            Map.entry(Column.MARK, 5.6),
            Map.entry(Column.INDEX, 5.7));
    for (Column column : Column.values()) {
      assertThat(series.column(column)[3]).as(column.name()).isEqualTo(expected.get(column));
      assertThat(series.column(column)[4]).as(column.name()).isNaN();
    }
    MarketSeries.Minutes minutes = series.minutes().orElseThrow();
    int minute = minutes.steps().index(series.steps().micros(3));
    assertThat(minutes.close()[minute]).isEqualTo(5.1);
    assertThat(series.settled())
        .containsExactly(new MarketSeries.Settlement(series.steps().micros(96), 1e-4, 480));
    ForcedFlow flow = series.forced().get(0);
    assertThat(List.of(flow.usd(), flow.lowUsd(), flow.highUsd(), flow.prints()))
        .extracting(part -> part[1][3])
        .containsExactly(70.0, 71.0, 72.0, 4.0);
    assertThat(flow.predictedUsd()[1][3]).isEqualTo(60);
    long hour = series.steps().micros(12);
    assertThat(series.zones().get(hour))
        .containsExactly(new MarketSeries.Zone(hour, Side.LONG, true, 2, 4, 4.5, 30, 20, 10));
    assertThat(series.masses().get(hour))
        .containsExactly(new MarketSeries.MassWithin(hour, Side.SHORT, 3, 40));
    long day = DAYS.from().toEpochDay();
    assertThat(series.atPrice())
        .containsExactlyInAnyOrder(
            new MarketSeries.AtPrice(day, 1705, 0, 8), new MarketSeries.AtPrice(day, 1704, 2, 70));
  }

  @Test
  void aValueThatAKindOfRowDoesNotHaveIsRefused() {
    SeriesBlock block = blocks(List.of(List.of(row(MINUTE, 0, "", "", 0, 1.0)))).get(0);
    assertThatThrownBy(() -> block.rows().findFirst().orElseThrow().value("open"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid value of MINUTE: open");
  }

  @Test
  void aStepWithoutAPrintIsZeroOnlyWhereTheRecordingHeardIt() {
    List<SeriesBlock.Given> rows = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      rows.add(row(BAR, step, "", "", 0, 1.0, 1.0, 1.0, 1.0, 1.0, null, 2.0, 3.0, 4.0));
    }
    for (int step : new int[] {100, 102, 103, 104}) {
      rows.add(row(FORCED, step, "full", "long", 5, 7e3, 7e3, 7e3, 1.0, 11.0));
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
  void settlementsJoinOverTheBordersOfTheFilesOfADay() {
    List<SeriesBlock.Given> rows = rows();
    for (int hour = 0; hour < 48; hour++) {
      Double interval = hour % 24 == 1 ? null : (Double) 60.0; // Of the first, a file has none.
      rows.add(row(FUNDING, 12 * hour, "", "", 0, 1e-6 * hour, interval));
    }
    MarketSeries series = market(blocks(List.of(rows)));
    assertThat(series.settled())
        .allSatisfy(settlement -> assertThat(settlement.intervalMinutes()).isEqualTo(60));
    List<FundingHistory.State> states = FundingHistory.of(series, DAYS.startMicros());
    assertThat(states.get(47).sum24h())
        .isCloseTo(1e-6 * IntStream.rangeClosed(24, 47).sum(), within(1e-15));
    assertThat(new HourlyMarket(series).funding()[25]).isCloseTo(8 * 25e-6, within(1e-15));
  }

  @Test
  void noRowIsLostAndABlockIsBounded() {
    List<SeriesBlock.Given> rows = new ArrayList<>();
    int count = 2 * MOST_ROWS + 3;
    for (int i = 0; i < count; i++) {
      rows.add(row(MARK_INDEX, i % 288, "", "", i, i + .5, null));
    }
    List<SeriesBlock> blocks = blocks(List.of(rows));
    assertThat(blocks)
        .extracting(block -> block.rows().count())
        .containsExactly((long) MOST_ROWS, (long) MOST_ROWS, 3L);
    double[] values = new double[count];
    for (SeriesBlock block : blocks) {
      block
          .rows()
          .forEach(
              row -> {
                assertThat(row.value("index_close")).isNaN();
                values[row.number()] = row.value("mark_close");
              });
    }
    double[] expected = new double[count];
    Arrays.setAll(expected, i -> i + .5);
    assertThat(values).containsExactly(expected);
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
