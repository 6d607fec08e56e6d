package io.treadmill.market;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The margin brackets of one instrument as of a date. Without brackets, maintenance is half the
 * initial margin at the venue's maximum leverage.
 *
 * <p>A position that lies in bracket i needs {@code size * rate_i - amount_i} as maintenance
 * margin; the amounts make that continuous: {@code amount_i = amount_(i-1) + floor_i (rate_i -
 * rate_(i-1))}.
 *
 * @param capUnit unit of floor, cap and amount
 * @param contractSize contracts of one base coin (linear) or of one quote unit (inverse); read for
 *     {@link CapUnit#CONTRACTS} alone, else 1
 * @param maximumLeverage greatest leverage that the venue allows, at least 1
 * @param brackets by rising floor, each floor the cap before it; empty if the venue has none
 */
public record MarginTiers(
    CapUnit capUnit, double contractSize, double maximumLeverage, List<Bracket> brackets)
    implements Serializable {

  /** Unit in which a venue states the caps of its brackets. */
  public enum CapUnit {
    /** Notional in quote currency (Binance USD-M, Bybit linear). */
    QUOTE,
    /** Notional in base coins (coin-margined contracts). */
    BASE,
    /** Number of contracts (OKX). */
    CONTRACTS;

    /** Returns the stored name, for example {@code quote}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the unit of a stored name.
     *
     * @throws IllegalArgumentException if no unit has that name
     */
    public static CapUnit of(String text) {
      for (CapUnit unit : values()) {
        if (unit.text().equals(text)) {
          return unit;
        }
      }
      throw new IllegalArgumentException(
          "Invalid cap unit: " + text + " (must be quote, base or contracts)");
    }
  }

  /** Which positions of a leverage are meant: they differ in size, and so in their bracket. */
  public enum PositionSize {
    /** The largest that the brackets allow at the leverage. */
    LARGEST,
    /** Those of the first bracket, as most positions of most traders are. */
    SMALLEST;

    /** Returns the stored name, for example {@code largest}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One bracket.
   *
   * @param floor smallest size of the bracket, exclusive but for 0, in the cap unit
   * @param cap largest size, inclusive; may be infinite
   * @param maintenanceMarginRate fraction of size, in [0, 1)
   * @param maximumLeverage greatest leverage allowed in the bracket, at least 1
   * @param maintenanceAmount deduction that makes maintenance continuous, in the cap unit
   */
  public record Bracket(
      double floor,
      double cap,
      double maintenanceMarginRate,
      double maximumLeverage,
      double maintenanceAmount)
      implements Serializable {
    /** Checks the ranges. */
    public Bracket {
      if (!(floor >= 0 && cap > floor)) {
        throw new IllegalArgumentException(
            "Invalid bracket: floor " + floor + ", cap " + cap + " (must be 0 <= floor < cap)");
      }
      if (!(maintenanceMarginRate >= 0 && maintenanceMarginRate < 1)) {
        throw new IllegalArgumentException(
            "Invalid maintenance margin rate: " + maintenanceMarginRate + " (must be in [0, 1))");
      }
      if (!(maximumLeverage >= 1)) {
        throw new IllegalArgumentException(
            "Invalid maximum leverage: " + maximumLeverage + " (must be at least 1)");
      }
      if (!Double.isFinite(maintenanceAmount)) {
        throw new IllegalArgumentException(
            "Invalid maintenance amount: " + maintenanceAmount + " (must be finite)");
      }
    }

    /** Returns maintenance margin of a size in this bracket, both in the cap unit. */
    public double maintenance(double size) {
      return size * maintenanceMarginRate - maintenanceAmount;
    }

    boolean contains(double size) {
      return size <= cap && (size > floor || (floor == 0 && size >= 0));
    }
  }

  /** Checks the order of the brackets. */
  public MarginTiers {
    if (!(contractSize > 0)) {
      throw new IllegalArgumentException(
          "Invalid contract size: " + contractSize + " (must be positive)");
    }
    if (!(maximumLeverage >= 1)) {
      throw new IllegalArgumentException(
          "Invalid maximum leverage: " + maximumLeverage + " (must be at least 1)");
    }
    brackets = List.copyOf(brackets);
    double cap = 0;
    for (Bracket bracket : brackets) {
      if (bracket.floor() != cap) {
        throw new IllegalArgumentException(
            "Invalid bracket: floor %s (must be %s, the cap of the bracket below)"
                .formatted(bracket.floor(), cap));
      }
      cap = bracket.cap();
    }
  }

  /** Returns tiers in quote currency with the amounts that the venue published. */
  public static MarginTiers ofQuote(List<Bracket> brackets) {
    return of(CapUnit.QUOTE, brackets);
  }

  /** Returns tiers in a unit with the amounts that the venue published, at least one bracket. */
  public static MarginTiers of(CapUnit unit, List<Bracket> brackets) {
    double most =
        brackets.stream()
            .mapToDouble(Bracket::maximumLeverage)
            .max()
            .orElseThrow(
                () -> new IllegalArgumentException("Invalid margin tiers: none (use without)"));
    return new MarginTiers(unit, 1, most, brackets);
  }

  /** Returns the tiers of an instrument whose venue has no brackets, for example Hyperliquid. */
  public static MarginTiers without(double maximumLeverage) {
    return new MarginTiers(CapUnit.QUOTE, 1, maximumLeverage, List.of());
  }

  /** Returns the same brackets with amounts computed by continuity, starting at 0. */
  public MarginTiers withContinuousAmounts() {
    List<Bracket> continuous = new ArrayList<>();
    double amount = 0;
    double rate = 0;
    for (Bracket bracket : brackets) {
      amount += bracket.floor() * (bracket.maintenanceMarginRate() - rate);
      rate = bracket.maintenanceMarginRate();
      continuous.add(
          new Bracket(bracket.floor(), bracket.cap(), rate, bracket.maximumLeverage(), amount));
    }
    return new MarginTiers(capUnit, contractSize, maximumLeverage, continuous);
  }

  /**
   * Returns the maintenance margin rate of positions of a size at a leverage: the rate of the
   * bracket with the largest, or the smallest, cap that allows the leverage. Empty if no bracket
   * allows it.
   */
  public OptionalDouble maintenanceMarginRate(double leverage, PositionSize size) {
    if (!(leverage <= maximumLeverage)) {
      return OptionalDouble.empty();
    }
    if (brackets.isEmpty()) {
      return OptionalDouble.of(0.5 / maximumLeverage);
    }
    Comparator<Bracket> byCap = Comparator.comparingDouble(Bracket::cap);
    return brackets.stream()
        .filter(bracket -> bracket.maximumLeverage() >= leverage)
        .max(size == PositionSize.LARGEST ? byCap : byCap.reversed())
        .map(bracket -> OptionalDouble.of(bracket.maintenanceMarginRate()))
        .orElse(OptionalDouble.empty());
  }

  /**
   * Returns the bracket that contains a size in the cap unit. A size above the last cap is held to
   * the last bracket: a position may outgrow it after entry.
   */
  public Bracket bracketOf(double size) {
    if (!(size >= 0)) {
      throw new IllegalArgumentException("Invalid size: " + size + " (must not be negative)");
    }
    List<Bracket> all = effectiveBrackets();
    for (Bracket bracket : all) {
      if (bracket.contains(size)) {
        return bracket;
      }
    }
    return all.get(all.size() - 1);
  }

  /** Returns true if a bracket allows a position of that size (cap unit) at that leverage. */
  public boolean allows(double size, double leverage) {
    double most = brackets.isEmpty() ? maximumLeverage : bracketOf(size).maximumLeverage();
    boolean fits = brackets.isEmpty() || size <= brackets.get(brackets.size() - 1).cap();
    return fits && leverage <= most;
  }

  /** The brackets, or the one that stands for a venue without brackets. */
  List<Bracket> effectiveBrackets() {
    return brackets.isEmpty()
        ? List.of(
            new Bracket(0, Double.POSITIVE_INFINITY, 0.5 / maximumLeverage, maximumLeverage, 0))
        : brackets;
  }
}
