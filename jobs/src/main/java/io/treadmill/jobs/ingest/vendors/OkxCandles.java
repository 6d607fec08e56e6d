package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.Product;
import io.treadmill.market.contract.Contract;
import java.util.List;
import java.util.Set;

/**
 * Candlesticks of OKX, one minute long. {@code vol} is contracts, of spot coins; {@code vol_ccy} is
 * coins, of spot the quote; {@code vol_quote} is the quote.
 */
final class OkxCandles extends CsvFormat {
  private static final ArchiveDataset KLINES = ArchiveDataset.KLINES;
  private static final int SECONDS = 60;

  private final FileContracts contracts;
  private final Column symbol = need("instrument_name");
  private final List<Column> prices = needEach("open", "high", "low", "close");
  private final Column volume = need("vol");
  private final Column coins = need("vol_ccy");
  private final Column quote = need("vol_quote");
  private final Column ts = need("open_time");
  private final Column confirm = need("confirm");

  OkxCandles(FileContracts contracts) {
    this.contracts = contracts;
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    symbol.requireSymbol(line, contracts.file().symbol());
    long start = micros(line, ts);
    Contract contract = contracts.of(symbol.text(line), Set.of(), start);
    if (!confirm.flag(line)) {
      throw new BadRow("bar_not_over", "confirm is 0");
    }
    double[] bar = Bars.prices(line, prices);
    volumes(
        Bars.start(sink, start, SECONDS, Long.MAX_VALUE, bar),
        contract,
        volume.notNegative(line),
        coins.notNegative(line),
        quote.notNegative(line));
    sink.emit();
  }

  /** Puts the contract and the three volumes of a bar into its row. */
  static void volumes(
      RowBuffer row, Contract contract, double volume, double ofCoin, double ofQuote) {
    FileContracts.name(row, contract);
    boolean spot = contract.product() == Product.SPOT;
    row.number(KLINES.index("base_volume"), spot ? volume : ofCoin);
    row.number(KLINES.index("quote_volume"), ofQuote);
    if (!spot) {
      row.number(KLINES.index("contracts"), volume);
    }
  }
}
