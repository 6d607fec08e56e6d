package io.treadmill.market.contract;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a base really is.
 *
 * @param name coin or share, for example PEPE of 1000PEPE, TSLA of xyz:TSLA, BTC of XBT
 * @param scale units of it in one unit of the base: 1, 1000 ..
 */
public record Asset(String name, double scale) implements Serializable {
  private static final Map<String, String> ALIASES =
      Map.of("XBT", "BTC", "XDG", "DOGE", "UST", "USDT", "USDT0", "USDT");

  private static final Pattern BUILDER = Pattern.compile("[a-z]+:.*");

  /** The dollar in which a price is, M of KuCoin, the month of a dated contract. */
  private static final Pattern QUOTE =
      Pattern.compile(
          "(?i)(USDT|USDC|(?<!BN|SHI|TR)BUSD|FDUSD|USD|PERP)(M|[FGHJKMNQUVXZ]\\d{2})?$");

  /** Symbols whose base is not what stands before the quote; the first group is the base. */
  private static final List<Pattern> FORMS =
      Stream.of(
              "[PF][IF]_(.+?)USD(?:_\\d{6})?", // Kraken
              "X(XBT|ETH|XRP|LTC|XLM|XMR|REP|ZEC|ETC|MLN|XDG)ZUSD",
              "t([A-Z0-9]+?)(?:F0)?:?US[DT](?:F0)?", // Bitfinex
              "([A-Z]{2,5})-\\d{2}[A-Z]{3}\\d{2}-CDE", // Coinbase
              "(XBT|BTC|MBT|ETH|MET|SOL|MSL|XRP|MXP)M?[FGHJKMNQUVXZ]\\d{2}", // CME, BitMEX
              "([A-Z]+)\\d{6}") // HTX
          .map(Pattern::compile)
          .toList();

  /** Bases that regulated venues write as a code. */
  private static final Map<String, String> CODES =
      Map.of(
          "MBT", "BTC", "MET", "ETH", "MSL", "SOL", "MXP", "XRP", "BIT", "BTC", "BIP", "BTC", "ET",
          "ETH", "ETP", "ETH");

  private static final Pattern BEFORE = Pattern.compile("(10{3,6}|1M)(\\p{L}.*)");
  private static final Pattern AFTER = Pattern.compile("(\\p{L}+)(10{3,6})");
  private static final Pattern THOUSAND = Pattern.compile("k([A-Z][A-Z0-9]*)");

  /**
   * Returns what is traded for dollars under a symbol of any venue: PEPE x 1000 of
   * 1000PEPE-USDT-SWAP. A price in another coin or currency is another market: ETHBTC is ETHBTC.
   */
  public static Asset ofSymbol(String symbol) {
    for (Pattern form : FORMS) {
      Matcher match = form.matcher(symbol);
      if (match.matches()) {
        return of(CODES.getOrDefault(match.group(1), match.group(1)));
      }
    }
    String first = symbol.split("[-_/]", 2)[0];
    if (!BUILDER.matcher(first).matches()) {
      first = first.split(":", 2)[0];
    }
    String base = QUOTE.matcher(first).replaceFirst("");
    return of(base.isEmpty() ? first : base);
  }

  /** Returns what a base of any venue is; upper case. */
  public static Asset of(String base) {
    String plain = base.substring(base.indexOf(':') + 1);
    Matcher thousand = THOUSAND.matcher(plain);
    if (thousand.matches()) {
      return new Asset(thousand.group(1), 1000);
    }
    String upper = plain.toUpperCase(Locale.ROOT);
    Matcher before = BEFORE.matcher(upper);
    if (before.matches()) {
      String number = before.group(1);
      return new Asset(before.group(2), number.equals("1M") ? 1e6 : Double.parseDouble(number));
    }
    Matcher after = AFTER.matcher(upper);
    if (after.matches()) {
      return new Asset(after.group(1), Double.parseDouble(after.group(2)));
    }
    return new Asset(ALIASES.getOrDefault(upper, upper), 1);
  }

  /** Returns the common name of a currency: BTC of XBT, USDT of UST. */
  public static String currency(String code) {
    return code == null ? null : of(code).name();
  }
}
