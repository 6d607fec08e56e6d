package io.treadmill.market.contract;

import io.treadmill.market.Product;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One form of the symbols of a venue: a pattern with the groups {@code base}, {@code quote}, and
 * for dated contracts {@code ymd} (240628, 20240628), {@code dmy} (27DEC24) or {@code month} (H24).
 *
 * @param pattern the pattern of the whole symbol
 * @param example a symbol of this form, for messages
 * @param product product
 * @param kind linear, inverse or quanto
 * @param quote currency of the price where the symbol has none
 * @param settlement currency of profit; null = the base if inverse, else the quote
 * @param since first day on which the form is true
 */
record SymbolForm(
    Pattern pattern,
    String example,
    Product product,
    ContractKind kind,
    String quote,
    String settlement,
    LocalDate since)
    implements Serializable {
  /** Letters of the months of a year on futures exchanges. */
  private static final String MONTHS = "FGHJKMNQUVXZ";

  private static final List<String> MONTH_NAMES =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");

  /** What a symbol of a form says. */
  record Parts(String base, String quote, String settlement, LocalDate expiry) {}

  static SymbolForm of(String regex, String example, Product product, String since) {
    ContractKind kind = product.isInverse() ? ContractKind.INVERSE : ContractKind.LINEAR;
    return new SymbolForm(
        Pattern.compile(regex), example, product, kind, "USD", null, LocalDate.parse(since));
  }

  SymbolForm quotedIn(String currency) {
    return new SymbolForm(pattern, example, product, kind, currency, settlement, since);
  }

  SymbolForm settledIn(String currency) {
    return new SymbolForm(pattern, example, product, kind, quote, currency, since);
  }

  SymbolForm quanto() {
    return new SymbolForm(pattern, example, product, ContractKind.QUANTO, quote, settlement, since);
  }

  /** Returns what the symbol says, if it has this form. */
  Optional<Parts> read(String symbol) {
    Matcher match = pattern.matcher(symbol);
    if (!match.matches()) {
      return Optional.empty();
    }
    LocalDate expiry;
    try {
      expiry = expiry(match);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
    String base = match.group("base");
    String stated = group(match, "quote");
    String ofPrice = Asset.currency(stated == null ? quote : stated);
    String ofProfit =
        product == Product.SPOT
            ? null
            : settlement != null
                ? settlement
                : kind == ContractKind.INVERSE ? Asset.currency(base) : ofPrice;
    return Optional.of(new Parts(base, ofPrice, ofProfit, expiry));
  }

  private String group(Matcher match, String name) {
    return pattern.pattern().contains("<" + name + ">") ? match.group(name) : null;
  }

  private LocalDate expiry(Matcher match) {
    String ymd = group(match, "ymd");
    if (ymd != null) {
      String full = ymd.length() == 6 ? "20" + ymd : ymd;
      return LocalDate.of(number(full, 0, 4), number(full, 4, 6), number(full, 6, 8));
    }
    String dmy = group(match, "dmy");
    if (dmy != null) {
      String month = dmy.replaceAll("\\d", "").toUpperCase(Locale.ROOT);
      int at = dmy.indexOf(month);
      int year = 2000 + Integer.parseInt(dmy.substring(at + 3));
      return LocalDate.of(year, MONTH_NAMES.indexOf(month) + 1, number(dmy, 0, at));
    }
    String month = group(match, "month");
    if (month != null) {
      YearMonth of = YearMonth.of(2000 + number(month, 1, 3), MONTHS.indexOf(month.charAt(0)) + 1);
      // Regulated exchanges move the day before holidays: only the list of the venue says it.
      return product == Product.REGULATED_FUTURE
          ? null
          : of.atEndOfMonth().with(TemporalAdjusters.previousOrSame(DayOfWeek.FRIDAY));
    }
    return null;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text.substring(from, to));
  }
}
