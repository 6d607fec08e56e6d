package io.treadmill.jobs.heatmap;

import io.treadmill.market.MarginTiers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** The margin tiers of one instrument by the day from which they are valid. */
final class TierHistory {
  private final double maxLeverage;
  private final NavigableMap<Long, List<MarginTiers.Bracket>> byDay = new TreeMap<>();
  private MarginTiers.CapUnit capUnit = MarginTiers.CapUnit.QUOTE;

  /**
   * Makes an empty history.
   *
   * @param maxLeverage highest leverage of the venue, for instruments without tiers
   */
  TierHistory(double maxLeverage) {
    this.maxLeverage = maxLeverage;
  }

  /** Adds a row of kind TIER. */
  void add(Row row) {
    capUnit = MarginTiers.CapUnit.of(row.getString(row.fieldIndex("text")));
    byDay
        .computeIfAbsent(row.getLong(row.fieldIndex("at")), day -> new ArrayList<>())
        .add(
            new MarginTiers.Bracket(
                row.getDouble(row.fieldIndex("a")),
                row.isNullAt(row.fieldIndex("b"))
                    ? Double.POSITIVE_INFINITY
                    : row.getDouble(row.fieldIndex("b")),
                row.getDouble(row.fieldIndex("c")),
                row.getDouble(row.fieldIndex("d")),
                row.isNullAt(row.fieldIndex("e")) ? 0 : row.getDouble(row.fieldIndex("e"))));
  }

  /** Returns the tiers that were in force; before the first that is archived, the first. */
  MarginTiers on(LocalDate day) {
    if (byDay.isEmpty()) {
      return MarginTiers.without(maxLeverage);
    }
    var asOf = byDay.floorEntry(day.toEpochDay());
    return MarginTiers.of(capUnit, asOf == null ? byDay.firstEntry().getValue() : asOf.getValue());
  }
}
