package io.treadmill.jobs.fetch.vendors;

import io.treadmill.conf.UserError;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to fetch.
 *
 * @param symbols symbols in the vendor's words
 * @param kinds kinds of file
 * @param days first and last UTC day
 * @param monthsFrom day from whose month on files are taken of which there is one a month only
 * @param takesMonths true to take the file of a month where every day of it is asked for
 * @param keys keys by the name of their environment variable
 */
public record FetchRequest(
    List<String> symbols,
    List<Kind> kinds,
    UtcDays days,
    LocalDate monthsFrom,
    boolean takesMonths,
    Map<String, String> keys) {

  /** Returns the symbols; wrong use if none was given. */
  List<String> neededSymbols(String vendor) {
    if (symbols.isEmpty()) {
      throw UserError.usage(
          "Missing required option: '--symbols=A' (%s has files by symbol)".formatted(vendor));
    }
    return symbols;
  }

  /** Returns the value of a key; nothing if it is not set. */
  Optional<String> key(String variable) {
    return Optional.ofNullable(keys.get(variable)).map(String::strip).filter(key -> !key.isEmpty());
  }
}
