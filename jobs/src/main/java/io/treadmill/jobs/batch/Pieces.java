package io.treadmill.jobs.batch;

import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;

/** Splits many days into pieces that are published one after the other. */
final class Pieces {
  /** All days that there can be. */
  static final UtcDays ALWAYS = new UtcDays(LocalDate.EPOCH, LocalDate.of(9999, 1, 1));

  private Pieces() {}

  /**
   * A piece.
   *
   * @param days the days that it is about
   * @param within these, of the first and the last piece also all days before and after
   */
  record Piece(UtcDays days, UtcDays within) {}

  /** Returns pieces of so many days from the first to the last day; none if there is no day. */
  static List<Piece> of(NavigableSet<LocalDate> days, int most) {
    List<Piece> pieces = new ArrayList<>();
    if (days.isEmpty()) {
      return pieces;
    }
    LocalDate last = days.last();
    for (LocalDate from = days.first(); !from.isAfter(last); from = from.plusDays(most)) {
      LocalDate end = from.plusDays(most - 1L);
      LocalDate to = end.isAfter(last) ? last : end;
      pieces.add(
          new Piece(
              new UtcDays(from, to),
              new UtcDays(
                  from.equals(days.first()) ? ALWAYS.from() : from,
                  to.equals(last) ? ALWAYS.to() : to)));
    }
    return pieces;
  }
}
