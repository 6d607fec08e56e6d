package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.JsonFormat;
import io.treadmill.jobs.ingest.format.JsonRecord;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.contract.Contract;
import java.util.List;
import java.util.Locale;

/**
 * Messages of {@code forceOrder} and {@code allLiquidation}, bare, in an array, or inside of what a
 * recorder put around them. At Binance the side is that of the order: SELL closed a long. At Bybit
 * it is that of the position: Buy was a long. long and short are sides of positions anywhere.
 */
final class RecordedOrders extends JsonFormat {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> AROUND =
      List.of("data", "msg", "message", "raw", "payload", "event");
  private static final List<String> RECEIVED =
      List.of(
          "local_ts",
          "local_timestamp",
          "local_time",
          "received_at",
          "receive_time",
          "received_ts",
          "recv_ts",
          "recv_time",
          "rx_ns");
  private static final List<String> SYMBOL = List.of("s", "symbol");
  private static final List<String> SIDE = List.of("S", "side");
  private static final List<String> TIME =
      List.of(
          "T",
          "order_trade_time",
          "trade_time",
          "updatedTime",
          "timestamp",
          "time",
          "ts",
          "event_time");
  private static final List<String> FILLED =
      List.of(
          "z",
          "order_filled_accumulated_quantity",
          "accumulated_fill_quantity",
          "filled_quantity",
          "accumulated_filled_qty");
  private static final List<String> SIZE =
      List.of("v", "q", "size", "quantity", "qty", "amount", "original_quantity");
  private static final List<String> AVERAGE = List.of("ap", "average_price", "avg_price");
  private static final List<String> PRICE = List.of("p", "price", "bankruptcy_price");
  private static final String INDEX = "index in the message";

  private final FileContracts contracts;

  RecordedOrders(FileContracts contracts) {
    this.contracts = contracts;
  }

  @Override
  protected void message(JsonNode root, RecordSink sink) {
    message(root, null, sink);
  }

  private void message(JsonNode root, JsonNode received, RecordSink sink) {
    JsonNode known = received;
    for (String name : RECEIVED) {
      known = root.has(name) ? root.get(name) : known;
    }
    String topic = root.path("topic").asText();
    if (root.isArray()) {
      for (JsonNode one : root) {
        message(one, known, sink);
      }
    } else if (root.path("o").isObject()) {
      order(root.get("o"), "binance", 0, known, sink);
    } else if (topic.matches("(allLiquidation|liquidation)\\..*")) {
      JsonNode data = root.path("data");
      int index = 0;
      for (JsonNode one : data.isArray() ? data : List.of(data)) {
        order(one, "bybit", index++, known, sink);
      }
    } else if (has(root, SYMBOL) && has(root, SIDE)) {
      order(root, contracts.file().venue(), 0, known, sink);
    } else {
      around(root, known, sink);
    }
  }

  private void around(JsonNode root, JsonNode received, RecordSink sink) {
    for (String name : AROUND) {
      JsonNode inner = root.path(name);
      if (inner.isTextual() && inner.asText().startsWith("{")) {
        try {
          inner = JSON.readTree(inner.asText());
        } catch (JsonProcessingException e) {
          one(root, null, sink, one -> record(one, sink));
          return;
        }
      }
      if (inner.isContainerNode()) {
        message(inner, received, sink);
        return;
      }
    }
    sink.note("messages that hold no forced order are passed over");
  }

  private void order(JsonNode order, String venue, int index, JsonNode received, RecordSink sink) {
    if (order instanceof ObjectNode one) {
      one.put("venue", one.path("venue").asText(venue));
      one.put(INDEX, index);
      if (received != null) {
        one.set(RECEIVED.get(0), received);
      }
    }
    one(order, null, sink, one -> record(one, sink));
  }

  private boolean has(JsonNode root, List<String> names) {
    return root.isObject() && JsonRecord.of(root, time()).first(names) != null;
  }

  private static String need(JsonRecord one, List<String> names, String what) {
    String found = one.first(names);
    if (found == null) {
      throw new BadRow("no_" + what, "no %s (known names: %s)".formatted(what, names));
    }
    return found;
  }

  void record(JsonRecord one, RecordSink sink) {
    String venue =
        one.has("venue") ? one.text("venue").toLowerCase(Locale.ROOT) : contracts.file().venue();
    contracts.file().requireVenue(venue, "an order of " + venue);
    long ts = one.micros(need(one, TIME, "time"));
    String symbol = one.text(need(one, SYMBOL, "symbol"));
    boolean isLong = isLong(one.text(need(one, SIDE, "side")), venue);
    Contract contract = contracts.of(symbol, Products.DERIVATIVE, ts);
    String average = positive(one, AVERAGE);
    String filled = positive(one, FILLED);
    double price = one.positive(average != null ? average : need(one, PRICE, "price"));
    double size = one.positive(filled != null ? filled : need(one, SIZE, "size"));
    LiquidationRows rows =
        new LiquidationRows(
            average != null
                ? "fill_average"
                : venue.equals("binance") ? "order_limit" : "bankruptcy");
    RowBuffer row = rows.fill(sink, contract, ts, isLong, price, size);
    row.text(
        LiquidationRows.EVENT_ID,
        LiquidationRows.eventId(
            String.join(
                " ",
                symbol,
                Long.toString(ts),
                Boolean.toString(isLong),
                Double.toString(price),
                Double.toString(size),
                one.has(INDEX) ? one.text(INDEX) : "0")));
    String received = one.first(RECEIVED);
    if (received != null) {
      row.whole(LiquidationRows.LOCAL_TS, one.micros(received));
    }
    rows.emit(sink, LiquidationRows.completeness(venue, ts));
  }

  private static String positive(JsonRecord one, List<String> names) {
    String found = one.first(names);
    return found != null && one.number(found) > 0 ? found : null;
  }

  /** Returns true if a long was liquidated. */
  private static boolean isLong(String side, String venue) {
    return switch (side.toLowerCase(Locale.ROOT)) {
      case "long" -> true;
      case "short" -> false;
      case "buy" -> venue.equals("bybit");
      case "sell" -> !venue.equals("bybit");
      default ->
          throw new BadRow("not_a_side", "side '" + side + "' (must be buy, sell, long or short)");
    };
  }
}
