package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.QualityFlag;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.contract.Contract.Terms;
import io.treadmill.market.contract.ContractKind;
import java.util.List;

/**
 * Binance metrics, each five minutes: open interest, coins and USDT in USD-M, contracts and coins
 * in COIN-M, and longs per short. What the label means changed over time: rows are staged with the
 * label as it is, and proved against bars when they are published. A line without open interest is
 * set aside and its ratios are kept; one with a ratio that is none is set aside and its open
 * interest is kept.
 */
final class BinanceMetrics extends CsvFormat {
  private static final int INTERVAL_SECONDS = 300;
  private static final long GRID_MICROS = INTERVAL_SECONDS * 1_000_000L;
  private static final long NEAR_MICROS = 2_000_000L;

  private final boolean inverse;
  private final double faceValue;
  private final String symbol;
  private final Column ts = need("create_time");
  private final Column symbolColumn = find("symbol");
  private final Column openInterest = need("sum_open_interest");
  private final Column value = need("sum_open_interest_value");
  private final Column accounts = find("count_long_short_ratio");
  private final Column topAccounts = find("count_toptrader_long_short_ratio");
  private final Column topPositions = find("sum_toptrader_long_short_ratio");
  private final Column takers = find("sum_taker_long_short_vol_ratio");

  BinanceMetrics(SourceFile file, Terms terms) {
    this.inverse = terms.kind() == ContractKind.INVERSE;
    this.faceValue = terms.value();
    this.symbol = file.symbol();
  }

  @Override
  protected List<List<String>> layouts() {
    return List.of(
        Header.layout(
            "create_time,symbol,sum_open_interest,sum_open_interest_value,"
                + "count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,"
                + "count_long_short_ratio,sum_taker_long_short_vol_ratio"));
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    symbolColumn.requireSymbol(line, symbol);
    long label = micros(line, ts);
    long near = Math.floorDiv(label + GRID_MICROS / 2, GRID_MICROS) * GRID_MICROS;
    boolean isNear = Math.abs(label - near) <= NEAR_MICROS;
    long instant = isNear ? near : label;
    double interest = openInterest.isEmpty(line) ? Double.NaN : openInterest.number(line);
    if (interest > 0) {
      double worth = value.positiveOrNaN(line);
      RowBuffer row = Snapshots.interest(sink, instant, label);
      row.whole(Snapshots.INTEREST_INTERVAL, INTERVAL_SECONDS);
      amounts(row, interest, worth);
      emit(sink, isNear);
    }
    ratios(line, instant, label, isNear, sink);
    if (Double.isNaN(interest)) {
      throw new BadRow("open_interest_missing", "sum_open_interest is empty");
    }
    if (interest <= 0) {
      throw new BadRow(
          "open_interest_not_positive",
          "sum_open_interest " + openInterest.text(line) + " (a gap of the venue, not zero)");
    }
  }

  private static void emit(RecordSink sink, boolean isNear) {
    if (!isNear) {
      sink.flag(QualityFlag.OFF_GRID);
    }
    sink.emit();
  }

  private void amounts(RowBuffer row, double interest, double worth) {
    if (inverse) {
      row.number(Snapshots.INTEREST_CONTRACTS, interest);
      row.number(Snapshots.INTEREST_USD, interest * faceValue);
      row.numberIfAny(Snapshots.INTEREST_BASE, worth);
    } else {
      row.number(Snapshots.INTEREST_BASE, interest);
      row.numberIfAny(Snapshots.INTEREST_USD, worth);
    }
  }

  private void ratios(CsvLine line, long instant, long label, boolean isNear, RecordSink sink) {
    double ofAccounts = ratio(accounts, line);
    double ofTopAccounts = ratio(topAccounts, line);
    double ofTopPositions = ratio(topPositions, line);
    double ofTakers = ratio(takers, line);
    if (Double.isNaN(ofAccounts)
        && Double.isNaN(ofTopAccounts)
        && Double.isNaN(ofTopPositions)
        && Double.isNaN(ofTakers)) {
      return;
    }
    RowBuffer row = Snapshots.ratios(sink, instant, label);
    row.numberIfAny(Snapshots.ACCOUNT_RATIO, ofAccounts);
    row.numberIfAny(Snapshots.TOP_ACCOUNT_RATIO, ofTopAccounts);
    row.numberIfAny(Snapshots.TOP_POSITION_RATIO, ofTopPositions);
    row.numberIfAny(Snapshots.TAKER_VOLUME_RATIO, ofTakers);
    row.whole(Snapshots.RATIO_INTERVAL, INTERVAL_SECONDS);
    emit(sink, isNear);
  }

  /** Returns longs per short; NaN where the cell is empty. */
  private static double ratio(Column column, CsvLine line) {
    return column.isEmpty(line) ? Double.NaN : column.notNegative(line);
  }
}
