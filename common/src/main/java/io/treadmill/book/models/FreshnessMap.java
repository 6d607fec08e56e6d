package io.treadmill.book.models;

import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.position.BucketAges;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.Freshness;
import io.treadmill.book.position.Profile;
import io.treadmill.book.position.Step;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.List;
import java.util.stream.IntStream;

/**
 * No book: how long price was not at a bucket, times open interest. The coarse kind counts whole
 * buckets in 7 bins of age (M0s), the fine one the covered part of each in 12 (M0sX). The rule that
 * a book has to beat.
 */
public final class FreshnessMap implements HeatmapModel {
  private final boolean fine;
  private final ContractValue contract;
  private final BucketAges[] ages = {new BucketAges(Side.LONG), new BucketAges(Side.SHORT)};
  private double openInterest;
  private double oiUsd;
  private int firstBucket;
  private double[] covered = {};
  private int[][] columns = new int[2][0];

  /**
   * Makes an empty map.
   *
   * @param fine true for covered parts and 12 bins, false for whole buckets and 7
   * @param openInterest snapshot to hold until the first one comes, size unit; NaN if none
   */
  public FreshnessMap(boolean fine, ContractValue contract, double openInterest) {
    this.fine = fine;
    this.contract = contract;
    this.openInterest = openInterest;
  }

  @Override
  public List<String> columns() {
    int n = fine ? Freshness.COVERED_COLUMNS : Freshness.UNCOVERED_COLUMNS;
    return IntStream.range(0, n).mapToObj(fine ? Freshness::coveredName : Freshness::name).toList();
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
    return fine ? Freshness.coveredColumn(age) : Freshness.uncoveredColumn(age);
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
    into[at + columns[side.index()][row]] += (fine ? covered[row] : 1) * oiUsd;
  }

  @Override
  public void addStanding(Side side, int bucket, double price, double part, double[] into, int at) {
    if (!Double.isNaN(openInterest)) {
      into[at + column(side, bucket)] += (fine ? part : 1) * contract.usd(openInterest, price);
    }
  }

  /** A fine column is the part of the bucket that the range covers, from both ends. */
  @Override
  public void addReach(Side side, double low, double high, double price, double[] into, int at) {
    for (int bucket = (int) Math.floor(low); bucket <= (int) Math.floor(high); bucket++) {
      addStanding(side, bucket, price, Profile.covered(low, high, bucket), into, at);
    }
  }
}
