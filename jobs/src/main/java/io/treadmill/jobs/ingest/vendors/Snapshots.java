package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.QualityFlag;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Contract.Terms;

/** Rows of what an instant showed: open interest, longs per short, mark and index price. */
final class Snapshots {
  private static final ArchiveDataset OI = ArchiveDataset.OPEN_INTEREST;
  private static final ArchiveDataset RATIOS = ArchiveDataset.LONG_SHORT;
  private static final ArchiveDataset MARK = ArchiveDataset.MARK_INDEX;
  static final int INTEREST_BASE = OI.index("open_interest_base");
  static final int INTEREST_CONTRACTS = OI.index("open_interest_contracts");
  static final int INTEREST_USD = OI.index("open_interest_usd");
  static final int INTEREST_INTERVAL = OI.index("interval_seconds");
  static final int ACCOUNT_RATIO = RATIOS.index("account_ratio");
  static final int TOP_ACCOUNT_RATIO = RATIOS.index("top_account_ratio");
  static final int TOP_POSITION_RATIO = RATIOS.index("top_position_ratio");
  static final int TAKER_VOLUME_RATIO = RATIOS.index("taker_volume_ratio");
  static final int RATIO_INTERVAL = RATIOS.index("interval_seconds");
  static final int LAST_PRICE = MARK.index("last_price");
  private static final int INTEREST_LABEL = OI.index("ts_label");
  private static final int MARK_TS = MARK.index("ts");
  private static final int MARK_INTERVAL = MARK.index("interval_seconds");
  private static final int MARK_CLOSE = MARK.index("mark_close");
  private static final int INDEX_CLOSE = MARK.index("index_close");

  private Snapshots() {}

  /** Returns a row of open interest without its amounts, of the instrument of the file. */
  static RowBuffer interest(RecordSink sink, long ts, long raw) {
    return instant(sink, OI, ts, raw);
  }

  /** Returns a row of longs per short without its ratios, of the instrument of the file. */
  static RowBuffer ratios(RecordSink sink, long ts, long raw) {
    return instant(sink, RATIOS, ts, raw);
  }

  private static RowBuffer instant(RecordSink sink, ArchiveDataset dataset, long ts, long raw) {
    RowBuffer row = sink.row(dataset);
    row.whole(dataset.index("ts"), ts);
    row.whole(dataset.index("ts_raw"), raw);
    row.text(dataset.index("ts_label"), "instant");
    return row;
  }

  /** Returns a row of open interest without its amounts. */
  static RowBuffer interest(RecordSink sink, Contract contract, long ts) {
    RowBuffer row = interest(sink, ts, ts);
    FileContracts.name(row, contract);
    return row;
  }

  /**
   * Emits the open interest at the end of a period that an aggregator labels by its start. What it
   * says of Bybit counts both sides.
   *
   * @param contract contract whose unit the amount has; null of the file's own instrument, in USD
   * @throws BadRow if the amount is not positive
   */
  static void interestAtEnd(
      RecordSink sink, Contract contract, long start, int seconds, double amount) {
    if (!(amount > 0)) {
      throw new BadRow(
          "open_interest_not_positive", "open interest %s (a gap, not zero)".formatted(amount));
    }
    boolean bothSides = contract != null && contract.venue().equals("bybit");
    double oneSide = bothSides ? amount / 2 : amount;
    RowBuffer row = interest(sink, start + seconds * 1_000_000L, start);
    row.text(INTEREST_LABEL, "period_start");
    row.whole(INTEREST_INTERVAL, seconds);
    if (contract == null) {
      row.number(INTEREST_USD, oneSide);
    } else {
      Terms terms = contract.terms();
      FileContracts.name(row, contract);
      row.numberIfAny(INTEREST_BASE, terms.coins(oneSide, Double.NaN));
      row.numberIfAny(INTEREST_CONTRACTS, terms.contracts(oneSide, Double.NaN));
      row.numberIfAny(INTEREST_USD, terms.quote(oneSide, Double.NaN));
    }
    sink.flag(QualityFlag.LABEL_SHIFTED);
    if (bothSides) {
      sink.flag(QualityFlag.RECOMPUTED);
    }
    sink.emit();
  }

  /** Returns a row of mark and index price; NaN = not known. */
  static RowBuffer marks(RecordSink sink, Contract contract, long ts, double mark, double index) {
    RowBuffer row = sink.row(MARK);
    FileContracts.name(row, contract);
    row.whole(MARK_TS, ts);
    row.whole(MARK_INTERVAL, 0);
    row.numberIfAny(MARK_CLOSE, mark);
    row.numberIfAny(INDEX_CLOSE, index);
    return row;
  }

  /** Returns a row of the bar of a price that is not traded, mark or index. */
  static void bar(RecordSink sink, String price, long start, int intervalSeconds, double[] bar) {
    RowBuffer row = sink.row(MARK);
    row.whole(MARK_TS, start);
    row.whole(MARK_INTERVAL, intervalSeconds);
    row.number(MARK.index(price + "_open"), bar[0]);
    row.number(MARK.index(price + "_high"), bar[1]);
    row.number(MARK.index(price + "_low"), bar[2]);
    row.number(MARK.index(price + "_close"), bar[3]);
  }
}
