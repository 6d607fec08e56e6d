package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.ArchiveDataset;
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
  private static final ArchiveDataset FUNDING = ArchiveDataset.FUNDING;

  private final SourceFile file;
  private final FileContracts contracts;
  private final boolean isFunding;
  private final LiquidationRows forced = new LiquidationRows("trade");

  DeribitRecords(SourceFile file, FileContracts contracts) {
    this.file = file;
    this.contracts = contracts;
    this.isFunding = file.kind().equals(Deribit.FUNDING);
  }

  @Override
  void value(JsonNode root, RecordSink sink) {
    if (root.has("error")) {
      throw new RefusedFile("the answer is an error: " + root.get("error"));
    }
    if (root.isArray()) {
      root.forEach(one -> value(one, sink));
    } else if (root.has("result")) {
      value(root.get("result"), sink);
    } else if (root.path("trades").isArray()) {
      value(root.get("trades"), sink);
    } else if (root.path("params").has("data")) {
      value(root.get("params").get("data"), sink);
    } else if (root.has(isFunding ? "interest_1h" : "direction")) {
      take(root, sink);
    } else {
      throw new RefusedFile(
          "no %s of Deribit: %s".formatted(isFunding ? "history of funding" : "trades", root));
    }
  }

  @Override
  void record(JsonRecord one, RecordSink sink) {
    long ts = micros(one, "timestamp");
    Contract contract = contracts.of(symbol(one), Set.of(), ts);
    if (isFunding) {
      funding(one, contract, ts, sink);
      return;
    }
    String side = one.text("direction");
    if (!side.equals("buy") && !side.equals("sell")) {
      throw new BadRow("not_a_side", "direction " + side + " (must be buy or sell)");
    }
    String mark = one.text("liquidation");
    if (!mark.matches("(none|M|T|MT|TM)?")) {
      throw new BadRow("liquidation", "liquidation " + mark + " (must be M, T or MT)");
    }
    double price = one.positive("price");
    double amount = one.positive("amount");
    String id = one.text("trade_id");
    TradeRows.fill(sink, contract, ts, id, side, price, amount);
    sink.emit();
    for (String party : new String[] {"T", "M"}) {
      if (mark.contains(party)) {
        boolean isSell = side.equals("sell") == party.equals("T");
        RowBuffer row = forced.fill(sink, contract, ts, isSell, price, amount);
        row.text(
            LiquidationRows.EVENT_ID,
            (id.isEmpty() ? LiquidationRows.eventId(one.raw()) : id) + "-" + party);
        row.text(LiquidationRows.KIND, "market");
        forced.emit(sink, "full");
      }
    }
  }

  private String symbol(JsonRecord one) {
    String symbol = one.has("instrument_name") ? one.text("instrument_name") : file.symbol();
    if (symbol == null) {
      throw new BadRow("symbol", "no instrument_name (put the instrument into the name: --symbol)");
    }
    if (file.symbol() != null && !file.symbol().equals(symbol)) {
      throw new BadRow("symbol", "symbol %s (the file is of %s)".formatted(symbol, file.symbol()));
    }
    return symbol;
  }

  /** What was paid in the hour that ends at the stamp. */
  private static void funding(JsonRecord one, Contract contract, long ts, RecordSink sink) {
    if (ts % BarClock.HOUR_MICROS != 0) {
      throw new BadRow("off_grid", "timestamp %s (not an hour)".formatted(one.text("timestamp")));
    }
    double rate = one.number("interest_1h");
    if (!(Math.abs(rate) < 1)) {
      throw new BadRow("rate_range", "interest_1h %s (must be in -1..1)".formatted(rate));
    }
    RowBuffer row = sink.row(FUNDING);
    FileContracts.name(row, contract);
    row.whole(FUNDING.index("ts"), ts);
    row.whole(FUNDING.index("ts_raw"), ts);
    row.text(FUNDING.index("rate_kind"), "settled");
    row.number(FUNDING.index("rate"), rate);
    row.whole(FUNDING.index("interval_minutes"), 60);
    row.text(FUNDING.index("interval_source"), "file");
    sink.emit();
  }
}
