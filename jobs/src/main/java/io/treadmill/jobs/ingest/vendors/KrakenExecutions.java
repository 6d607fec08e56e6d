package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceFile;
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

  private final SourceFile file;
  private final FileContracts contracts;
  private final LiquidationRows forced = new LiquidationRows("trade");

  KrakenExecutions(SourceFile file, FileContracts contracts) {
    this.file = file;
    this.contracts = contracts;
  }

  @Override
  void value(JsonNode root, RecordSink sink) {
    JsonNode event = root.path("event");
    JsonNode execution =
        (event.has("Execution") ? event.get("Execution") : event.path("execution"))
            .path("execution");
    if (root.isArray()) {
      root.forEach(one -> value(one, sink));
    } else if (root.path("elements").isArray()) {
      value(root.get("elements"), sink);
    } else if (root.path("history").isArray()) {
      value(root.get("history"), sink);
    } else if (root.path("trades").isArray()) {
      value(root.get("trades"), sink);
    } else if (execution instanceof ObjectNode one) {
      take(one, sink);
    } else if (root.has("price") && (root.has("side") || root.has("takerOrder"))) {
      take(root, sink);
    } else if (event.isMissingNode()) {
      throw new RefusedFile("no executions of Kraken futures: " + root);
    } else {
      sink.note("events that are no executions are passed over");
    }
  }

  @Override
  void record(JsonRecord one, RecordSink sink) {
    long ts = micros(one, one.has("timestamp") ? "timestamp" : "time");
    JsonRecord taker = new JsonRecord(one.node().path("takerOrder"));
    JsonRecord maker = new JsonRecord(one.node().path("makerOrder"));
    Contract contract = contracts.of(symbol(one, taker), Set.of(), ts);
    double price = one.positive("price");
    double size = one.positive(one.has("quantity") ? "quantity" : one.has("qty") ? "qty" : "size");
    String side = side(taker.has("direction") ? taker.text("direction") : one.text("side"));
    String id = one.text("uid");
    TradeRows.fill(sink, contract, ts, id, side, price, size);
    sink.emit();
    String type = taker.has("orderType") ? taker.text("orderType") : one.text("type");
    String eventId = id.isEmpty() ? LiquidationRows.eventId(one.raw()) : id;
    if (isLiquidation(type)) {
      liquidation(contract, ts, side, price, size, eventId + "-T", sink);
    }
    if (isLiquidation(maker.text("orderType"))) {
      String ofMaker = side(maker.text("direction"));
      liquidation(contract, ts, ofMaker, price, size, eventId + "-M", sink);
    }
  }

  private static boolean isLiquidation(String type) {
    return type.toLowerCase(Locale.ROOT).equals(LIQUIDATION);
  }

  private void liquidation(
      Contract contract,
      long ts,
      String side,
      double price,
      double size,
      String id,
      RecordSink sink) {
    RowBuffer row = forced.fill(sink, contract, ts, side.equals("sell"), price, size);
    row.text(LiquidationRows.EVENT_ID, id);
    row.text(LiquidationRows.KIND, "market");
    forced.emit(sink, "full");
  }

  private static String side(String text) {
    String side = text.toLowerCase(Locale.ROOT);
    if (!side.equals("buy") && !side.equals("sell")) {
      throw new BadRow("not_a_side", "side '" + text + "' (must be buy or sell)");
    }
    return side;
  }

  private String symbol(JsonRecord one, JsonRecord taker) {
    String named =
        taker.has("tradeable")
            ? taker.text("tradeable")
            : one.has("product_id") ? one.text("product_id") : one.text("symbol");
    String symbol = named.isEmpty() ? file.symbol() : named.toUpperCase(Locale.ROOT);
    if (symbol == null) {
      throw new BadRow("symbol", "no contract (put it into the name, PF_XBTUSD, or --symbol)");
    }
    if (file.symbol() != null && !file.symbol().equals(symbol)) {
      throw new BadRow("symbol", "symbol %s (the file is of %s)".formatted(symbol, file.symbol()));
    }
    return symbol;
  }
}
