package io.treadmill.book.map;

import io.treadmill.book.position.Activity;
import io.treadmill.book.position.BookBalance;
import io.treadmill.book.position.BookState;
import io.treadmill.book.position.BucketAges;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.Crossing;
import io.treadmill.book.position.DayResult;
import io.treadmill.book.position.DaySteps;
import io.treadmill.book.position.Freshness;
import io.treadmill.book.position.InflowMode;
import io.treadmill.book.position.LeverageComponents;
import io.treadmill.book.position.LiquidationBook;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.PriorLaw;
import io.treadmill.book.position.Rescale;
import io.treadmill.book.position.SparseMass;
import io.treadmill.book.position.Step;
import io.treadmill.book.position.TradedVolume;
import io.treadmill.book.position.Turnover;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.time.LocalDate;
import java.util.List;

/**
 * Folds the bars of one day of one instrument into its book: from the state of the day before to
 * the state of this day, with what was crossed on the way. {@link #run} does a whole day; {@link
 * #step} with the views of the last bar serves calibration. One use, one thread.
 */
public final class BookFold implements HeatmapModel {
  private final ParameterSet parameters;
  private final LeverageComponents components;
  private final ContractValue contract;
  private final TurnoverRule pace;
  private final BookState start;
  private final SideFold[] sides = new SideFold[2];
  private double openInterest;
  private double laggedClock;
  private double lastClose;
  private long bars;
  private TradedVolume traded;
  private int heldSnapshots;
  private int volumeClockBars;
  private double impliedCloses;
  private double lastOiUsd;

  /** How much is opened and closed in a bar. */
  @FunctionalInterface
  public interface TurnoverRule {
    /**
     * Returns the turnover of a bar.
     *
     * @param openInterestStart last known snapshot at its start, size unit; NaN if none was seen
     * @param openInterestEnd last known snapshot at its end
     */
    Turnover of(Step step, double openInterestStart, double openInterestEnd);

    /**
     * Returns the pace of volume and open interest.
     *
     * @throws IllegalArgumentException if the set's activity is constant: that needs a mean
     */
    static TurnoverRule of(ParameterSet parameters) {
      if (parameters.activity() == Activity.CONSTANT) {
        throw new IllegalArgumentException(
            "Invalid activity of %s: constant (needs the mean turnover of training days)"
                .formatted(parameters.name()));
      }
      return (step, oiStart, oiEnd) -> Turnover.of(step.volume(), oiStart, oiEnd, parameters);
    }
  }

  /** What the fold holds of one side. */
  private static final class SideFold {
    final LiquidationBook book;
    final BucketAges ages;
    Crossing crossing;
    // Freshness column of each row of the last bar, as of before its own touch.
    int[] rowAges = new int[0];

    SideFold(Side side, LeverageComponents components, BookState start, InflowMode mode) {
      book = new LiquidationBook(components, side, mode);
      book.restore(start.massOf(side));
      ages = start.agesOf(side);
    }
  }

  /**
   * Starts a day.
   *
   * @param start state of the day before
   * @throws IllegalArgumentException if the state belongs to another parameter set
   */
  public BookFold(
      ParameterSet parameters,
      LeverageComponents components,
      ContractValue contract,
      BookState start) {
    this(parameters, components, contract, start, TurnoverRule.of(parameters));
  }

  /**
   * Starts a day with another pace than that of volume and open interest.
   *
   * @throws IllegalArgumentException if the state belongs to another parameter set
   */
  public BookFold(
      ParameterSet parameters,
      LeverageComponents components,
      ContractValue contract,
      BookState start,
      TurnoverRule pace) {
    if (!start.parameterSetId().equals(parameters.id())
        || start.components() != components.count()) {
      throw new IllegalArgumentException(
          ("Cannot continue the book after %s: its parameter set is %s, the run's is %s "
                  + "(replay from the warm-up)")
              .formatted(start.day(), start.parameterSetId(), parameters.id()));
    }
    this.parameters = parameters;
    this.components = components;
    this.contract = contract;
    this.pace = pace;
    this.start = start;
    for (Side side : Side.values()) {
      sides[side.index()] = new SideFold(side, components, start, parameters.inflowMode());
    }
    openInterest = start.openInterest();
    laggedClock = start.scalars().laggedClock();
    lastClose = start.lastClose();
    bars = start.bars();
    traded = new TradedVolume(start.scalars().meanVolume(), bars);
  }

  /** Watches the fold of a day. */
  public interface Observer {
    /**
     * Is called before bar t is read.
     *
     * @param price last price
     */
    void before(int t, double price);

    /** Is called when bar t was read and nothing after it. */
    default void after(int t) {}
  }

  /**
   * Runs a day and ends it.
   *
   * @throws IllegalArgumentException if the start state is of a later day
   */
  public DayResult run(DaySteps day, Observer... observers) {
    if (start.day().isAfter(day.day())) {
      throw new IllegalArgumentException(
          "Cannot fold " + day.day() + ": the state is that after " + start.day());
    }
    for (int t = 0; t < day.count(); t++) {
      for (Observer observer : observers) {
        observer.before(t, Double.isNaN(lastClose) ? day.open()[t] : lastClose);
      }
      step(day.step(t));
      for (Observer observer : observers) {
        observer.after(t);
      }
    }
    BookState end = endDay(day.day());
    return new DayResult(
        end,
        balance(Side.LONG, end),
        balance(Side.SHORT, end),
        day.count(),
        heldSnapshots,
        volumeClockBars);
  }

  /** Returns the bars since price was last at or beyond a bucket; {@link BucketAges#NEVER}. */
  public int age(Side side, int bucket) {
    return sides[side.index()].ages.age(bucket);
  }

  /** Returns open interest in USD at a price; NaN if none was seen. */
  public double openInterestUsd(double price) {
    return Double.isNaN(openInterest) ? Double.NaN : contract.usd(openInterest, price);
  }

  @Override
  public List<String> columns() {
    return components.columns();
  }

  @Override
  public int bookColumns() {
    return components.count();
  }

  @Override
  public double[] unfittedWeights(Side side) {
    return PriorLaw.of(components)[side.index()];
  }

  /**
   * Reads one bar. Opens and closes start from the last snapshot that is known, so a change over a
   * gap belongs to the bar that ends it. As long as none was ever seen the clock runs on volume.
   */
  @Override
  public void step(Step step) {
    double oiStart = Double.isNaN(openInterest) ? step.openInterestStart() : openInterest;
    double oiEnd = step.openInterestEnd();
    if (Double.isNaN(oiEnd)) {
      oiEnd = oiStart;
      heldSnapshots++;
    }
    traded = traded.then(step.volume());
    Turnover turnover;
    if (Double.isNaN(oiEnd)) {
      turnover = pace.of(step, traded.openInterest(), traded.openInterest());
      volumeClockBars++;
    } else {
      turnover = pace.of(step, oiStart, oiEnd);
    }
    lastOiUsd = Double.isNaN(oiStart) ? 0 : contract.usd(oiStart, step.open());
    double low = PriceGrid.position(step.crossLow());
    double high = PriceGrid.position(step.crossHigh());
    for (SideFold side : sides) {
      Crossing crossing = side.book.step(low, high, laggedClock, turnover.opens(), step.profile());
      readCrossing(side, crossing);
      side.ages.touch(crossing.firstBucket(), crossing.firstBucket() + crossing.rows() - 1);
    }
    impliedCloses += turnover.closes();
    laggedClock = turnover.clock();
    openInterest = oiEnd;
    lastClose = step.close();
    bars++;
  }

  private void readCrossing(SideFold side, Crossing crossing) {
    side.crossing = crossing;
    side.rowAges = new int[crossing.rows()];
    for (int row = 0; row < side.rowAges.length; row++) {
      side.rowAges[row] = freshColumn(side, crossing.firstBucket() + row);
    }
  }

  @Override
  public int firstBucket() {
    return sides[0].crossing.firstBucket();
  }

  @Override
  public int rows() {
    return sides[0].rowAges.length;
  }

  @Override
  public void addCrossed(Side side, int row, double[] into, int at) {
    SideFold fold = sides[side.index()];
    double one = contract.usd(1, PriceGrid.bucketPrice(fold.crossing.firstBucket() + row));
    for (int k = 0; k < components.count(); k++) {
      into[at + k] += fold.crossing.mass(k, row) * one;
    }
    into[at + fold.rowAges[row]] += lastOiUsd;
  }

  @Override
  public void addStanding(
      Side side, int bucket, double price, double covered, double[] into, int at) {
    SideFold fold = sides[side.index()];
    double one = covered * contract.usd(1, PriceGrid.bucketPrice(bucket));
    fold.book.addStanding(laggedClock, bucket, one, into, at);
    if (!Double.isNaN(openInterest)) {
      into[at + freshColumn(fold, bucket)] += contract.usd(openInterest, price);
    }
  }

  private int freshColumn(SideFold side, int bucket) {
    return components.count() + Freshness.uncoveredColumn(side.ages.age(bucket));
  }

  /**
   * Ends the day and returns its state. The rescale sums are those of the start: realised totals
   * come later, see {@link BookState#withRescale}.
   */
  public BookState endDay(LocalDate day) {
    int centre = Double.isNaN(lastClose) ? 0 : PriceGrid.bucket(lastClose);
    return new BookState(
        parameters.id(),
        day,
        new BookState.Scalars(
            openInterest,
            laggedClock,
            lastClose,
            bars,
            Double.isNaN(openInterest) ? traded.mean() : Double.NaN),
        new SparseMass[] {sides[0].book.endDay(centre), sides[1].book.endDay(centre)},
        new BucketAges[] {sides[0].ages.copy(), sides[1].ages.copy()},
        new Rescale[] {start.rescale(Side.LONG), start.rescale(Side.SHORT)},
        start.usual());
  }

  private BookBalance balance(Side side, BookState end) {
    LiquidationBook book = sides[side.index()].book;
    double n = components.count();
    return new BookBalance(
        side,
        start.mass(side) / n,
        book.opened() / n,
        book.decayed() / n,
        book.swept() / n,
        book.dropped() / n,
        end.mass(side) / n,
        impliedCloses);
  }
}
