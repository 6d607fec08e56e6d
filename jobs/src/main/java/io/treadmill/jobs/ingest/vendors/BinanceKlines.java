package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.Column;
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
 * Klines of Binance: of trades, mark price or index price. In COIN-M {@code volume} is contracts
 * and {@code quote_volume} is base coins, whatever the header says.
 */
final class BinanceKlines extends CsvFormat {
  private static final ArchiveDataset KLINES = ArchiveDataset.KLINES;
  private static final List<String> COLUMNS =
      Header.layout(
          "open_time,open,high,low,close,volume,close_time,quote_volume,count,"
              + "taker_buy_volume,taker_buy_quote_volume,ignore");

  private final String family;
  private final int intervalSeconds;
  private final boolean inverse;
  private final double faceValue;
  private final Column ts = need("open_time", "opentime", "timestamp", "date");
  private final List<Column> prices = needEach("open", "high", "low", "close");
  private final Column volume;
  private final Column quoteVolume;
  private final Column count;
  private final Column takerBuy;
  private final Column takerBuyQuote;

  BinanceKlines(SourceFile file, Terms terms) {
    String[] kind = file.kind().split(":");
    this.family = kind[0];
    this.intervalSeconds = Intervals.seconds(kind[1]);
    this.inverse = terms.kind() == ContractKind.INVERSE;
    this.faceValue = terms.value();
    this.volume = traded("volume");
    this.quoteVolume = traded("quote_volume", "quote_asset_volume", "quotevolume", "quote_av");
    this.count = traded("count", "number_of_trades", "trades", "num_trades");
    this.takerBuy =
        traded(
            "taker_buy_volume",
            "taker_buy_base_asset_volume",
            "taker_buy_base_volume",
            "tb_base_av");
    this.takerBuyQuote =
        traded("taker_buy_quote_volume", "taker_buy_quote_asset_volume", "tb_quote_av");
  }

  /** Bars of mark and index prices have nothing traded. */
  private Column traded(String... names) {
    return family.equals("klines") ? need(names) : find(names);
  }

  @Override
  protected List<List<String>> layouts() {
    return List.of(COLUMNS);
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    long start = micros(line, ts);
    double[] bar = Bars.prices(line, prices);
    Bars.checkTime(sink, start, intervalSeconds);
    if (family.equals("klines")) {
      trades(line, start, bar, sink);
    } else {
      marks(start, bar, sink);
    }
  }

  private void trades(CsvLine line, long start, double[] bar, RecordSink sink) {
    double size = volume.notNegative(line);
    double value = quoteVolume.notNegative(line);
    double bought = takerBuy.notNegative(line);
    double boughtValue = takerBuyQuote.notNegative(line);
    RowBuffer row = Bars.fill(sink, start, intervalSeconds, bar);
    row.whole(KLINES.index("trade_count"), count.whole(line));
    row.number(KLINES.index("base_volume"), inverse ? value : size);
    row.number(KLINES.index("quote_volume"), inverse ? size * faceValue : value);
    row.number(KLINES.index("taker_buy_base_volume"), inverse ? boughtValue : bought);
    row.number(KLINES.index("taker_buy_quote_volume"), inverse ? bought * faceValue : boughtValue);
    if (inverse) {
      row.number(KLINES.index("contracts"), size);
      sink.flag(QualityFlag.CONTRACT_SIZE_ASSUMED);
    }
    sink.emit();
  }

  private void marks(long start, double[] bar, RecordSink sink) {
    Snapshots.bar(
        sink, family.equals("markPriceKlines") ? "mark" : "index", start, intervalSeconds, bar);
    sink.emit();
  }
}
