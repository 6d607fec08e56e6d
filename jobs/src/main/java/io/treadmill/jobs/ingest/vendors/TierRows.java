package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.Product;
import java.time.LocalDate;

/** Rows of brackets: numbered from 1 in the order they come for a symbol and day, and checked. */
final class TierRows {
  private static final ArchiveDataset TIERS = ArchiveDataset.MARGIN_TIERS;

  /** OKX starts a bracket one whole unit above the end of the one before. */
  private static final double NEXT_WHOLE = 1;

  /** The list of brackets of a symbol from a day on. */
  record Brackets(Product product, String symbol, LocalDate from) {}

  private Brackets last;
  private int tier;
  private double lastCap;

  /**
   * Emits one bracket; it starts where the one before ends.
   *
   * @param cap upper end; NaN if there is none
   * @param amount maintenance amount; NaN if not stated
   */
  void emit(
      RecordSink sink,
      Brackets of,
      double floor,
      double cap,
      double rate,
      double maxLeverage,
      double amount) {
    boolean next = of.equals(last);
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
    last = of;
    RowBuffer row = sink.row(TIERS);
    row.text(TIERS.index("product"), of.product().text());
    row.text(TIERS.index("symbol"), of.symbol());
    row.whole(TIERS.index("valid_from"), of.from().toEpochDay());
    row.whole(TIERS.index("tier"), tier);
    row.number(TIERS.index("notional_floor"), start);
    if (!Double.isNaN(cap)) {
      row.number(TIERS.index("notional_cap"), cap);
    }
    row.text(TIERS.index("cap_unit"), of.product().isInverse() ? "base" : "quote");
    row.number(TIERS.index("maintenance_margin_rate"), rate);
    row.number(TIERS.index("max_leverage"), maxLeverage);
    if (!Double.isNaN(amount)) {
      row.number(TIERS.index("maintenance_amount"), amount);
    }
    lastCap = cap;
    sink.emit();
  }
}
