package io.treadmill.jobs.bars;

import static io.treadmill.jobs.bars.HandMadeBars.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.bars.HandMadeBars.Five;
import io.treadmill.jobs.bars.HandMadeBars.Trade;
import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bars by hand, of one and of five minutes: a linear contract, an inverse one, and klines of both.
 */
@ParameterizedClass
@MethodSource("tables")
public final class BarsProof implements ColumnProof {
  private static final double ROUNDING = 1e-12;

  private final LakeTable table;

  /** Makes the proof of {@code bars_1m} or {@code bars_5m}. */
  public BarsProof(LakeTable table) {
    this.table = table;
  }

  static List<LakeTable> tables() {
    return List.of(LakeTables.BARS_1M, LakeTables.BARS_5M);
  }

  @Override
  public LakeTable table() {
    return table;
  }

  @Override
  public void prove(Proof proof) {
    if (table.equals(LakeTables.BARS_1M)) {
      minutes(proof);
    } else {
      fiveMinutes(proof);
    }
    klines(proof);
  }

  private static List<Trade> linear() {
    return List.of(
        // The first and the last by time; at one instant by id, of one id by place in the file.
        new Trade(1, 5L, 1, "buy", 100, 2, null),
        new Trade(1, 3L, 2, "sell", 101, 1, null),
        new Trade(20, 7L, 3, "buy", 103, 0.5, null),
        new Trade(40, 8L, 4, "sell", 98, 4, null),
        new Trade(59, 10L, 6, "buy", 99.5, 1, null),
        new Trade(59, 10L, 5, "sell", 99, 3, null),
        // None in the second minute; in the third one without an aggressor.
        new Trade(125, 20L, 7, "unknown", 97, 10, null));
  }

  /** Contracts of 100 USD; the third trade of the second minute does not say how many. */
  private static List<Trade> inverse() {
    return List.of(
        new Trade(2, 1L, 1, "buy", 50_000, 0.01, 5.0),
        new Trade(9, 2L, 2, "sell", 40_000, 0.02, 8.0),
        new Trade(62, 3L, 3, "sell", 50_000, 0.04, null));
  }

  private static void minutes(Proof proof) {
    List<Row> rows = HandMadeBars.trades("linear_perp", "BTCUSDT", linear()).oneMinute();
    assertThat(rows).hasSize(2);
    firstMinute(proof.row(rows.get(0)));
    proof
        .row(rows.get(1))
        .is("ts", Instant.parse("2026-03-03T00:12:00Z"))
        .is("open", 97.0)
        .is("base_volume", 10.0)
        .is("quote_volume", 970.0)
        .is("trade_count", 1L)
        .is("unknown_quote_volume", 970.0)
        .isNull("taker_buy_base_volume")
        .isNull("taker_buy_quote_volume");
    List<Row> coins = HandMadeBars.trades("inverse_perp", "BTCUSD_PERP", inverse()).oneMinute();
    proof
        .row(coins.get(0))
        .is("product", "inverse_perp")
        .is("contracts", 13.0)
        .is("base_volume", 0.03)
        .is("quote_volume", 1_300.0)
        .is("taker_buy_base_volume", 0.01)
        .is("taker_buy_quote_volume", 500.0)
        .is("unknown_quote_volume", 0.0)
        .is("vwap", 1_300 / 0.03, 1e-9);
    proof.row(coins.get(1)).is("base_volume", 0.04).isNull("contracts");
  }

  private static void firstMinute(Proof proof) {
    proof
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("ts", Instant.parse("2026-03-03T00:10:00Z"))
        .is("open", 101.0)
        .is("high", 103.0)
        .is("low", 98.0)
        .is("close", 99.5)
        .is("base_volume", 11.5)
        .is("quote_volume", 200 + 101 + 51.5 + 392 + 99.5 + 297)
        .is("taker_buy_base_volume", 2 + 0.5 + 1)
        .is("taker_buy_quote_volume", 200 + 51.5 + 99.5)
        .is("unknown_quote_volume", 0.0)
        .is("trade_count", 6L)
        .is("vwap", 1_141 / 11.5, ROUNDING)
        .isNull("contracts")
        .is("source", "trades");
  }

  private static void fiveMinutes(Proof proof) {
    Five linear = HandMadeBars.trades("linear_perp", "BTCUSDT", linear());
    proof
        .row(linear.fiveMinutes())
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("ts", Instant.parse("2026-03-03T00:10:00Z"))
        .is("open", 101.0)
        .is("high", 103.0)
        .is("low", 97.0)
        .is("close", 97.0)
        .is("base_volume", 21.5)
        .is("quote_volume", 1_141 + 970.0)
        .is("taker_buy_base_volume", 3.5)
        .is("taker_buy_quote_volume", 351.0)
        .is("unknown_quote_volume", 970.0)
        .is("trade_count", 7L)
        .is("vwap", 2_111 / 21.5, ROUNDING)
        .isNull("contracts")
        .is("source", "trades");
    List<Trade> coins = inverse();
    proof
        .row(HandMadeBars.trades("inverse_perp", "BTCUSD_PERP", coins.subList(0, 2)).fiveMinutes())
        .is("contracts", 13.0);
    proof
        .row(HandMadeBars.trades("inverse_perp", "BTCUSD_PERP", coins).fiveMinutes())
        .is("trade_count", 3L)
        .isNull("contracts");
  }

  private void klines(Proof proof) {
    List<Row> klines = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      klines.add(
          HandMadeBars.kline(
              i, 60, 10.0 + i, 14.0 + i, 8.0 - i, 11.0, 4.0 + i, 43.0, 9L, 1.5, 16.0, 7.0));
    }
    List<Row> coins = rows(HandMadeBars.klines("inverse_perp", "BTCUSD_PERP", klines));
    boolean minutes = table.equals(LakeTables.BARS_1M);
    int last = minutes ? 4 : 0;
    assertThat(coins).hasSize(last + 1);
    proof
        .row(coins.get(last))
        .is("source", "klines")
        .is("ts", Instant.EPOCH.plus(START + last * 60_000_000L, ChronoUnit.MICROS))
        .is("open", minutes ? 14.0 : 10.0)
        .is("high", 18.0)
        .is("low", 4.0)
        .is("close", 11.0)
        .is("base_volume", minutes ? 8.0 : 4.0 + 5 + 6 + 7 + 8)
        .is("quote_volume", minutes ? 43.0 : 5 * 43.0)
        .is("trade_count", minutes ? 9L : 45L)
        .is("taker_buy_base_volume", minutes ? 1.5 : 7.5)
        .is("taker_buy_quote_volume", minutes ? 16.0 : 80.0)
        .is("unknown_quote_volume", 0.0)
        .is("vwap", minutes ? 43.0 / 8 : 215.0 / 30, ROUNDING)
        .is("contracts", minutes ? 7.0 : 35.0);
    Row poor = HandMadeBars.kline(1, 60, 10.0, 12.0, 9.0, 11.0, 4.0, null, null, null, null, 7.0);
    proof
        .row(rows(HandMadeBars.klines("linear_perp", "BTCUSDT", List.of(poor))).get(0))
        .is("base_volume", 4.0)
        .isNull("quote_volume")
        .isNull("vwap")
        .isNull("trade_count")
        .isNull("taker_buy_base_volume")
        .isNull("taker_buy_quote_volume")
        .isNull("unknown_quote_volume")
        .isNull("contracts");
    Row sideless =
        HandMadeBars.kline(1, 60, 10.0, 12.0, 9.0, 11.0, 4.0, 41.0, null, null, null, 7.0);
    proof
        .row(rows(HandMadeBars.klines("linear_perp", "BTCUSDT", List.of(sideless))).get(0))
        .is("quote_volume", 41.0)
        .is("unknown_quote_volume", 41.0)
        .isNull("taker_buy_quote_volume");
  }

  private List<Row> rows(KlineBars.Five klines) {
    return table.equals(LakeTables.BARS_1M)
        ? KlineBars.oneMinute(klines)
        : KlineBars.fiveMinutes(klines);
  }
}
