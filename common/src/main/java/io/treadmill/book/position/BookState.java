package io.treadmill.book.position;

import io.treadmill.market.Side;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The book of one instrument after the last bar of a day: what the next day starts from. Immutable;
 * {@link #toRows} and {@link #fromRows} are an exact round trip, whatever the order of the rows.
 *
 * @param parameterSetId id of the parameter set that the state belongs to
 * @param day the day after whose last bar this is the state
 * @param mass unweighted mass by side, in the size unit
 * @param ages bars since price was at each bucket, by side
 * @param rescale sums of the trailing rescale, by side
 * @param usual what cells usually held by distance
 */
@SuppressWarnings("ArrayRecordComponent") // equal if the rows are
public record BookState(
    String parameterSetId,
    LocalDate day,
    Scalars scalars,
    SparseMass[] mass,
    BucketAges[] ages,
    Rescale[] rescale,
    UsualProfile usual) {
  private static final String MASS = "mass";
  private static final String AGE = "age";
  private static final String OPEN_INTEREST = "open_interest";
  private static final String CLOCK = "lagged_clock";
  private static final String CLOSE = "last_close";
  private static final String BARS = "bars";
  private static final String MEAN_VOLUME = "mean_volume";
  private static final String REALISED = "rescale_realised";
  private static final String PREDICTED = "rescale_predicted";
  private static final String BOTH = "both";

  /**
   * One row of a stored state.
   *
   * @param side {@code long}, {@code short}, or {@code both} for values of the instrument
   * @param kind {@code mass}: unweighted mass in the size unit, by component and bucket; {@code
   *     age}: bars since the last touch of the buckets from this one away from the price; {@code
   *     open_interest} (size unit), {@code lagged_clock}, {@code last_close}, {@code bars} (folded
   *     since the warm-up began), {@code mean_volume} (of a bar, size unit, while no open interest
   *     was seen), {@code rescale_realised}, {@code rescale_predicted}, {@code usual} and {@code
   *     usual_weight}
   * @param component index of the component, of a usual the bin; 0 where there is none
   * @param bucket bucket of the price grid, of a usual the hours; 0 where there is none
   * @param value the value
   */
  public record Cell(String side, String kind, int component, int bucket, double value)
      implements Serializable, Comparable<Cell> {
    private static final Comparator<Cell> ORDER =
        Comparator.comparing(Cell::kind)
            .thenComparing(Cell::side)
            .thenComparingInt(Cell::component)
            .thenComparingInt(Cell::bucket);

    @Override
    public int compareTo(Cell other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * What a state holds beside mass and ages.
   *
   * @param openInterest last snapshot, size unit; NaN if none was seen
   * @param laggedClock dtau of the last bar
   * @param lastClose last price; NaN before the first bar
   * @param bars bars folded since the warm-up began
   * @param meanVolume mean volume of a bar, size unit; NaN once open interest was seen
   */
  public record Scalars(
      double openInterest, double laggedClock, double lastClose, long bars, double meanVolume) {}

  /**
   * Returns the empty state before the first day of a warm-up.
   *
   * @param dayBefore the day before the first day
   * @param openInterest snapshot to hold until the first one comes, size unit; NaN if none: the
   *     clock runs on volume until then
   */
  public static BookState start(
      ParameterSet parameters, int components, LocalDate dayBefore, double openInterest) {
    return new BookState(
        parameters.id(),
        dayBefore,
        new Scalars(openInterest, 0, Double.NaN, 0, Double.NaN),
        new SparseMass[] {SparseMass.empty(components), SparseMass.empty(components)},
        new BucketAges[] {new BucketAges(Side.LONG), new BucketAges(Side.SHORT)},
        new Rescale[] {Rescale.START, Rescale.START},
        UsualProfile.NONE);
  }

  /** Returns the number of components. */
  public int components() {
    return mass[0].components();
  }

  /** Returns the last snapshot of open interest, in the size unit; NaN if none was seen. */
  public double openInterest() {
    return scalars.openInterest();
  }

  /** Returns the price of the last bar's close; NaN before the first bar. */
  public double lastClose() {
    return scalars.lastClose();
  }

  /** Returns how many bars were folded since the warm-up began. */
  public long bars() {
    return scalars.bars();
  }

  /** Returns the sums of the trailing rescale of a side. */
  public Rescale rescale(Side side) {
    return rescale[side.index()];
  }

  /** Returns this state with the rescale sums after the day's realised totals were known. */
  public BookState withRescale(Rescale ofLong, Rescale ofShort) {
    Rescale[] both = {ofLong, ofShort};
    return new BookState(parameterSetId, day, scalars, mass, ages, both, usual);
  }

  /** Returns this state with what cells usually held until its end. */
  public BookState withUsual(UsualProfile other) {
    return new BookState(parameterSetId, day, scalars, mass, ages, rescale, other);
  }

  /** Returns the unweighted mass of a side, all components together, in the size unit. */
  public double mass(Side side) {
    return mass[side.index()].total();
  }

  public SparseMass massOf(Side side) {
    return mass[side.index()];
  }

  public BucketAges agesOf(Side side) {
    return ages[side.index()].copy();
  }

  /** Returns the rows of this state, sorted by kind, side, component, bucket. */
  public List<Cell> toRows() {
    List<Cell> rows = new ArrayList<>();
    for (Side side : Side.values()) {
      String text = side.text();
      SparseMass held = massOf(side);
      for (int k = 0; k < components(); k++) {
        double[] values = held.values(k);
        for (int i = 0; i < values.length; i++) {
          if (values[i] != 0) {
            rows.add(new Cell(text, MASS, k, held.first(k) + i, values[i]));
          }
        }
      }
      BucketAges steps = ages[side.index()];
      for (int i = 0; i < steps.steps(); i++) {
        rows.add(new Cell(text, AGE, 0, steps.bucketOfStep(i), steps.ageOfStep(i)));
      }
      rows.add(new Cell(text, REALISED, 0, 0, rescale(side).realised()));
      rows.add(new Cell(text, PREDICTED, 0, 0, rescale(side).predicted()));
    }
    if (!Double.isNaN(scalars.openInterest())) {
      rows.add(new Cell(BOTH, OPEN_INTEREST, 0, 0, scalars.openInterest()));
    }
    if (!Double.isNaN(scalars.lastClose())) {
      rows.add(new Cell(BOTH, CLOSE, 0, 0, scalars.lastClose()));
    }
    if (!Double.isNaN(scalars.meanVolume())) {
      rows.add(new Cell(BOTH, MEAN_VOLUME, 0, 0, scalars.meanVolume()));
    }
    rows.add(new Cell(BOTH, CLOCK, 0, 0, scalars.laggedClock()));
    rows.add(new Cell(BOTH, BARS, 0, 0, scalars.bars()));
    rows.addAll(usual.toRows());
    rows.sort(null);
    return rows;
  }

  /**
   * Returns the state of its rows.
   *
   * @param components number of components of the parameter set
   * @throws IllegalArgumentException if a kind is unknown, a component out of range, or a value
   *     that every state has is missing: the rows are not a whole state
   */
  public static BookState fromRows(
      String parameterSetId, LocalDate day, int components, Iterable<Cell> rows) {
    Map<String, Double> single = new HashMap<>();
    List<List<Cell>> massRows = List.of(new ArrayList<>(), new ArrayList<>());
    List<List<Cell>> ageRows = List.of(new ArrayList<>(), new ArrayList<>());
    List<Cell> usual = new ArrayList<>();
    for (Cell cell : rows) {
      if (UsualProfile.holds(cell)) {
        usual.add(cell);
        continue;
      }
      switch (cell.kind()) {
        case MASS -> massRows.get(Side.of(cell.side()).index()).add(cell);
        case AGE -> ageRows.get(Side.of(cell.side()).index()).add(cell);
        case OPEN_INTEREST, CLOCK, CLOSE, BARS, MEAN_VOLUME, REALISED, PREDICTED ->
            single.put(cell.kind() + " " + cell.side(), cell.value());
        default -> throw new IllegalArgumentException("Invalid book state of " + day + ": " + cell);
      }
    }
    SparseMass[] mass = new SparseMass[2];
    BucketAges[] ages = new BucketAges[2];
    Rescale[] rescale = new Rescale[2];
    for (Side side : Side.values()) {
      int s = side.index();
      mass[s] = massOf(components, massRows.get(s));
      ages[s] = agesOf(side, ageRows.get(s));
      rescale[s] =
          new Rescale(
              need(single, REALISED + " " + side.text(), day),
              need(single, PREDICTED + " " + side.text(), day));
    }
    Scalars scalars =
        new Scalars(
            single.getOrDefault(OPEN_INTEREST + " " + BOTH, Double.NaN),
            need(single, CLOCK + " " + BOTH, day),
            single.getOrDefault(CLOSE + " " + BOTH, Double.NaN),
            (long) need(single, BARS + " " + BOTH, day),
            single.getOrDefault(MEAN_VOLUME + " " + BOTH, Double.NaN));
    UsualProfile profile = UsualProfile.fromRows(usual);
    return new BookState(parameterSetId, day, scalars, mass, ages, rescale, profile);
  }

  private static double need(Map<String, Double> single, String key, LocalDate day) {
    Double value = single.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "Invalid book state of " + day + ": no row '" + key + "' (the state is not whole)");
    }
    return value;
  }

  private static SparseMass massOf(int components, List<Cell> rows) {
    int[] first = new int[components];
    int[] last = new int[components];
    boolean[] any = new boolean[components];
    for (Cell cell : rows) {
      int k = cell.component();
      if (k < 0 || k >= components) {
        throw new IllegalArgumentException(
            "Invalid book state: " + cell + " (components are 0.." + (components - 1) + ")");
      }
      first[k] = any[k] ? Math.min(first[k], cell.bucket()) : cell.bucket();
      last[k] = any[k] ? Math.max(last[k], cell.bucket()) : cell.bucket();
      any[k] = true;
    }
    double[][] values = new double[components][];
    for (int k = 0; k < components; k++) {
      values[k] = new double[any[k] ? last[k] - first[k] + 1 : 0];
    }
    for (Cell cell : rows) {
      values[cell.component()][cell.bucket() - first[cell.component()]] = cell.value();
    }
    return new SparseMass(first, values);
  }

  private static BucketAges agesOf(Side side, List<Cell> rows) {
    rows.sort(Comparator.comparingDouble(Cell::value).reversed());
    BucketAges ages = new BucketAges(side);
    for (Cell cell : rows) {
      ages.restoreStep(cell.bucket(), (int) cell.value());
    }
    return ages;
  }

  /** Two states are equal if their rows are, to the bit. */
  @Override
  public boolean equals(Object other) {
    return other instanceof BookState that
        && parameterSetId.equals(that.parameterSetId)
        && day.equals(that.day)
        && components() == that.components()
        && toRows().equals(that.toRows());
  }

  @Override
  public int hashCode() {
    return 31 * parameterSetId.hashCode() + day.hashCode();
  }

  @Override
  public String toString() {
    return "Book state " + parameterSetId + " after " + day;
  }
}
