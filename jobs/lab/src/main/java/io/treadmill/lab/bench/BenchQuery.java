package io.treadmill.lab.bench;

import java.util.List;

/**
 * The job in DuckDB's SQL at its best: one scan of the ticks to cells of minute and bucket, then
 * roll-ups of the cells.
 */
final class BenchQuery {
  /** Which of the sums of {@link #checks()} is that of the trades. */
  static final int TRADES = 8;

  private BenchQuery() {}

  /** How DuckDB finds the first and the last trade. */
  enum Order {
    /** By trade id alone: the fastest form that is right, where ids rise with time. */
    ID("trade_id"),
    /** By time, id and sequence in one number of 128 bits: right on any archive. */
    FULL(
        "(epoch_us(ts)::hugeint * 75557863725914323419136"
            + " + coalesce(trade_id, 0)::hugeint * 4294967296 + coalesce(sequence, 0))");

    private final String key;

    Order(String key) {
      this.key = key;
    }
  }

  /** Returns the statements, which leave tables bars_1m, bars_5m and profile_5m. */
  static List<String> statements(String folder, Order order) {
    String cells =
        "create or replace temp table cells as select venue, product, symbol,"
            + " epoch_us(ts) // 60000000 as minute, floor(ln(price) / 0.001)::int as bucket,"
            + " arg_min(price, KEY) as open, min(KEY) as first, max(price) as high,"
            + " min(price) as low, arg_max(price, KEY) as close, max(KEY) as last,"
            + " sum(amount) as base, sum(price * amount) as quote,"
            + " sum(case when side = 'buy' then amount else 0 end) as buy_base,"
            + " sum(case when side = 'buy' then price * amount else 0 end) as buy_quote,"
            + " sum(case when side = 'sell' then amount else 0 end) as sell_base,"
            + " count(*) as n"
            + " from read_parquet('FOLDER/trades/*/*/*/*.parquet', hive_partitioning = true)"
            + " where price > 0 and amount > 0"
            + " group by all";
    String bars =
        "create or replace temp table TABLE as select venue, product, symbol, START as ts,"
            + " arg_min(open, first) as open, max(high) as high, min(low) as low,"
            + " arg_max(close, last) as close, sum(base) as base_volume,"
            + " sum(quote) as quote_volume, sum(buy_base) as taker_buy_base_volume,"
            + " sum(buy_quote) as taker_buy_quote_volume, sum(n)::bigint as trade_count,"
            + " sum(quote) / sum(base) as vwap"
            + " from cells group by all";
    String profile =
        "create or replace temp table profile_5m as select venue, product, symbol,"
            + " minute // 5 * 5 as ts, bucket, exp(bucket * 0.001) as price_low,"
            + " exp((bucket + 1) * 0.001) as price_high, sum(buy_base) as taker_buy_base_volume,"
            + " sum(sell_base) as taker_sell_base_volume, sum(base) as base_volume,"
            + " sum(n)::bigint as trade_count"
            + " from cells group by all";
    return List.of(
        cells.replace("KEY", order.key).replace("FOLDER", folder),
        bars.replace("TABLE", "bars_1m").replace("START", "minute"),
        bars.replace("TABLE", "bars_5m").replace("START", "minute // 5 * 5"),
        profile);
  }

  /** Returns the sums by which the tables of both are compared. */
  static List<String> checks() {
    return List.of(
        "select count(*), sum(open), sum(high), sum(low), sum(close), sum(base_volume),"
            + " sum(quote_volume), sum(taker_buy_quote_volume), sum(trade_count) from bars_1m",
        "select count(*), sum(open), sum(high), sum(low), sum(close), sum(base_volume),"
            + " sum(quote_volume), sum(taker_buy_quote_volume), sum(trade_count) from bars_5m",
        "select count(*), sum(bucket), sum(price_low), sum(taker_buy_base_volume),"
            + " sum(taker_sell_base_volume), sum(base_volume), sum(trade_count) from profile_5m");
  }
}
