package io.treadmill.lab.validate;

import io.treadmill.book.models.Models;
import io.treadmill.book.score.Score;
import io.treadmill.lab.ladder.Ladder;
import io.treadmill.lab.simulate.SimulatedBars;
import io.treadmill.lab.simulate.World;
import io.treadmill.market.FeedRestoration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What a feed of one print a second costs the book, and what restoration gives back: the book is
 * fitted and rescaled on the full feed, on the throttled one, and on the throttled one restored by
 * factors of another seed; all three are scored against the full feed.
 */
public final class ThrottledLadder {
  /** Seed on whose full feed the factors are learned: it is scored nowhere. */
  public static final long LEARNING_SEED = 101;

  private static final double LEAST_SHARE_OF_R2 = 0.75;

  private ThrottledLadder() {}

  /** Scores of the book on one feed. */
  private record Feed(String name, double shownShare, double r2, double ratio, double spearman) {}

  /**
   * Returns factors learned on all forced orders of a world, seed {@value #LEARNING_SEED}.
   *
   * @throws IllegalArgumentException if no world has the name
   */
  public static FeedRestoration learn(String world) {
    FeedRestoration.Learner learner = new FeedRestoration.Learner();
    learner.add(WorldHistory.prints(new WorldHistory(World.named(world), LEARNING_SEED).forced()));
    return learner.result(
        "simulated world "
            + world
            + ", seed "
            + LEARNING_SEED
            + ", "
            + WorldHistory.DAYS
            + " days");
  }

  /** Prints a row for each seed and feed and returns the bounds that do not hold. */
  static List<String> print(World world, int seeds, Consumer<String> out) {
    FeedRestoration restoration = learn(world.name());
    out.accept(
        "world "
            + world.name()
            + ": the book fitted on three feeds, scored against all forced orders in cells of"
            + " 1 h x 50 bp; factors learned on seed "
            + LEARNING_SEED);
    out.accept("seed  feed       total   R2     ratio  rank");
    Gates gates = new Gates();
    for (long seed = 1; seed <= seeds; seed++) {
      List<Feed> feeds = feeds(new WorldHistory(world, seed), restoration);
      for (Feed feed : feeds) {
        out.accept(
            String.format(
                Locale.ROOT,
                "%4d  %-9s  %5.2f  %5.2f  %6.2f  %5.2f",
                seed,
                feed.name,
                feed.shownShare,
                feed.r2,
                feed.ratio,
                feed.spearman));
      }
      gates.check(
          "seed " + seed + ", R2 of the restored feed at least 0.75 of the full feed's",
          feeds.get(2).r2 / feeds.get(0).r2,
          LEAST_SHARE_OF_R2);
    }
    out.accept("total: notional of the feed over all forced notional");
    return gates.failed();
  }

  private static List<Feed> feeds(WorldHistory history, FeedRestoration restoration) {
    Ladder.Result full = ladder(history, history.forced());
    double[] truth = full.realised();
    double all = sum(history.forced());
    List<Feed> feeds = new ArrayList<>();
    feeds.add(feed("full", 1, truth, full));
    List<SimulatedBars.Forced> throttled = history.throttled();
    feeds.add(feed("throttled", sum(throttled) / all, truth, ladder(history, throttled)));
    List<SimulatedBars.Forced> restored = history.restored(restoration);
    feeds.add(feed("restored", sum(restored) / all, truth, ladder(history, restored)));
    return feeds;
  }

  private static Ladder.Result ladder(WorldHistory history, List<SimulatedBars.Forced> orders) {
    return Ladder.updating(
            history.plan(),
            history.market(),
            history.steps(),
            history.cells(orders),
            List.of(Models.of(Models.BOOK)))
        .run();
  }

  private static Feed feed(String name, double share, double[] truth, Ladder.Result result) {
    double[] predicted = result.predicted().get(Models.BOOK);
    return new Feed(
        name,
        share,
        Score.r2(truth, predicted),
        Score.ratio(truth, predicted),
        Score.spearman(truth, predicted));
  }

  private static double sum(List<SimulatedBars.Forced> orders) {
    return orders.stream().mapToDouble(SimulatedBars.Forced::usd).sum();
  }
}
