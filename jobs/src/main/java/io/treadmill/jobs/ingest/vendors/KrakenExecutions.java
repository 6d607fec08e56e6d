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
import java.util.Locale;
import java.util.Set;

/**
 * Executions {@code {elements: [{event: {Execution: {execution: {price, quantity, takerOrder,
 * makerOrder}}}}]}}: an order of type liquidation, of either party, is a forced order. The history
 * {@code {history: [{time, price, size, side, type, uid}]}} and the feed {@code {product_id, time,
 * price, qty, side, type, uid}} have one type: that of the taker.
 */
final class KrakenExecutions extends JsonFormat {
  private static final String LIQUIDATION = "liquidation";

  private final FileContracts contracts;
  private final LiquidationRows forced = new LiquidationRows("trade");

  KrakenExecutions(FileContracts contracts) {
    this.contracts = contracts;
  }

  @Override
  protected void message(JsonNode root, RecordSink sink) {
    JsonNode event = root.path("event");
    JsonNode execution =
        (event.has("Execution") ? event.get("Execution") : event.path("execution"))
            .path("execution");
    if (root.isArray()) {
      root.forEach(one -> message(one, sink));
    } else if (root.path("elements").isArray()) {
      message(root.get("elements"), sink);
    } else if (root.path("history").isArray()) {
      message(root.get("history"), sink);
    } else if (root.path("trades").isArray()) {
      message(root.get("trades"), sink);
    } else if (execution.isObject()) {
      one(execution, null, sink, one -> record(one, sink));
    } else if (root.has("price") && (root.has("side") || root.has("takerOrder"))) {
      one(root, null, sink, one -> record(one, sink));
    } else if (event.isMissingNode()) {
      throw new RefusedFile("no executions of Kraken futures: " + root);
    } else {
      sink.note("events that are no executions are passed over");
    }
  }

  void record(JsonRecord one, RecordSink sink) {
    long ts = one.micros(one.has("timestamp") ? "timestamp" : "time");
    JsonRecord taker = one.inner("takerOrder");
    JsonRecord maker = one.inner("makerOrder");
    Contract contract = contracts.of(symbol(one, taker), Set.of(), ts);
    double price = one.positive("price");
    double size = one.positive(one.has("quantity") ? "quantity" : one.has("qty") ? "qty" : "size");
    boolean isBuy = taker.has("direction") ? taker.isBuy("direction") : one.isBuy("side");
    String id = one.textOrEmpty("uid");
    TradeRows.id(TradeRows.fill(sink, contract, ts, isBuy ? "buy" : "sell", price, size), id);
    sink.emit();
    String type = taker.has("orderType") ? taker.text("orderType") : one.textOrEmpty("type");
    String eventId = id.isEmpty() ? LiquidationRows.eventId(one.toString()) : id;
    if (isLiquidation(type)) {
      liquidation(contract, ts, isBuy, price, size, eventId + "-T", sink);
    }
    if (isLiquidation(maker.textOrEmpty("orderType"))) {
      liquidation(contract, ts, maker.isBuy("direction"), price, size, eventId + "-M", sink);
    }
  }

  private static boolean isLiquidation(String type) {
    return type.toLowerCase(Locale.ROOT).equals(LIQUIDATION);
  }

  private void liquidation(
      Contract contract,
      long ts,
      boolean isBuy,
      double price,
      double size,
      String id,
      RecordSink sink) {
    RowBuffer row = forced.fill(sink, contract, ts, !isBuy, price, size);
    row.text(LiquidationRows.EVENT_ID, id);
    row.text(LiquidationRows.KIND, "market");
    forced.emit(sink, "full");
  }

  private String symbol(JsonRecord one, JsonRecord taker) {
    String named =
        taker.has("tradeable")
            ? taker.text("tradeable")
            : one.has("product_id") ? one.text("product_id") : one.textOrEmpty("symbol");
    String symbol = named.isEmpty() ? contracts.file().symbol() : named.toUpperCase(Locale.ROOT);
    if (symbol == null) {
      throw new BadRow("symbol", "no contract (put it into the name, PF_XBTUSD, or --symbol)");
    }
    contracts.file().requireSymbol(symbol, symbol);
    return symbol;
  }
}
