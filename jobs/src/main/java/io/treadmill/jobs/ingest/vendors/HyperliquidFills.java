package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.JsonFormat;
import io.treadmill.jobs.ingest.format.JsonRecord;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.contract.Contract;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Fills of all users: {@code {local_time, block_time, block_number, events: [[user, fill], ..]}} a
 * line, or {@code [user, fill]} a line before. A trade is there twice, once for each party: the
 * taker's fill becomes the row, the other one is a duplicate. A fill of the user who was liquidated
 * is a forced order too.
 */
final class HyperliquidFills extends JsonFormat {
  private static final int MAX_OPEN = 200_000;

  private final FileContracts contracts;
  private final LiquidationRows forced = new LiquidationRows("trade");
  private final Map<String, Fill> open = new LinkedHashMap<>();
  private long localTs;
  private JsonNode user;

  /** A fill of which the other party was not met yet. */
  private record Fill(
      Contract contract,
      long ts,
      String id,
      boolean isBuy,
      boolean isTaker,
      double price,
      double size,
      long localTs) {}

  HyperliquidFills(FileContracts contracts) {
    this.contracts = contracts;
  }

  /** A line {@code [user, fill]} comes as two entries. */
  @Override
  protected void message(JsonNode root, RecordSink sink) {
    if (root.isTextual()) {
      user = root;
    } else if (root.has("events")) {
      localTs =
          root.has("local_time") ? time().ofText(root.get("local_time").asText(), "local_time") : 0;
      root.get("events").forEach(event -> take(fill(event), sink));
      localTs = 0;
    } else if (root.isArray() || root.has("coin")) {
      take(user == null ? fill(root) : fill(user, root), sink);
      user = null;
    } else {
      throw new RefusedFile("a line without events or a fill: no fills of Hyperliquid");
    }
  }

  private void take(JsonNode fill, RecordSink sink) {
    one(fill, null, sink, one -> record(one, sink));
  }

  /** Returns the fill with its user. */
  private static JsonNode fill(JsonNode event) {
    return event.isArray() && event.size() == 2 ? fill(event.get(0), event.get(1)) : event;
  }

  private static JsonNode fill(JsonNode user, JsonNode event) {
    return event instanceof ObjectNode fill ? fill.put("user", user.asText()) : event;
  }

  private void record(JsonRecord one, RecordSink sink) {
    long ts = time().ofNumber(one.whole("time"), "time");
    Contract contract = contracts.of(one.text("coin"), Set.of(), ts);
    String side = one.text("side");
    if (!side.equals("B") && !side.equals("A")) {
      throw new BadRow("not_a_side", "side " + side + " (must be B or A)");
    }
    Fill fill =
        new Fill(
            contract,
            ts,
            one.textOrEmpty("tid"),
            side.equals("B"),
            one.node().path("crossed").asBoolean(),
            one.positive("px"),
            one.positive("sz"),
            localTs);
    String key = contract.symbol() + " " + fill.id();
    Fill other = fill.id().isEmpty() ? null : open.remove(key);
    if (other == null) {
      if (fill.isTaker() || fill.id().isEmpty()) {
        trade(fill, sink);
      }
      if (!fill.id().isEmpty()) {
        open.put(key, fill);
        forgetOldest(sink);
      }
    } else if (!other.isTaker()) {
      trade(fill, sink);
    }
    if (one.node().path("liquidation").isObject()) {
      liquidation(one, fill, sink);
    }
  }

  /** A party that never came: its trade is told by the other one. */
  private void forgetOldest(RecordSink sink) {
    if (open.size() > MAX_OPEN) {
      Iterator<Fill> oldest = open.values().iterator();
      Fill alone = oldest.next();
      oldest.remove();
      if (!alone.isTaker()) {
        trade(alone, sink);
      }
    }
  }

  @Override
  protected void finish(RecordSink sink) {
    open.values().stream().filter(fill -> !fill.isTaker()).forEach(fill -> trade(fill, sink));
  }

  /** The aggressor is the taker, or the other side of a maker. */
  private static void trade(Fill fill, RecordSink sink) {
    boolean isBought = fill.isBuy() == fill.isTaker();
    RowBuffer row =
        TradeRows.fill(
            sink, fill.contract(), fill.ts(), isBought ? "buy" : "sell", fill.price(), fill.size());
    TradeRows.id(row, fill.id());
    if (fill.localTs() != 0) {
      row.whole(TradeRows.LOCAL_TS, fill.localTs());
    }
    sink.emit();
  }

  /** The mark is on the fills of both parties: that of the liquidated one counts. */
  private void liquidation(JsonRecord one, Fill fill, RecordSink sink) {
    JsonNode mark = one.node().get("liquidation");
    String liquidated = mark.path("liquidatedUser").asText();
    boolean isTheirs =
        one.has("user") && !liquidated.isEmpty()
            ? liquidated.equalsIgnoreCase(one.text("user"))
            : one.textOrEmpty("dir").startsWith("Liquidated");
    if (!isTheirs) {
      return;
    }
    RowBuffer row =
        forced.fill(sink, fill.contract(), fill.ts(), !fill.isBuy(), fill.price(), fill.size());
    row.text(
        LiquidationRows.EVENT_ID,
        fill.id().isEmpty() ? LiquidationRows.eventId(one.toString()) : fill.id());
    row.text(LiquidationRows.KIND, kind(one.textOrEmpty("dir"), mark.path("method").asText()));
    if (fill.localTs() != 0) {
      row.whole(LiquidationRows.LOCAL_TS, fill.localTs());
    }
    forced.emit(sink, "full");
  }

  private static String kind(String direction, String method) {
    if (direction.equals("Auto-Deleveraging")) {
      return "adl";
    }
    return method.equals("market") || method.equals("backstop") ? method : "unknown";
  }
}
