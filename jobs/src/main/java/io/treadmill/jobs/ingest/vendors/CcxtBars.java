package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.QualityFlag;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.AmountUnit;
import io.treadmill.market.Instrument;
import io.treadmill.market.contract.Contract.Terms;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * OHLCV lines in any order of time: of ccxt and pandas, of CryptoDataDownload (volumes named by
 * their coin), of Kraken (no header, number of trades last). The interval is in the name, or is the
 * most frequent step between neighbours among the first lines. Volume is base coins, as ccxt gives
 * it since March 2023, unless another unit is said; contracts and quote units become coins at the
 * close.
 */
final class CcxtBars extends CsvFormat {
  private static final ArchiveDataset KLINES = ArchiveDataset.KLINES;
  private static final int QUOTE_VOLUME = KLINES.index("quote_volume");
  private static final int TRADE_COUNT = KLINES.index("trade_count");
  private static final long SECOND_MICROS = 1_000_000L;
  private static final int FIRST_LINES = 1_000;
  private static final List<String> COLUMNS =
      List.of("timestamp", "open", "high", "low", "close", "volume");
  private static final List<String> COLUMNS_OF_KRAKEN =
      List.of("timestamp", "open", "high", "low", "close", "volume", "trades");

  private final String symbol;
  private final Terms terms;
  private final Map<Long, Integer> steps = new TreeMap<>();
  private int intervalSeconds;
  private long lastStart;
  private final Column ts =
      need(
          "timestamp",
          "unix",
          "unix_timestamp",
          "open_time",
          "opentime",
          "time",
          "datetime",
          "date",
          "");
  private final List<Column> prices = needEach("open", "high", "low", "close");
  private final Column volume;
  private final Column quoteVolume;
  private final Column trades =
      find("trades", "tradecount", "trade_count", "count", "number_of_trades");
  private final Column symbolColumn = find("symbol");
  private String symbolOfRows;

  CcxtBars(SourceFile file, Terms terms) {
    this.symbol = file.symbol();
    this.terms = terms;
    String plain = symbol.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    String asset = Instrument.asset(symbol).toLowerCase(Locale.ROOT);
    this.volume = need("volume", "volume_" + asset, "base_volume", "volume_base", "vol");
    this.quoteVolume =
        find(
            Stream.concat(
                    Stream.of("quote_volume", "quote_asset_volume", "volume_quote"),
                    IntStream.range(1, plain.length())
                        .mapToObj(at -> "volume_" + plain.substring(at)))
                .toArray(String[]::new));
    int colon = file.kind().indexOf(':');
    this.intervalSeconds = colon < 0 ? 0 : Intervals.seconds(file.kind().substring(colon + 1));
  }

  @Override
  protected List<List<String>> layouts() {
    return List.of(COLUMNS, COLUMNS_OF_KRAKEN);
  }

  @Override
  protected int lookAhead() {
    return intervalSeconds == 0 ? FIRST_LINES : 0;
  }

  @Override
  protected void look(CsvLine first) {
    long start = micros(first, ts);
    if (lastStart != 0 && start != lastStart) {
      steps.merge(Math.abs(start - lastStart), 1, Integer::sum);
    }
    lastStart = start;
  }

  /** Of steps that are as frequent as one another the shortest is the interval. */
  @Override
  protected void looked() {
    long step =
        steps.entrySet().stream()
            .max(
                Map.Entry.<Long, Integer>comparingByValue()
                    .thenComparing(
                        Map.Entry.<Long, Integer>comparingByKey(Comparator.reverseOrder())))
            .map(Map.Entry::getKey)
            .orElseThrow(
                () ->
                    new RefusedFile(
                        "one bar does not tell its interval (put it into the name:"
                            + " {venue}_{product}_{symbol}_5m.csv)"));
    if (step % SECOND_MICROS != 0 || 86400 % (step / SECOND_MICROS) != 0) {
      throw new RefusedFile(
          ("most bars are %s us apart (must be a part of a day; or put the interval into the"
                  + " name: {venue}_{product}_{symbol}_5m.csv)")
              .formatted(step));
    }
    intervalSeconds = (int) (step / SECOND_MICROS);
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    checkSymbol(line);
    long start = micros(line, ts);
    double[] bar = Bars.prices(line, prices);
    double size = volume.notNegative(line);
    Bars.checkTime(sink, start, intervalSeconds);
    RowBuffer row = Bars.fill(sink, start, intervalSeconds, bar);
    row.number(KLINES.index("base_volume"), terms.coins(size, bar[3]));
    if (terms.amounts() == AmountUnit.CONTRACTS) {
      row.number(KLINES.index("contracts"), size);
      sink.flag(QualityFlag.CONTRACT_SIZE_ASSUMED);
    }
    if (!quoteVolume.isEmpty(line)) {
      row.number(QUOTE_VOLUME, quoteVolume.notNegative(line));
    }
    if (!trades.isEmpty(line)) {
      row.whole(TRADE_COUNT, (long) trades.notNegative(line));
    }
    sink.emit();
  }

  /** All rows are of one symbol, and that of the coin that the name or the options say. */
  private void checkSymbol(CsvLine line) {
    if (symbolColumn.isEmpty(line)) {
      return;
    }
    String stated = symbolColumn.text(line, symbolOfRows);
    if (stated.equals(symbolOfRows)) {
      return;
    }
    if (symbolOfRows != null || !coin(stated).equals(coin(symbol))) {
      throw new BadRow("symbol", "symbol %s (the file is of %s)".formatted(stated, symbol));
    }
    symbolOfRows = stated;
  }

  private static String coin(String symbol) {
    String asset = Instrument.asset(symbol);
    return asset.equals("XBT") ? "BTC" : asset;
  }
}
