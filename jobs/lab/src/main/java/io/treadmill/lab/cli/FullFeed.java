package io.treadmill.lab.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.realised.RealisedJob;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.market.BarClock;
import io.treadmill.market.FeedRestoration;
import io.treadmill.market.FeedRule;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/** Forced orders of the archive whose feed hides nothing: from them a throttle can be learned. */
final class FullFeed {
  private FullFeed() {}

  /**
   * Returns the factors of restoration that the full feeds of the run's instruments and days give.
   *
   * @throws UserError if there are none (exit 3)
   */
  static FeedRestoration learn(RunContext run) {
    Iterator<Row> rows =
        RealisedJob.withRule(
                run.archive().read(ArchiveDataset.LIQUIDATIONS, run.days(), run.selection()))
            .where(col("feed_rule").equalTo(FeedRule.FULL.text()))
            .select(
                expr("concat_ws(' ', venue, product, symbol)").as("instrument"),
                expr("unix_micros(ts)").as("micros"),
                col("notional_usd"))
            .orderBy("instrument", "micros", "notional_usd")
            .toLocalIterator();
    FeedRestoration.Learner learner = new FeedRestoration.Learner();
    TreeSet<String> instruments = new TreeSet<>();
    List<FeedRestoration.Print> hour = new ArrayList<>();
    String last = "";
    while (rows.hasNext()) {
      Row row = rows.next();
      String span = row.getString(0) + " " + row.getLong(1) / BarClock.HOUR_MICROS;
      if (!span.equals(last)) {
        learner.add(hour);
        hour.clear();
        last = span;
      }
      instruments.add(row.getString(0));
      hour.add(new FeedRestoration.Print(row.getLong(1), row.getDouble(2)));
    }
    learner.add(hour);
    if (instruments.isEmpty()) {
      throw UserError.input(
          "Cannot learn restoration: no liquidations of a full feed of the selection on "
              + run.days());
    }
    return learner.result("full feed of " + String.join(", ", instruments) + ", " + run.days());
  }
}
