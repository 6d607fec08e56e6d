package io.treadmill.jobs.bars;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The same bars by DuckDB, with exact decimal sums and another way to find first and last. */
final class DuckDbBars {
  private static final String TRADES =
      "(select *, epoch_us(ts) // %d * %d as start,"
          + " price::decimal(18,1) as p, amount::decimal(18,5) as a"
          + " from read_parquet('%s/trades/*/*/*/*.parquet', hive_partitioning = true)"
          + " where price > 0 and amount > 0 and not isnan(price) and not isinf(amount))";

  private DuckDbBars() {}

  /** Returns symbol, start, open, high, low, close, sums and count; nulls as in the tables. */
  static List<List<Object>> bars(Path archive, long micros) throws SQLException {
    return query(
        "select symbol, start,"
            + " first(price order by ts, coalesce(trade_id, -1), sequence),"
            + " max(price), min(price),"
            + " last(price order by ts, coalesce(trade_id, -1), sequence),"
            + " sum(a), sum(p * a),"
            + " case when count_if(side <> 'unknown') > 0"
            + "  then coalesce(sum(a) filter (side = 'buy'), 0) end,"
            + " case when count_if(side <> 'unknown') > 0"
            + "  then coalesce(sum(p * a) filter (side = 'buy'), 0) end,"
            + " count(*)"
            + " from "
            + trades(archive, micros)
            + " group by all order by all");
  }

  /** Returns symbol, start, bucket, sums and count. */
  static List<List<Object>> profile(Path archive, long micros) throws SQLException {
    return query(
        "select symbol, start, floor(ln(price) / 0.001)::int,"
            + " case when count_if(side <> 'unknown') > 0"
            + "  then coalesce(sum(a) filter (side = 'buy'), 0) end,"
            + " case when count_if(side <> 'unknown') > 0"
            + "  then coalesce(sum(a) filter (side = 'sell'), 0) end,"
            + " sum(a), count(*)"
            + " from "
            + trades(archive, micros)
            + " group by all order by all");
  }

  private static String trades(Path archive, long micros) {
    return TRADES.formatted(micros, micros, archive);
  }

  private static List<List<Object>> query(String sql) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        ResultSet result = connection.createStatement().executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<Object> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          Object value = result.getObject(column);
          row.add(value instanceof BigDecimal exact ? (Object) exact.doubleValue() : value);
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
