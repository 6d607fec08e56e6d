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
 * Open interest of Binance metrics, each five minutes: coins and USDT in USD-M, contracts and coins
 * in COIN-M. What the label means changed over time: rows are staged with the label as it is, and
 * proved against bars when they are published. Ratios are not kept.
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
    if (openInterest.isEmpty(line)) {
      throw new BadRow("open_interest_missing", "sum_open_interest is empty");
    }
    double interest = openInterest.number(line);
    if (!(interest > 0)) {
      throw new BadRow(
          "open_interest_not_positive",
          "sum_open_interest " + openInterest.text(line) + " (a gap of the venue, not zero)");
    }
    double worth = value.positiveOrNaN(line);
    long near = Math.floorDiv(label + GRID_MICROS / 2, GRID_MICROS) * GRID_MICROS;
    boolean isNear = Math.abs(label - near) <= NEAR_MICROS;
    RowBuffer row = Snapshots.interest(sink, isNear ? near : label, label);
    row.whole(Snapshots.INTEREST_INTERVAL, INTERVAL_SECONDS);
    amounts(row, interest, worth);
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
}
