package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.JsonFormat;
import io.treadmill.jobs.ingest.format.JsonRecord;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.AmountUnit;
import io.treadmill.market.contract.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Answers {@code {code, msg, data: [..]}}: totals {@code {time, .._long_liquidation_usd,
 * .._short_liquidation_usd}}, open interest in USD and rates of funding in percent as {@code {time,
 * open, high, low, close}}, and single orders {@code {time, exchange_name, symbol, side, price,
 * usd_value}}, whose side 1 is buy. An answer that is an error, or is empty, is refused: the vendor
 * answers a wrong symbol with an empty list.
 */
final class CoinGlassHistory extends JsonFormat {
  private static final ArchiveDataset TOTALS = ArchiveDataset.LIQUIDATION_BARS;

  private final SourceFile file;
  private final FileContracts contracts;
  private final String kind;
  private final String venueSet;
  private final boolean isOfVenue;
  private final LiquidationRows orders;
  private int intervalSeconds;

  CoinGlassHistory(FileContracts contracts) {
    String[] named = contracts.file().kind().split(":", -1);
    this.file = contracts.file();
    this.contracts = contracts.assuming(null, AmountUnit.QUOTE);
    this.kind = named[0];
    this.venueSet = named[1];
    this.intervalSeconds = named[2].isEmpty() ? 0 : Intervals.seconds(named[2]);
    this.isOfVenue = !file.venue().equals(file.vendor());
    this.orders = new LiquidationRows(LiquidationRows.priceKind(file.venue()));
  }

  @Override
  protected void message(JsonNode answer, RecordSink sink) {
    if (!answer.path("code").asText("0").equals("0")) {
      throw new RefusedFile("the answer is an error, code " + answer.get("code").asText());
    }
    JsonNode data = answer.path("data");
    if (!answer.has("data")) {
      throw new RefusedFile("no JSON object {code, msg, data} (it is %s)".formatted(what(answer)));
    }
    if (data.isArray() && data.isEmpty()) {
      throw new RefusedFile(
          "no bars in data (the vendor answers a wrong symbol so: a coin, BTC, not a pair)");
    }
    JsonNode first = data.isArray() ? data.get(0) : data;
    String found = kind(first);
    if (!data.isArray() || !kind.equals(found) && !(isOhlc(first) && isOhlc(kind))) {
      boolean isNamed = found.equals(CoinGlass.TOTALS) || found.equals(CoinGlass.TAKERS);
      throw new RefusedFile(
          "no %s: it is %s"
              .formatted(words(kind), isNamed ? words(found) + " by its fields" : what(first)));
    }
    if (kind.equals(CoinGlass.TAKERS)) {
      throw new RefusedFile(
          "volumes of takers without prices, which no dataset of the archive holds: trades or bars"
              + " of the venue have both sides");
    }
    if (kind.equals(CoinGlass.ORDERS)) {
      each(data, sink, order -> order(order, sink));
      return;
    }
    if (intervalSeconds == 0) {
      intervalSeconds = interval(data);
    }
    each(data, sink, bar -> bar(bar, sink));
  }

  private static String words(String kind) {
    return kind.replace('-', ' ');
  }

  private int interval(JsonNode data) {
    List<Long> starts = new ArrayList<>();
    data.forEach(bar -> starts.add(bar.path("time").asLong() * 1000));
    return Intervals.ofStep(
        Intervals.step(starts)
            .orElseThrow(
                () ->
                    new RefusedFile(
                        "one bar does not tell its interval (name the file ..-1h-..)")));
  }

  private static boolean isOhlc(String kind) {
    return kind.equals(CoinGlass.OPEN_INTEREST) || kind.equals(CoinGlass.FUNDING);
  }

  private static boolean isOhlc(JsonNode entry) {
    return entry.has("open") && entry.has("close");
  }

  /** Returns the kind that an entry says; empty if it is another or, of OHLC, one of several. */
  private static String kind(JsonNode entry) {
    if (entry.has("aggregated_long_liquidation_usd") || entry.has("long_liquidation_usd")) {
      return CoinGlass.TOTALS;
    }
    if (entry.has("taker_buy_volume_usd") || entry.has("aggregated_buy_volume_usd")) {
      return CoinGlass.TAKERS;
    }
    return entry.has("usd_value") && entry.has("side") ? CoinGlass.ORDERS : "";
  }

  /** Says what else people keep beside totals. */
  private static String what(JsonNode entry) {
    if (kind(entry).equals(CoinGlass.TOTALS)) {
      return "a bare list of totals: save the whole answer";
    }
    if (entry.has("longLiquidationUsd")) {
      return "an answer of version 3 of the API: fetch it from version 4";
    }
    if (entry.has("usd_value") || entry.has("exchange_name")) {
      return "a list of single liquidation orders: name it COIN-VENUE-liquidation-orders.json";
    }
    if (entry.has("y_axis") || entry.has("liquidation_leverage_data")) {
      return "a liquidation heatmap, a model's picture";
    }
    if (entry.has("history")) {
      return "a history of Coinalyze: import it with `ingest coinalyze`";
    }
    if (isOhlc(entry)) {
      return "a history of open interest or funding: name it"
          + " PAIR-VENUE-open-interest-history-1h.json or ..-funding-rate-history-..";
    }
    return "of no kind that is known, with "
        + entry.properties().stream().map(Map.Entry::getKey).toList();
  }

  private void bar(JsonRecord bar, RecordSink sink) {
    long start = bar.micros("time");
    Bars.checkTime(sink, start, intervalSeconds);
    if (kind.equals(CoinGlass.TOTALS)) {
      total(bar, start, sink);
      return;
    }
    Contract contract = isOfVenue ? contracts.of(file.symbol(), Products.DERIVATIVE, start) : null;
    if (kind.equals(CoinGlass.FUNDING)) {
      FundingRows.percentAtEnd(sink, contract, start, intervalSeconds, bar.number("close"));
    } else {
      Snapshots.interestAtEnd(sink, contract, start, intervalSeconds, bar.number("close"));
    }
  }

  private void total(JsonRecord bar, long start, RecordSink sink) {
    double longUsd = usd(bar, "long_liquidation_usd");
    double shortUsd = usd(bar, "short_liquidation_usd");
    RowBuffer row = sink.row(TOTALS);
    row.whole(TOTALS.index("ts"), start);
    row.whole(TOTALS.index("interval_seconds"), intervalSeconds);
    row.text(
        TOTALS.index("scope"), file.symbol().matches("[A-Z0-9]+USD[TC]?(_.*)?") ? "pair" : "coin");
    row.text(TOTALS.index("venue_set"), venueSet);
    row.number(TOTALS.index("long_usd"), longUsd);
    row.number(TOTALS.index("short_usd"), shortUsd);
    sink.emit();
  }

  private static double usd(JsonRecord bar, String name) {
    return bar.notNegative(bar.has("aggregated_" + name) ? "aggregated_" + name : name);
  }

  /** Orders over the amount that was asked for: a part of all. */
  private void order(JsonRecord order, RecordSink sink) {
    long ts = order.micros("time");
    String venue = order.text("exchange_name").toLowerCase(Locale.ROOT);
    file.requireVenue(venue, "an order of " + venue);
    long side = order.whole("side");
    if (side != 1 && side != 2) {
      throw new BadRow("not_a_side", "side %d (must be 1, buy, or 2, sell)".formatted(side));
    }
    Contract contract = contracts.of(order.text("symbol"), Products.DERIVATIVE, ts);
    double price = order.positive("price");
    double usd = order.positive("usd_value");
    RowBuffer row = orders.fill(sink, contract, ts, side == 2, price, usd);
    row.text(LiquidationRows.EVENT_ID, LiquidationRows.eventId(order.toString()));
    orders.emit(sink, "sampled");
  }
}
