package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.JsonFormat;
import io.treadmill.jobs.ingest.format.JsonRecord;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.contract.Contract.Terms;
import java.util.List;
import java.util.Map;

/**
 * Candles as spot venues answer them: Coinbase {@code [[time, low, high, open, close, volume]]} in
 * seconds, or {@code {candles: [{start, ..}]}}; Bitstamp {@code {data: {ohlc: [{timestamp, ..}]}}};
 * Kraken {@code {result: {PAIR: [[time, open, high, low, close, vwap, volume, count]], last}}}; and
 * the list of ccxt, {@code [[timestamp, open, high, low, close, volume]]} in milliseconds.
 */
final class BarAnswers extends JsonFormat {
  private static final ArchiveDataset KLINES = ArchiveDataset.KLINES;
  private static final List<String> OF_CCXT =
      List.of("time", "open", "high", "low", "close", "volume");
  private static final List<String> OF_COINBASE =
      List.of("time", "low", "high", "open", "close", "volume");
  private static final List<String> OF_KRAKEN =
      List.of("time", "open", "high", "low", "close", "vwap", "volume", "count");
  private static final List<String> TIMES = List.of("time", "start", "timestamp");

  private final boolean isOfCoinbase;
  private final Terms terms;
  private final int intervalSeconds;

  BarAnswers(SourceFile file, Terms terms) {
    int colon = file.kind().indexOf(':');
    if (colon < 0) {
      throw new RefusedFile(
          "the name does not say the interval (name it {venue}_{product}_{symbol}_5m.json)");
    }
    this.isOfCoinbase = file.venue().equals("coinbase");
    this.terms = terms;
    this.intervalSeconds = Intervals.seconds(file.kind().substring(colon + 1));
  }

  @Override
  protected void message(JsonNode answer, RecordSink sink) {
    JsonNode bars =
        answer.has("candles") ? answer.get("candles") : answer.path("data").path("ohlc");
    if (answer.isArray()) {
      // Coinbase counts seconds; ccxt, which turns its candles around, milliseconds.
      boolean isRaw = isOfCoinbase && answer.path(0).asLong() < 100_000_000_000L;
      one(answer, isRaw ? OF_COINBASE : OF_CCXT, sink, bar -> bar(bar, Long.MAX_VALUE, sink));
    } else if (bars.isArray()) {
      each(bars, sink, bar -> bar(bar, Long.MAX_VALUE, sink));
    } else if (answer.path("result").has("last")) {
      pairs(answer.get("result"), sink);
    } else {
      throw new RefusedFile("no candles that are known: %s".formatted(answer));
    }
  }

  /** The bar after the last one that is told to be over is still forming. */
  private void pairs(JsonNode result, RecordSink sink) {
    long last = result.get("last").asLong();
    for (Map.Entry<String, JsonNode> pair : result.properties()) {
      for (JsonNode values : pair.getValue()) {
        one(values, OF_KRAKEN, sink, bar -> bar(bar, last, sink));
      }
    }
  }

  private void bar(JsonRecord bar, long last, RecordSink sink) {
    String time = bar.first(TIMES);
    long start = bar.micros(time == null ? TIMES.get(0) : time);
    if (last != Long.MAX_VALUE && bar.whole("time") > last) {
      throw new BadRow("bar_not_over", "the bar is after the last that is over");
    }
    double[] prices = Bars.prices(bar, Bars.NAMES);
    double volume = bar.notNegative("volume");
    RowBuffer row = Bars.start(sink, start, intervalSeconds, Long.MAX_VALUE, prices);
    row.number(KLINES.index("base_volume"), terms.coins(volume, prices[3]));
    if (bar.has("count")) {
      row.whole(KLINES.index("trade_count"), bar.whole("count"));
    }
    sink.emit();
  }
}
