package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.Product;
import java.time.LocalDate;
import java.util.Objects;

/** Rows of brackets: numbered from 1 in the order they come for a symbol and day, and checked. */
final class TierRows {
  private static final ArchiveDataset TIERS = ArchiveDataset.MARGIN_TIERS;

  /** OKX starts a bracket one whole unit above the end of the one before. */
  private static final double NEXT_WHOLE = 1;

  private final String capUnit;
  private String symbol;
  private LocalDate day;
  private int tier;
  private double lastCap;

  TierRows(Product product) {
    this.capUnit = product.isInverse() ? "base" : "quote";
  }

  /**
   * Emits one bracket; it starts where the one before ends.
   *
   * @param cap upper end; NaN if there is none
   * @param amount maintenance amount; NaN if not stated
   */
  void emit(
      RecordSink sink,
      String ofSymbol,
      LocalDate from,
      double floor,
      double cap,
      double rate,
      double maxLeverage,
      double amount) {
    boolean next = Objects.equals(symbol, ofSymbol) && Objects.equals(day, from);
    if (!(floor >= 0) || cap <= floor) {
      throw new BadRow("bracket", "floor " + floor + ", cap " + cap + " (floor must be below cap)");
    }
    if (next && (floor < lastCap || floor > lastCap + NEXT_WHOLE)) {
      throw new BadRow(
          "bracket_gap", "floor " + floor + " (the bracket before ends at " + lastCap + ")");
    }
    double start = next ? lastCap : floor;
    if (!(rate > 0 && rate <= 1) || !(maxLeverage >= 1) || rate * maxLeverage > 1) {
      throw new BadRow(
          "bracket_rate",
          ("rate %s, max leverage %s (rate in (0, 1], leverage >= 1, rate at most the "
                  + "initial margin)")
              .formatted(rate, maxLeverage));
    }
    tier = next ? tier + 1 : 1;
    symbol = ofSymbol;
    day = from;
    lastCap = cap;
    RowBuffer row = sink.row(TIERS);
    row.text(TIERS.index("symbol"), ofSymbol);
    row.whole(TIERS.index("valid_from"), from.toEpochDay());
    row.whole(TIERS.index("tier"), tier);
    row.number(TIERS.index("notional_floor"), start);
    if (!Double.isNaN(cap)) {
      row.number(TIERS.index("notional_cap"), cap);
    }
    row.text(TIERS.index("cap_unit"), capUnit);
    row.number(TIERS.index("maintenance_margin_rate"), rate);
    row.number(TIERS.index("max_leverage"), maxLeverage);
    if (!Double.isNaN(amount)) {
      row.number(TIERS.index("maintenance_amount"), amount);
    }
    sink.emit();
  }
}
