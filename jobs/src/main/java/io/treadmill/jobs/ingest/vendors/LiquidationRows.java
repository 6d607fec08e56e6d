package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.ArchiveStore;
import io.treadmill.lake.QualityFlag;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Contract.Terms;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HexFormat;

/** Rows of forced orders: sides and units, the same for every vendor. */
final class LiquidationRows {
  private static final ArchiveDataset LIQUIDATIONS = ArchiveDataset.LIQUIDATIONS;
  static final int LOCAL_TS = LIQUIDATIONS.index("local_ts");
  static final int EVENT_ID = LIQUIDATIONS.index("event_id");
  private static final int TS = LIQUIDATIONS.index("ts");
  private static final int SIDE = LIQUIDATIONS.index("liquidated_side");
  private static final int PRICE = LIQUIDATIONS.index("price");
  private static final int PRICE_KIND = LIQUIDATIONS.index("price_kind");
  private static final int AMOUNT = LIQUIDATIONS.index("amount");
  private static final int CONTRACTS = LIQUIDATIONS.index("contracts");
  private static final int NOTIONAL_USD = LIQUIDATIONS.index("notional_usd");
  static final int KIND = LIQUIDATIONS.index("kind");
  private static final int COMPLETENESS = LIQUIDATIONS.index("completeness");
  private static final int COPIES = LIQUIDATIONS.index("copies");
  private static final int ID_BYTES = 8;
  private static final LocalDate BYBIT_FULL_FEED = LocalDate.of(2025, 2, 26);

  private final String priceKind;

  LiquidationRows(String priceKind) {
    this.priceKind = priceKind;
  }

  /**
   * Returns a row filled but for its id.
   *
   * @param isSellOrder true if the forced order sold: a long was liquidated
   * @param size amount in the unit of the contract
   */
  RowBuffer fill(
      RecordSink sink, Contract contract, long ts, boolean isSellOrder, double price, double size) {
    RowBuffer row = sink.row(LIQUIDATIONS);
    Terms terms = contract.terms();
    FileContracts.name(row, contract);
    row.whole(TS, ts);
    row.text(SIDE, isSellOrder ? "long" : "short");
    row.number(PRICE, price);
    row.text(PRICE_KIND, priceKind);
    row.number(AMOUNT, terms.coins(size, price));
    row.number(NOTIONAL_USD, terms.quote(size, price));
    row.numberIfAny(CONTRACTS, terms.contracts(size, price));
    row.text(KIND, "unknown");
    row.whole(COPIES, 1);
    return row;
  }

  /** Puts the id of a line into a row, or one that exact copies of the line share. */
  static void id(RowBuffer row, Column id, CsvLine line) {
    row.text(EVENT_ID, id.isEmpty(line) ? eventId(line.raw()) : id.text(line));
  }

  /** Emits the row. */
  void emit(RecordSink sink, String completeness) {
    sink.row().text(COMPLETENESS, completeness);
    if (completeness.equals("throttled_1s")) {
      sink.flag(QualityFlag.THROTTLED_FEED);
    }
    sink.emit();
  }

  /** Returns which price the public feed of a venue tells. */
  static String priceKind(String venue) {
    return switch (venue) {
      case "binance" -> "order_limit";
      case "bybit", "okx" -> "bankruptcy";
      default -> "trade";
    };
  }

  /** Returns how the public feed of a venue reported prints at an instant. */
  static String completeness(String venue, long ts) {
    return switch (venue) {
      case "binance" -> "throttled_1s";
      case "bybit" -> UtcDays.dayOf(ts).isBefore(BYBIT_FULL_FEED) ? "throttled_1s" : "full";
      default -> "unknown";
    };
  }

  /** Returns an id that exact copies of a source row share. */
  static String eventId(String raw) {
    byte[] hash = ArchiveStore.newSha256().digest(raw.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, ID_BYTES);
  }
}
