package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.JsonFormat;
import io.treadmill.jobs.ingest.format.JsonRecord;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.contract.Contract;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers of OKX's API (candles, funding-rate-history, liquidation-orders) and messages of its
 * stream of liquidation orders. Sizes are contracts, the price is that of bankruptcy, the side is
 * that of the order: buy = a short was liquidated. The venue says that not all orders are told.
 */
final class OkxAnswers extends JsonFormat {
  private static final List<String> BAR =
      List.of("ts", "open", "high", "low", "close", "vol", "volCcy", "volCcyQuote", "confirm");

  private static final Pattern CHANNEL = Pattern.compile("candle(\\d+[smHD])(?:utc)?");

  private final FileContracts contracts;
  private final LiquidationRows liquidations = new LiquidationRows("bankruptcy");

  OkxAnswers(FileContracts contracts) {
    this.contracts = contracts;
  }

  @Override
  protected void message(JsonNode message, RecordSink sink) {
    String code = message.path("code").asText("0");
    if (!code.equals("0") && !message.has("event")) {
      throw new RefusedFile(
          "the answer is an error, code %s: %s".formatted(code, message.path("msg").asText()));
    }
    JsonNode data = message.path("data");
    JsonNode first = data.path(0);
    if (first.isArray()) {
      bars(message.path("arg"), data, sink);
    } else if (first.has("details")) {
      data.forEach(
          orders ->
              each(
                  orders.path("details"),
                  sink,
                  order -> liquidation(orders.path("instId").asText(), order, sink)));
    } else if (first.has("fundingRate") && first.has("realizedRate")) {
      each(data, sink, entry -> funding(entry, sink));
    } else {
      passOver();
    }
  }

  /** Bars of the stream say their instrument and interval, those of an answer do not. */
  private void bars(JsonNode channel, JsonNode data, RecordSink sink) {
    String symbol = channel.path("instId").asText(contracts.file().symbol());
    if (symbol == null) {
      throw new RefusedFile(
          "candles do not say their instrument: name the file after it, BTC-USDT-SWAP-1m.json, or"
              + " give --symbol");
    }
    Matcher interval = CHANNEL.matcher(channel.path("channel").asText());
    int seconds =
        interval.matches()
            ? Intervals.seconds(interval.group(1).toLowerCase(Locale.ROOT))
            : Intervals.ofSteps(data, time());
    for (JsonNode bar : data) {
      one(bar, BAR, sink, entry -> bar(entry, symbol, seconds, sink));
    }
  }

  private void bar(JsonRecord bar, String symbol, int seconds, RecordSink sink) {
    long start = bar.micros("ts");
    Contract contract = contracts.of(symbol, Set.of(), start);
    if (!bar.text("confirm").equals("1")) {
      throw new BadRow("bar_not_over", "confirm is " + bar.text("confirm"));
    }
    OkxCandles.volumes(
        Bars.start(sink, start, seconds, Long.MAX_VALUE, Bars.prices(bar, Bars.NAMES)),
        contract,
        bar.notNegative("vol"),
        bar.notNegative("volCcy"),
        bar.notNegative("volCcyQuote"));
    sink.emit();
  }

  private void funding(JsonRecord entry, RecordSink sink) {
    long stamp = entry.micros("fundingTime");
    Contract contract = contracts.of(entry.text("instId"), Set.of(), stamp);
    double rate = entry.number(entry.has("realizedRate") ? "realizedRate" : "fundingRate");
    FileContracts.name(FundingRows.fill(sink, stamp, rate), contract);
    sink.emit();
  }

  private void liquidation(String symbol, JsonRecord order, RecordSink sink) {
    long stamp = order.micros("ts");
    Contract contract = contracts.of(symbol, Set.of(), stamp);
    RowBuffer row =
        liquidations.fill(
            sink,
            contract,
            stamp,
            !order.isBuy("side"),
            order.positive("bkPx", "price"),
            order.positive("sz", "size"));
    row.text(LiquidationRows.EVENT_ID, LiquidationRows.eventId(symbol + order));
    liquidations.emit(sink, "unknown");
  }
}
