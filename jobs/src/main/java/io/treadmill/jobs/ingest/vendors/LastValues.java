package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.contract.Contract;

/**
 * The last values of a symbol in a file of instants: a value that is missing stays as it was, one
 * that did not change makes no row.
 */
final class LastValues {
  private Contract contract;
  private double mark = Double.NaN;
  private double index = Double.NaN;
  private double last = Double.NaN;
  private double interest = Double.NaN;
  private long settlement;
  private long settlementBefore;
  private long rateTs;
  private double rate;
  private double rateMark = Double.NaN;

  /** Returns the values, of a contract from now on. */
  LastValues of(Contract found) {
    contract = found;
    return this;
  }

  Contract contract() {
    return contract;
  }

  double mark() {
    return mark;
  }

  /** Emits the prices if one of them is new; NaN = missing. */
  void prices(RecordSink sink, long ts, double newMark, double newIndex, double newLast) {
    boolean isNew = isNew(newMark, mark) || isNew(newIndex, index) || isNew(newLast, last);
    mark = Double.isNaN(newMark) ? mark : newMark;
    index = Double.isNaN(newIndex) ? index : newIndex;
    last = Double.isNaN(newLast) ? last : newLast;
    if (isNew) {
      Snapshots.marks(sink, contract, ts, mark, index).numberIfAny(Snapshots.LAST_PRICE, last);
      sink.emit();
    }
  }

  /** Takes open interest and returns true if it is new; NaN = missing. */
  boolean takesInterest(double value) {
    boolean isNew = isNew(value, interest);
    interest = isNew ? value : interest;
    return isNew;
  }

  private static boolean isNew(double value, double known) {
    return !Double.isNaN(value) && value != known;
  }

  /** Returns true if a rate was taken. */
  boolean hasRate() {
    return settlement != 0;
  }

  /** Returns true if a rate was taken for another settlement. */
  boolean isOver(long newSettlement) {
    return hasRate() && newSettlement != settlement;
  }

  /** Takes the rate that was seen at an instant for a settlement. */
  void rate(long ts, long newSettlement, double newRate) {
    settlementBefore = isOver(newSettlement) ? settlement : settlementBefore;
    settlement = newSettlement;
    rateTs = ts;
    rate = newRate;
    rateMark = mark;
  }

  /** Returns microseconds between the last two settlements; 0 if there was one. */
  long interval() {
    return settlementBefore == 0 ? 0 : settlement - settlementBefore;
  }

  /** Returns microseconds from the last rate to its settlement. */
  long untilSettlement() {
    return settlement - rateTs;
  }

  /** Returns a row of the last rate. */
  RowBuffer funding(RecordSink sink, boolean isSettled) {
    RowBuffer row = FundingRows.row(sink, settlement, rateTs, isSettled, rate);
    FileContracts.name(row, contract);
    row.numberIfAny(FundingRows.MARK_PRICE, rateMark);
    return row;
  }
}
