package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.ArchiveDataset;
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
  private static final ArchiveDataset OI = ArchiveDataset.OPEN_INTEREST;
  private static final int INTERVAL_SECONDS = 300;
  private static final long GRID_MICROS = INTERVAL_SECONDS * 1_000_000L;
  private static final long NEAR_MICROS = 2_000_000L;

  private final boolean inverse;
  private final double faceValue;
  private final String symbol;
  private int ts;
  private int symbolColumn;
  private int openInterest;
  private int value;

  BinanceMetrics(SourceFile file, Terms terms) {
    this.inverse = terms.kind() == ContractKind.INVERSE;
    this.faceValue = terms.value();
    this.symbol = file.symbol();
  }

  @Override
  protected List<List<String>> layouts() {
    return List.of(
        List.of(
            "create_time",
            "symbol",
            "sum_open_interest",
            "sum_open_interest_value",
            "count_toptrader_long_short_ratio",
            "sum_toptrader_long_short_ratio",
            "count_long_short_ratio",
            "sum_taker_long_short_vol_ratio"));
  }

  @Override
  protected void columns(Header header) {
    ts = header.need("create_time");
    symbolColumn = header.find("symbol");
    openInterest = header.need("sum_open_interest");
    value = header.need("sum_open_interest_value");
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    line.requireSymbol(symbolColumn, symbol);
    long label = time().micros(line, ts, "create_time");
    if (line.isEmpty(openInterest)) {
      throw new BadRow("open_interest_missing", "sum_open_interest is empty");
    }
    double interest = line.number(openInterest, "sum_open_interest");
    if (!(interest > 0)) {
      throw new BadRow(
          "open_interest_not_positive",
          "sum_open_interest " + line.text(openInterest) + " (a gap of the venue, not zero)");
    }
    double worth =
        line.isEmpty(value) ? Double.NaN : line.positive(value, "sum_open_interest_value");
    long near = Math.floorDiv(label + GRID_MICROS / 2, GRID_MICROS) * GRID_MICROS;
    boolean isNear = Math.abs(label - near) <= NEAR_MICROS;
    RowBuffer row = sink.row(OI);
    row.whole(OI.index("ts"), isNear ? near : label);
    row.whole(OI.index("ts_raw"), label);
    row.text(OI.index("ts_label"), "instant");
    row.whole(OI.index("interval_seconds"), INTERVAL_SECONDS);
    amounts(row, interest, worth);
    if (!isNear) {
      sink.flag(QualityFlag.OFF_GRID);
    }
    sink.emit();
  }

  private void amounts(RowBuffer row, double interest, double worth) {
    if (inverse) {
      row.number(OI.index("open_interest_contracts"), interest);
      row.number(OI.index("open_interest_usd"), interest * faceValue);
      if (!Double.isNaN(worth)) {
        row.number(OI.index("open_interest_base"), worth);
      }
    } else {
      row.number(OI.index("open_interest_base"), interest);
      if (!Double.isNaN(worth)) {
        row.number(OI.index("open_interest_usd"), worth);
      }
    }
  }
}
