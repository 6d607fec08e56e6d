package io.treadmill.market;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One traded contract: what {@code symbol} stands for in every key.
 *
 * @param venue lower-case venue name, for example {@code binance}
 * @param symbol venue-native symbol, for example {@code BTCUSDT}: letters and digits of any script
 *     with {@code _ . : / @ + -} between; never a path, a markup or a quote
 */
public record Instrument(String venue, Product product, String symbol)
    implements Serializable, Comparable<Instrument> {
  private static final Pattern VENUE = Pattern.compile("[a-z0-9_-]{1,40}");
  private static final Pattern SYMBOL =
      Pattern.compile("(?!.*\\.\\.)[\\p{L}\\p{N}@][\\p{L}\\p{M}\\p{N}_.:/@+-]{0,63}");
  private static final Pattern QUOTE = Pattern.compile("(USDT|USDC|BUSD|FDUSD|USD)$");
  private static final Comparator<Instrument> ORDER =
      Comparator.comparing(Instrument::venue)
          .thenComparing(Instrument::product)
          .thenComparing(Instrument::symbol);

  /** Checks the names: they become parts of paths and of filters. */
  public Instrument {
    checkName("venue", venue, VENUE);
    checkName("symbol", symbol, SYMBOL);
  }

  private static void checkName(String what, String name, Pattern rule) {
    if (!rule.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Invalid %s: '%s' (must match %s)".formatted(what, name, rule));
    }
  }

  /** Returns the instrument of {@code venue/product/symbol}. */
  public static Instrument parse(String text) {
    String[] names = text.split("/", 3);
    return new Instrument(names[0], Product.of(names[1]), names[2]);
  }

  @Override
  public int compareTo(Instrument other) {
    return ORDER.compare(this, other);
  }

  /**
   * Returns the base of a symbol as it is written, upper case: BTC of BTCUSDT, BTC-USDT-SWAP and
   * BTCUSD_PERP, 1000PEPE of 1000PEPEUSDT.
   */
  public static String asset(String symbol) {
    String first = symbol.toUpperCase(Locale.ROOT).split("[-_/:]", 2)[0];
    String base = QUOTE.matcher(first).replaceFirst("");
    return base.isEmpty() ? first : base;
  }

  /** Returns {@code venue/product/symbol}, for messages and keys. */
  @Override
  public String toString() {
    return venue + "/" + product.text() + "/" + symbol;
  }
}
