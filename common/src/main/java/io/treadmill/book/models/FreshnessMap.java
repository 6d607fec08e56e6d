package io.treadmill.book.models;

import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.map.PriceRange;
import io.treadmill.book.position.BucketAges;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.Freshness;
import io.treadmill.book.position.Profile;
import io.treadmill.book.position.Step;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.List;
import java.util.function.ObjDoubleConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * No book: how long price was not at a bucket, times open interest. The coarse kind counts whole
 * buckets in 7 bins of age (M0s), the fine one the covered part of each in 12 (M0sX), and that with
 * a far side those beyond the price too, in 8 bins of distance. The rule that a book has to beat.
 */
public final class FreshnessMap implements HeatmapModel {
  private static final int[] FAR_EDGES = {2, 4, 8, 15, 30, 60, 120};
  private static final int FAR_COLUMNS = FAR_EDGES.length + 1;

  private final Kind kind;
  private final ContractValue contract;
  private final BucketAges[] ages = {new BucketAges(Side.LONG), new BucketAges(Side.SHORT)};
  private double openInterest;
  private double oiUsd;
  private int firstBucket;
  private double[] covered = {};
  private int[][] columns = new int[2][0];

  /** What is counted. */
  public enum Kind {
    /** Whole buckets on the way, by 7 bins of age. */
    WHOLE,
    /** Covered parts of buckets on the way, by 12 bins of age. */
    FINE,
    /** The same, and covered parts beyond the price, by 8 bins of distance. */
    FINE_AND_FAR
  }

  /**
   * Makes an empty map.
   *
   * @param openInterest snapshot to hold until the first one comes, size unit; NaN if none
   */
  public FreshnessMap(Kind kind, ContractValue contract, double openInterest) {
    this.kind = kind;
    this.contract = contract;
    this.openInterest = openInterest;
  }

  private boolean isFine() {
    return kind != Kind.WHOLE;
  }

  @Override
  public List<String> columns() {
    return columns(kind);
  }

  /** Returns the names of the columns of a kind. */
  static List<String> columns(Kind kind) {
    Stream<String> near =
        kind == Kind.WHOLE
            ? IntStream.range(0, Freshness.UNCOVERED_COLUMNS).mapToObj(Freshness::name)
            : IntStream.range(0, Freshness.COVERED_COLUMNS).mapToObj(Freshness::coveredName);
    Stream<String> far =
        IntStream.range(0, kind == Kind.FINE_AND_FAR ? FAR_COLUMNS : 0)
            .mapToObj(column -> "beyond_" + (column == 0 ? 0 : FAR_EDGES[column - 1]));
    return Stream.concat(near, far).toList();
  }

  @Override
  public void step(Step step) {
    double oiStart = Double.isNaN(openInterest) ? step.openInterestStart() : openInterest;
    oiUsd = Double.isNaN(oiStart) ? 0 : contract.usd(oiStart, step.open());
    double low = PriceGrid.position(step.crossLow());
    double high = PriceGrid.position(step.crossHigh());
    firstBucket = (int) Math.floor(low);
    int lastBucket = (int) Math.floor(high);
    covered = new double[lastBucket - firstBucket + 1];
    columns = new int[2][covered.length];
    for (int row = 0; row < covered.length; row++) {
      covered[row] = Profile.covered(low, high, firstBucket + row);
      for (Side side : Side.values()) {
        columns[side.index()][row] = column(side, firstBucket + row);
      }
    }
    for (BucketAges side : ages) {
      side.touch(firstBucket, lastBucket);
    }
    openInterest = Double.isNaN(step.openInterestEnd()) ? oiStart : step.openInterestEnd();
  }

  private int column(Side side, int bucket) {
    int age = ages[side.index()].age(bucket);
    return isFine() ? Freshness.coveredColumn(age) : Freshness.uncoveredColumn(age);
  }

  @Override
  public int firstBucket() {
    return firstBucket;
  }

  @Override
  public int rows() {
    return covered.length;
  }

  @Override
  public void addCrossed(Side side, int row, double[] into, int at) {
    into[at + columns[side.index()][row]] += (isFine() ? covered[row] : 1) * oiUsd;
  }

  @Override
  public void addStanding(Side side, int bucket, double price, double part, double[] into, int at) {
    if (!Double.isNaN(openInterest)) {
      into[at + column(side, bucket)] += (isFine() ? part : 1) * contract.usd(openInterest, price);
    }
  }

  /** A fine column is the part of the bucket that the range covers, from both ends. */
  @Override
  public void addReach(Side side, PriceRange range, double[] into, int at) {
    if (!isFine()) {
      HeatmapModel.super.addReach(side, range, into, at);
      return;
    }
    forEachBucket(
        range.onTheWay(side),
        (bucket, part) -> addStanding(side, bucket, range.price(), part, into, at));
    if (kind == Kind.FINE_AND_FAR && !Double.isNaN(openInterest)) {
      double usd = contract.usd(openInterest, range.price());
      double middle = PriceGrid.position(range.price());
      forEachBucket(
          range.beyond(side),
          (bucket, part) -> {
            int column = Freshness.COVERED_COLUMNS + farColumn(Math.abs(bucket + 0.5 - middle));
            into[at + column] += part * usd;
          });
    }
  }

  private static void forEachBucket(PriceRange.Part way, ObjDoubleConsumer<Integer> covered) {
    if (way.from() < way.to()) {
      for (int bucket = (int) Math.floor(way.from());
          bucket <= (int) Math.floor(way.to());
          bucket++) {
        covered.accept(bucket, Profile.covered(way.from(), way.to(), bucket));
      }
    }
  }

  private static int farColumn(double distance) {
    int column = 0;
    while (column < FAR_EDGES.length && distance >= FAR_EDGES[column]) {
      column++;
    }
    return column;
  }
}
