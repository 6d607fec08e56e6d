package io.treadmill.lab.cli;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.realised.RealisedJob;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.BarClock;
import io.treadmill.market.FeedRestoration;
import io.treadmill.market.FeedRule;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;

/** Forced orders of the archive whose feed hides nothing: from them a throttle can be learned. */
final class FullFeed {
  private FullFeed() {}

  /** A print of an instrument. */
  private record Print(String instrument, long micros, double usd)
      implements Comparable<Print>, Serializable {
    private static final Comparator<Print> ORDER =
        Comparator.comparing(Print::instrument)
            .thenComparingLong(Print::micros)
            .thenComparingDouble(Print::usd);

    static Print of(NamedRow row) {
      String instrument =
          String.join(" ", row.text("venue"), row.text("product"), row.text("symbol"));
      return new Print(instrument, row.micros("ts"), row.number("notional_usd"));
    }

    @Override
    public int compareTo(Print other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * Returns the factors of restoration that the full feeds of the run's instruments and days give.
   *
   * @throws UserError if there are none (exit 3)
   */
  static FeedRestoration learn(RunContext run) {
    Iterator<Print> prints =
        run.archive()
            .rows(
                ArchiveDataset.LIQUIDATIONS,
                run.days(),
                run.selection(),
                List.of("product", "day", "ts", "notional_usd", "completeness"))
            .map(NamedRow::new)
            .filter(row -> RealisedJob.rule(row).equals(FeedRule.FULL.text()))
            .map(Print::of)
            .sortBy(print -> print, true, run.spark().sparkContext().defaultParallelism())
            .toLocalIterator();
    FeedRestoration.Learner learner = new FeedRestoration.Learner();
    TreeSet<String> instruments = new TreeSet<>();
    List<FeedRestoration.Print> hour = new ArrayList<>();
    String last = "";
    while (prints.hasNext()) {
      Print print = prints.next();
      String span = print.instrument() + " " + print.micros() / BarClock.HOUR_MICROS;
      if (!span.equals(last)) {
        learner.add(hour);
        hour.clear();
        last = span;
      }
      instruments.add(print.instrument());
      hour.add(new FeedRestoration.Print(print.micros(), print.usd()));
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
