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
 * Klines of Binance: of trades, mark price or index price. In COIN-M {@code volume} is contracts
 * and {@code quote_volume} is base coins, whatever the header says.
 */
final class BinanceKlines extends CsvFormat {
  private static final ArchiveDataset KLINES = ArchiveDataset.KLINES;
  private static final ArchiveDataset MARK = ArchiveDataset.MARK_INDEX;
  private static final List<String> COLUMNS =
      List.of(
          "open_time",
          "open",
          "high",
          "low",
          "close",
          "volume",
          "close_time",
          "quote_volume",
          "count",
          "taker_buy_volume",
          "taker_buy_quote_volume",
          "ignore");

  private final String family;
  private final int intervalSeconds;
  private final boolean inverse;
  private final double faceValue;
  private int ts;
  private int[] prices;
  private int volume;
  private int quoteVolume;
  private int count;
  private int takerBuy;
  private int takerBuyQuote;

  BinanceKlines(SourceFile file, Terms terms) {
    String[] kind = file.kind().split(":");
    this.family = kind[0];
    this.intervalSeconds = Intervals.seconds(kind[1]);
    this.inverse = terms.kind() == ContractKind.INVERSE;
    this.faceValue = terms.value();
  }

  @Override
  protected List<List<String>> layouts() {
    return List.of(COLUMNS);
  }

  @Override
  protected void columns(Header header) {
    ts = header.need("open_time", "opentime", "timestamp", "date");
    prices =
        new int[] {
          header.need("open"), header.need("high"), header.need("low"), header.need("close")
        };
    boolean trades = family.equals("klines");
    volume = trades ? header.need("volume") : -1;
    quoteVolume =
        trades ? header.need("quote_volume", "quote_asset_volume", "quotevolume", "quote_av") : -1;
    count = trades ? header.need("count", "number_of_trades", "trades", "num_trades") : -1;
    takerBuy =
        trades
            ? header.need(
                "taker_buy_volume",
                "taker_buy_base_asset_volume",
                "taker_buy_base_volume",
                "tb_base_av")
            : -1;
    takerBuyQuote =
        trades
            ? header.need("taker_buy_quote_volume", "taker_buy_quote_asset_volume", "tb_quote_av")
            : -1;
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    long start = time().micros(line, ts, "open_time");
    double[] bar = Bars.prices(line, prices);
    if (start % (intervalSeconds * 1_000_000L) != 0) {
      throw new BadRow(
          "off_grid", "open_time " + line.text(ts) + " (not a start of " + intervalSeconds + " s)");
    }
    sink.checkEnded(start + intervalSeconds * 1_000_000L);
    if (family.equals("klines")) {
      trades(line, start, bar, sink);
    } else {
      marks(start, bar, sink);
    }
  }

  private void trades(CsvLine line, long start, double[] bar, RecordSink sink) {
    double size = Bars.notNegative(line, volume, "volume");
    double value = Bars.notNegative(line, quoteVolume, "quote_volume");
    double bought = Bars.notNegative(line, takerBuy, "taker_buy_volume");
    double boughtValue = Bars.notNegative(line, takerBuyQuote, "taker_buy_quote_volume");
    RowBuffer row = Bars.fill(sink, start, intervalSeconds, bar);
    row.whole(KLINES.index("trade_count"), line.whole(count, "count"));
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
    String prefix = family.equals("markPriceKlines") ? "mark_" : "index_";
    RowBuffer row = sink.row(MARK);
    row.whole(MARK.index("ts"), start);
    row.whole(MARK.index("interval_seconds"), intervalSeconds);
    row.number(MARK.index(prefix + "open"), bar[0]);
    row.number(MARK.index(prefix + "high"), bar[1]);
    row.number(MARK.index(prefix + "low"), bar[2]);
    row.number(MARK.index(prefix + "close"), bar[3]);
    sink.emit();
  }
}
