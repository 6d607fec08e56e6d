package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.JsonFormat;
import io.treadmill.jobs.ingest.format.JsonRecord;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.QualityFlag;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.Product;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Contract.Terms;
import io.treadmill.market.contract.ContractKind;
import java.util.List;
import java.util.Set;

/**
 * Answers of Bybit's API (kline, funding/history, open-interest, account-ratio) and messages of its
 * stream (allLiquidation, liquidation). Volumes and open interest of inverse contracts are USD,
 * turnover is coins. Open interest is that of both sides, unless singleOpenInterest is given. The
 * side of a liquidation is that of the position, its price is that of bankruptcy.
 */
final class BybitAnswers extends JsonFormat {
  private static final ArchiveDataset KLINES = ArchiveDataset.KLINES;
  private static final List<String> BAR =
      List.of("startTime", "open", "high", "low", "close", "volume", "turnover");

  private final FileContracts contracts;
  private final LiquidationRows liquidations = new LiquidationRows("bankruptcy");

  BybitAnswers(FileContracts contracts) {
    this.contracts = contracts;
  }

  @Override
  protected void message(JsonNode message, RecordSink sink) {
    String topic = message.path("topic").asText();
    JsonNode data = message.path("data");
    JsonNode result = message.path("result");
    JsonNode list = result.path("list");
    if (topic.startsWith("allLiquidation")) {
      each(data, sink, print -> liquidation(print, "T", "s", "S", "v", "p", sink));
    } else if (topic.startsWith("liquidation")) {
      one(data, null, sink, print -> oldLiquidation(print, sink));
    } else if (message.path("retCode").asInt() != 0) {
      throw new RefusedFile(
          "the answer is an error, code %s: %s"
              .formatted(message.path("retCode").asText(), message.path("retMsg").asText()));
    } else if (list.path(0).isArray()) {
      bars(message, list, sink);
    } else if (list.path(0).has("fundingRate") && list.path(0).has("fundingRateTimestamp")) {
      Set<Product> among = products(result);
      each(list, sink, entry -> funding(entry, among, sink));
    } else if (list.path(0).has("openInterest") && list.path(0).has("timestamp")) {
      String symbol = result.path("symbol").asText();
      Set<Product> among = products(result);
      each(list, sink, entry -> openInterest(entry, symbol, among, sink));
    } else if (list.path(0).has("buyRatio") && list.path(0).has("sellRatio")) {
      each(list, sink, entry -> accounts(entry, sink));
    } else {
      passOver();
    }
  }

  private static Set<Product> products(JsonNode result) {
    return switch (result.path("category").asText()) {
      case "spot" -> Products.SPOT;
      case "linear" -> Products.LINEAR;
      case "inverse" -> Products.INVERSE;
      default -> Set.of();
    };
  }

  private void oldLiquidation(JsonRecord print, RecordSink sink) {
    liquidation(print, "updatedTime", "symbol", "side", "size", "price", sink);
  }

  private void liquidation(
      JsonRecord print,
      String ts,
      String symbol,
      String side,
      String size,
      String price,
      RecordSink sink) {
    long stamp = print.micros(ts);
    Contract contract = contracts.of(print.text(symbol), Products.DERIVATIVE, stamp);
    boolean isLong = print.isBuy(side);
    RowBuffer row =
        liquidations.fill(
            sink,
            contract,
            stamp,
            isLong,
            print.positive(price, "price"),
            print.positive(size, "size"));
    row.text(LiquidationRows.EVENT_ID, LiquidationRows.eventId(print.toString()));
    liquidations.emit(sink, ts.equals("T") ? "full" : "throttled_1s");
  }

  private void bars(JsonNode message, JsonNode list, RecordSink sink) {
    int seconds = Intervals.ofSteps(list, time());
    JsonNode result = message.path("result");
    String symbol = result.path("symbol").asText();
    Set<Product> among = products(result);
    long answered =
        message.has("time") ? time().ofText(message.get("time").asText(), "time") : Long.MAX_VALUE;
    for (JsonNode bar : list) {
      one(bar, BAR, sink, entry -> bar(entry, symbol, among, seconds, answered, sink));
    }
  }

  private void bar(
      JsonRecord bar,
      String symbol,
      Set<Product> among,
      int seconds,
      long answered,
      RecordSink sink) {
    long start = bar.micros("startTime");
    Contract contract = contracts.of(symbol, among, start);
    double[] prices = Bars.prices(bar, Bars.NAMES);
    double volume = bar.notNegative("volume");
    double turnover = bar.notNegative("turnover");
    boolean inverse = contract.terms().kind() == ContractKind.INVERSE;
    RowBuffer row = Bars.start(sink, start, seconds, answered, prices);
    FileContracts.name(row, contract);
    row.number(KLINES.index("base_volume"), inverse ? turnover : volume);
    row.number(KLINES.index("quote_volume"), inverse ? volume : turnover);
    if (inverse) {
      row.number(KLINES.index("contracts"), volume / contract.terms().value());
    }
    sink.emit();
  }

  private void funding(JsonRecord entry, Set<Product> among, RecordSink sink) {
    long stamp = entry.micros("fundingRateTimestamp");
    Contract contract = contracts.of(entry.text("symbol"), among, stamp);
    RowBuffer row = FundingRows.fill(sink, stamp, entry.number("fundingRate"));
    FileContracts.name(row, contract);
    sink.emit();
  }

  private void openInterest(JsonRecord entry, String symbol, Set<Product> among, RecordSink sink) {
    long stamp = entry.micros("timestamp");
    Contract contract = contracts.of(symbol, among, stamp);
    boolean isOneSide = entry.has("singleOpenInterest");
    double raw = entry.number(isOneSide ? "singleOpenInterest" : "openInterest");
    if (!(raw > 0)) {
      throw new BadRow(
          "open_interest_not_positive",
          "openInterest %s (a gap of the venue, not zero)".formatted(raw));
    }
    double oneSide = isOneSide ? raw : raw / 2;
    RowBuffer row = Snapshots.interest(sink, contract, stamp);
    Terms terms = contract.terms();
    if (terms.kind() == ContractKind.INVERSE) {
      row.number(Snapshots.INTEREST_CONTRACTS, oneSide / terms.value());
      row.number(Snapshots.INTEREST_USD, oneSide);
    } else {
      row.number(Snapshots.INTEREST_BASE, oneSide);
    }
    if (!isOneSide) {
      sink.flag(QualityFlag.RECOMPUTED);
    }
    sink.emit();
  }

  /**
   * Shares of the accounts with a position that are long and short. The answer does not say its
   * period, nor its documents whether a stamp is the end of one: it is flagged.
   */
  private void accounts(JsonRecord entry, RecordSink sink) {
    long stamp = entry.micros("timestamp");
    Contract contract = contracts.of(entry.text("symbol"), Products.DERIVATIVE, stamp);
    double longs = entry.notNegative("buyRatio");
    double shorts = entry.positive("sellRatio", "sell_ratio");
    RowBuffer row = Snapshots.ratios(sink, stamp, stamp);
    FileContracts.name(row, contract);
    row.number(Snapshots.ACCOUNT_RATIO, longs / shorts);
    sink.flag(QualityFlag.LABEL_UNVERIFIED);
    sink.emit();
  }
}
