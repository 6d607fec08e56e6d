package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.lake.RowBuffer;

/** The columns that trades and liquidations of Tardis share. */
abstract class TardisOrders extends CsvFormat {
  private final Column exchange = find("exchange");
  private final Column symbol = need("symbol");
  final Column ts = need("timestamp");
  private final Column local = find("local_timestamp");
  final Column id = find("id");
  final Column side = need("side");
  final Column price = need("price");
  final Column amount = need("amount");
  final TardisSymbols symbols;

  TardisOrders(FileContracts contracts) {
    this.symbols = new TardisSymbols(contracts, exchange, symbol);
  }

  /** Puts the instant of arrival into a row, if the line has one. */
  final void local(CsvLine line, RowBuffer row, int column) {
    if (!local.isEmpty(line)) {
      row.whole(column, micros(line, local));
    }
  }
}
