package io.treadmill.lab.validate;

import io.treadmill.book.law.Calibration;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.Turnover;
import io.treadmill.lab.ladder.Ladder;
import io.treadmill.lab.ladder.Scorecard;
import io.treadmill.market.UtcDays;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The ladder on one instrument of a lake. */
public final class RealLadder {
  private static final long SEED = 1;
  private static final int DRAWS = 50;

  private final InstrumentHistory history;
  private final UtcDays train;
  private final UtcDays test;

  /** Keeps the windows. */
  public RealLadder(InstrumentHistory history, UtcDays train, UtcDays test) {
    this.history = history;
    this.train = train;
    this.test = test;
  }

  /**
   * Runs the ladder, prints its table and returns the gates that fail.
   *
   * @param weekly whether each week of the test is predicted by a fit of all days before it
   * @param maps whether the standing maps of 1, 4 and 24 h are scored too
   * @param nulls draws of the null of the score, 0 for none
   */
  public List<String> print(boolean weekly, boolean maps, int nulls, Consumer<String> out) {
    Models.Market market = market(ParameterSet.REAL);
    Ladder ladder =
        Ladder.updating(
            plan(weekly, Calibration.FRESHNESS_SHARE, weekly ? 0 : DRAWS),
            market,
            history.steps(),
            history.realised(),
            Models.ALL);
    Ladder.Result result = ladder.run();
    out.accept(
        history.instrument()
            + ", prints of '"
            + history.printScope()
            + "', by hour and side given the path of the price; fitted on "
            + train
            + ", scored on "
            + test
            + (weekly ? ", refitted weekly" : ""));
    ScoreTable.print(result, out);
    List<String> failures = new ArrayList<>(gates(result));
    if (maps) {
      new StandingMaps(history, ParameterSet.REAL, train, test, weekly).print(nulls, out);
    }
    if (nulls > 0) {
      int above = NullOfScore.above(ladder, plan(false, Calibration.FRESHNESS_SHARE, 0), nulls);
      out.accept("");
      out.accept(
          String.format(
              Locale.ROOT,
              "null of the score: interval of the skill over fine_freshness above 0 in %d of %d"
                  + " draws from its own prediction",
              above,
              nulls));
      if (above > Math.max(1, nulls / 10)) {
        failures.add("null of the score: above 0 in " + above + " of " + nulls);
      }
    }
    return failures;
  }

  private Ladder.Plan plan(boolean weekly, double share, int draws) {
    return new Ladder.Plan(
        train.from(), train.to(), test.from(), test.to(), weekly, share, draws, SEED);
  }

  /** Returns what models are told of the instrument. */
  Models.Market market(ParameterSet parameters) {
    return new Models.Market(
        parameters,
        history.tiers(),
        history.contract(),
        UtcDays.dayOf(history.steps().get(0).ts()).minusDays(1),
        history.openInterest(),
        Turnover.mean(
            history.steps(),
            history.openInterest(),
            parameters,
            UtcDays.startMicros(train.from()),
            UtcDays.startMicros(train.to().plusDays(1))),
        ParameterSet.REAL_PATH_ONLY);
  }

  private static List<String> gates(Ladder.Result result) {
    Scorecard book = result.score(Models.BOOK);
    Scorecard fine = result.score(Models.FINE_FRESHNESS);
    var overFine = book.skills().get(Models.FINE_FRESHNESS);
    var overPath = book.skills().get(Models.PATH_ONLY);
    Gates gates = new Gates();
    gates.check("skill over fine_freshness at least 0.15", overFine.skill(), 0.15);
    gates.check("its interval above 0", overFine.low(), 0);
    gates.check("skill over path_only above 0", overPath.skill(), 0);
    gates.check("its interval above 0", overPath.low(), 0);
    gates.check("R2 at least 0.75", book.r2(), 0.75);
    gates.check("R2 at most 0.02 below fine_freshness", book.r2(), fine.r2() - 0.02);
    gates.check("ratio at least 0.85", book.ratio(), 0.85);
    gates.check("ratio at most 1.15", -book.ratio(), -1.15);
    return gates.failed();
  }
}
