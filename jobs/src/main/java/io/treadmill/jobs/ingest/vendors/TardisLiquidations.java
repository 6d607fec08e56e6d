package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.contract.Contract;

/** Liquidations of Tardis: {@code side} is the order, so buy = a short was liquidated. */
final class TardisLiquidations extends TardisOrders {
  private final SourceFile file;
  private final LiquidationRows rows;

  TardisLiquidations(FileContracts contracts) {
    super(contracts);
    this.file = contracts.file();
    this.rows = new LiquidationRows(LiquidationRows.priceKind(file.venue()));
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    long stamp = micros(line, ts);
    boolean isSell = !side.isBuy(line);
    Contract contract = symbols.contract(line, stamp);
    double paid = price.positive(line);
    RowBuffer row = rows.fill(sink, contract, stamp, isSell, paid, amount.positive(line));
    LiquidationRows.id(row, id, line);
    local(line, row, LiquidationRows.LOCAL_TS);
    rows.emit(sink, LiquidationRows.completeness(file.venue(), stamp));
  }
}
