package io.treadmill.jobs.export;

import static org.apache.spark.sql.functions.col;

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.AggregateRule;
import io.treadmill.market.UtcDays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which feed tells what was forced of an instrument on a day: feeds tell the same orders once more
 * and are never added. Its own before an aggregator's, then the one of more rows, then by name.
 *
 * @param rules feed rule by instrument and day
 */
record FeedChoice(Map<String, String> rules) {
  static FeedChoice of(RunContext run) {
    record Count(String rule, long rows) {
      boolean isBefore(Count other) {
        boolean isTotal = AggregateRule.is(rule);
        return isTotal != AggregateRule.is(other.rule)
            ? !isTotal
            : rows != other.rows ? rows > other.rows : rule.compareTo(other.rule) < 0;
      }
    }
    List<NamedRow> counts =
        NamedRow.all(
            run.lake()
                .read(LakeTables.REALISED_LIQUIDATIONS, run.days(), run.selection())
                .groupBy(
                    col("venue"),
                    col("product"),
                    col("symbol"),
                    col("feed_rule"),
                    col("ts").cast("date").as("day"))
                .count());
    Map<String, Count> best = new HashMap<>();
    for (NamedRow row : counts) {
      String key = row.instrumentKey() + "/" + row.day("day");
      best.merge(
          key,
          new Count(row.text("feed_rule"), row.whole("count")),
          (one, other) -> other.isBefore(one) ? other : one);
    }
    Map<String, String> rules = new HashMap<>();
    best.forEach((key, count) -> rules.put(key, count.rule()));
    return new FeedChoice(rules);
  }

  boolean isChosen(NamedRow row) {
    String key = row.instrumentKey() + "/" + UtcDays.dayOf(row.micros("ts"));
    return row.text("feed_rule").equals(rules.get(key));
  }
}
