package io.treadmill.book.replay;

import io.treadmill.market.AmountUnit;
import io.treadmill.market.MarginTiers;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The margin tiers of one instrument by the day from which they are valid. */
public final class TierHistory {
  private final double maxLeverage;
  private final NavigableMap<Long, List<MarginTiers.Bracket>> byDay = new TreeMap<>();
  private AmountUnit capUnit = AmountUnit.QUOTE;

  /**
   * Makes an empty history.
   *
   * @param maxLeverage highest leverage of the venue, for instruments without tiers
   */
  public TierHistory(double maxLeverage) {
    this.maxLeverage = maxLeverage;
  }

  /**
   * Adds a bracket.
   *
   * @param epochDay day since 1970 from which it is valid
   * @param unit unit of the caps of the instrument
   */
  public void add(long epochDay, AmountUnit unit, MarginTiers.Bracket bracket) {
    capUnit = unit;
    byDay.computeIfAbsent(epochDay, day -> new ArrayList<>()).add(bracket);
  }

  /** Returns the tiers that were in force; before the first that is archived, the first. */
  public MarginTiers on(LocalDate day) {
    if (byDay.isEmpty()) {
      return MarginTiers.without(maxLeverage);
    }
    var asOf = byDay.floorEntry(day.toEpochDay());
    return MarginTiers.of(capUnit, asOf == null ? byDay.firstEntry().getValue() : asOf.getValue());
  }
}
