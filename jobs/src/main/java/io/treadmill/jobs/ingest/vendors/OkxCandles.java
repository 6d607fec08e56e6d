package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.Product;
import io.treadmill.market.contract.Contract;
import java.util.Set;

/**
 * Candlesticks of OKX, one minute long. {@code vol} is contracts, of spot coins; {@code vol_ccy} is
 * coins, of spot the quote; {@code vol_quote} is the quote.
 */
final class OkxCandles extends CsvFormat {
  private static final ArchiveDataset KLINES = ArchiveDataset.KLINES;
  private static final int SECONDS = 60;

  private final SourceFile file;
  private final FileContracts contracts;
  private int symbol;
  private int[] prices;
  private int volume;
  private int coins;
  private int quote;
  private int ts;
  private int confirm;

  OkxCandles(SourceFile file, FileContracts contracts) {
    this.file = file;
    this.contracts = contracts;
  }

  @Override
  protected void columns(Header header) {
    symbol = header.need("instrument_name");
    prices =
        new int[] {
          header.need("open"), header.need("high"), header.need("low"), header.need("close")
        };
    volume = header.need("vol");
    coins = header.need("vol_ccy");
    quote = header.need("vol_quote");
    ts = header.need("open_time");
    confirm = header.need("confirm");
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    if (file.symbol() != null) {
      line.requireSymbol(symbol, file.symbol());
    }
    long start = time().micros(line, ts, "open_time");
    Contract contract = contracts.of(line.text(symbol), Set.of(), start);
    if (!line.flag(confirm, "confirm")) {
      throw new BadRow("bar_not_over", "confirm is 0");
    }
    double[] bar = Bars.prices(line, prices);
    volumes(
        Bars.start(sink, start, SECONDS, Long.MAX_VALUE, bar),
        contract,
        Bars.notNegative(line, volume, "vol"),
        Bars.notNegative(line, coins, "vol_ccy"),
        Bars.notNegative(line, quote, "vol_quote"));
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
