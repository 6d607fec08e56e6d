package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.contract.Contract;

/** Trades of Tardis: {@code side} is the aggressor, {@code id} may be empty or no number. */
final class TardisTrades extends TardisOrders {
  TardisTrades(FileContracts contracts) {
    super(contracts);
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    long stamp = micros(line, ts);
    Contract contract = symbols.contract(line, stamp);
    String aggressor = side.is(line, "unknown") ? "unknown" : side.isBuy(line) ? "buy" : "sell";
    double paid = price.positive(line);
    RowBuffer row = TradeRows.fill(sink, contract, stamp, aggressor, paid, amount.positive(line));
    local(line, row, TradeRows.LOCAL_TS);
    TradeRows.id(row, id, line);
    sink.emit();
  }
}
