package io.treadmill.market.contract;

import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a base really is.
 *
 * @param name coin or share, for example PEPE of 1000PEPE, TSLA of xyz:TSLA, BTC of XBT
 * @param scale units of it in one unit of the base: 1, 1000 ..
 */
public record Asset(String name, double scale) implements Serializable {
  private static final Map<String, String> ALIASES =
      Map.of("XBT", "BTC", "XDG", "DOGE", "UST", "USDT", "USDT0", "USDT");
  private static final Pattern BEFORE = Pattern.compile("(10{3,6}|1M)(\\p{L}.*)");
  private static final Pattern AFTER = Pattern.compile("(\\p{L}+)(10{3,6})");
  private static final Pattern THOUSAND = Pattern.compile("k([A-Z][A-Z0-9]*)");

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
