package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.JsonFormat;
import io.treadmill.jobs.ingest.format.JsonRecord;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.BarClock;
import io.treadmill.market.contract.Contract;
import java.util.Set;

/**
 * Trades {@code {trade_id, timestamp, price, amount, direction, instrument_name, liquidation}} and
 * funding {@code {timestamp, interest_1h, ..}}, bare or inside of the answer. {@code liquidation}
 * says who was liquidated: T the taker, M the maker, MT both.
 */
final class DeribitRecords extends JsonFormat {
  private final FileContracts contracts;
  private final boolean isFunding;
  private final LiquidationRows forced = new LiquidationRows("trade");

  DeribitRecords(FileContracts contracts) {
    this.contracts = contracts;
    this.isFunding = contracts.file().kind().equals(Deribit.FUNDING);
  }

  @Override
  protected void message(JsonNode root, RecordSink sink) {
    if (root.has("error")) {
      throw new RefusedFile("the answer is an error: " + root.get("error"));
    }
    if (root.isArray()) {
      root.forEach(one -> message(one, sink));
    } else if (root.has("result")) {
      message(root.get("result"), sink);
    } else if (root.path("trades").isArray()) {
      message(root.get("trades"), sink);
    } else if (root.path("params").has("data")) {
      message(root.get("params").get("data"), sink);
    } else if (root.has(isFunding ? "interest_1h" : "direction")) {
      one(root, null, sink, one -> record(one, sink));
    } else {
      throw new RefusedFile(
          "no %s of Deribit: %s".formatted(isFunding ? "history of funding" : "trades", root));
    }
  }

  void record(JsonRecord one, RecordSink sink) {
    long ts = one.micros("timestamp");
    Contract contract = contracts.of(symbol(one), Set.of(), ts);
    if (isFunding) {
      funding(one, contract, ts, sink);
      return;
    }
    boolean isBuy = one.isBuy("direction");
    String mark = one.textOrEmpty("liquidation");
    if (!mark.matches("(none|M|T|MT|TM)?")) {
      throw new BadRow("liquidation", "liquidation " + mark + " (must be M, T or MT)");
    }
    double price = one.positive("price");
    double amount = one.positive("amount");
    String id = one.textOrEmpty("trade_id");
    TradeRows.id(TradeRows.fill(sink, contract, ts, isBuy ? "buy" : "sell", price, amount), id);
    sink.emit();
    for (String party : new String[] {"T", "M"}) {
      if (mark.contains(party)) {
        boolean isSell = isBuy != party.equals("T");
        RowBuffer row = forced.fill(sink, contract, ts, isSell, price, amount);
        row.text(
            LiquidationRows.EVENT_ID,
            (id.isEmpty() ? LiquidationRows.eventId(one.toString()) : id) + "-" + party);
        row.text(LiquidationRows.KIND, "market");
        forced.emit(sink, "full");
      }
    }
  }

  private String symbol(JsonRecord one) {
    String symbol =
        one.has("instrument_name") ? one.text("instrument_name") : contracts.file().symbol();
    if (symbol == null) {
      throw new BadRow("symbol", "no instrument_name (put the instrument into the name: --symbol)");
    }
    contracts.file().requireSymbol(symbol, symbol);
    return symbol;
  }

  /** What was paid in the hour that ends at the stamp. */
  private static void funding(JsonRecord one, Contract contract, long ts, RecordSink sink) {
    if (ts % BarClock.HOUR_MICROS != 0) {
      throw new BadRow("off_grid", "timestamp %s (not an hour)".formatted(one.text("timestamp")));
    }
    double rate = FundingRows.checked(one.number("interest_1h"));
    RowBuffer row = FundingRows.row(sink, ts, ts, true, rate);
    FileContracts.name(row, contract);
    FundingRows.interval(row, 60, "file");
    sink.emit();
  }
}
