package io.treadmill.market;

import java.util.List;
import java.util.Locale;

/**
 * The feed rule of totals that an aggregator published of an asset over a set of venues, {@code
 * aggregate of binance+okx}, or of one of its pairs, {@code aggregate of binance, pair BTCUSDT}.
 * The name of the set is a part of it: totals of two sets are two feeds, never added or mixed.
 *
 * @param text the rule as tables have it
 */
public record AggregateRule(String text) {
  private static final String START = "aggregate of ";
  private static final String PAIR = ", pair ";
  private static final String UNKNOWN = "unknown";

  /** Returns true if a feed rule is that of an aggregator's totals. */
  public static boolean is(String feedRule) {
    return feedRule.startsWith(START);
  }

  /**
   * Returns a feed rule for a symbol: totals of pairs are of its own, other rules are as they are.
   */
  public static String ofSymbol(String feedRule, String symbol) {
    boolean isOfPair = is(feedRule) && feedRule.contains(PAIR);
    return isOfPair ? feedRule.split(PAIR, 2)[0] + PAIR + symbol : feedRule;
  }

  /** Returns the venue set, and the pair if it is of one, as it is written. */
  public String venueSet() {
    return text.substring(START.length());
  }

  /** Returns the venues, in lower case. */
  public List<String> venues() {
    String set = venueSet().split(PAIR, 2)[0];
    return List.of(set.toLowerCase(Locale.ROOT).split("[+,; ]+"));
  }

  /**
   * Returns whether a feed rule is that of totals of which it is not known what venues they are of.
   */
  public static boolean isOfUnknownVenues(String feedRule) {
    return is(feedRule) && new AggregateRule(feedRule).venues().equals(List.of(UNKNOWN));
  }

  /**
   * Returns whether totals of an instrument's asset belong to it: it is leveraged, on one of the
   * venues, and if they are of a pair, that pair. Of a set that is not known each venue may be one:
   * what is made of it has the set in its name.
   */
  public boolean holds(Instrument instrument) {
    String[] parts = venueSet().split(PAIR, 2);
    return instrument.product().isLeveraged()
        && (isOfUnknownVenues(text) || venues().contains(instrument.venue()))
        && (parts.length == 1 || plain(parts[1]).equals(plain(instrument.symbol())));
  }

  private static String plain(String symbol) {
    return symbol.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
  }
}
