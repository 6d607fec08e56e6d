package io.treadmill.jobs.watch;

import io.treadmill.conf.WatchSettings.WatchRule;
import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;

/** Events of a market of three rows: a hot zone on either side, and a score without a skill. */
public final class WatchEventProof implements ColumnProof {
  private static final Instant AT = Instant.parse("2026-03-05T02:03:04Z");

  @Override
  public LakeTable table() {
    return LakeTables.WATCH_EVENT;
  }

  @Override
  public void prove(Proof proof) {
    WatchRule near =
        new WatchRule("near", "near-hot-zone", null, null, "short", 1.5, 4e6, 4, null, null, null);
    WatchRule lost =
        new WatchRule("lost", "score-lost", null, null, null, null, null, null, null, null, 0.1);
    WatchedDay day =
        new WatchedDay()
            .zone("short", 4, 23, 1.25, 5e6)
            .score("map_4h", "fine_freshness_far", null);
    List<Row> rows =
        WatchEvent.rows(Watch.events(day.lake(), List.of(near, lost), WatchedDay.DAY), "run-7", AT);
    proof
        .row(rows.get(0))
        .is("rule", "near")
        .is("kind", "near-hot-zone")
        .is("venue", "binance")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", WatchedDay.DAY)
        .is("ts", Instant.parse("2026-03-04T23:00:00Z"))
        .is("side", "short")
        .is("value", 1.25)
        .is("threshold", 1.5)
        .is("fired", true)
        .is(
            "message",
            "binance/linear_perp/BTCUSDT: hot zone of shorts 1.250 % away, 101.0 to 102.0, 7.5"
                + " million USD expected, 5.0 million more than is usual")
        .is("run_id", "run-7")
        .is("evaluated_ts", AT);
    proof
        .row(rows.get(1))
        .is("kind", "score-lost")
        .isNull("ts")
        .isNull("side")
        .isNull("value")
        .is("threshold", 0.1)
        .is("fired", false);
  }
}
