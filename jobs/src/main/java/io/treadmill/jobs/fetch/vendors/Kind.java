package io.treadmill.jobs.fetch.vendors;

import io.treadmill.conf.UserError;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind of file, written {@code [MARKET/]NAME[:INTERVAL]}: {@code trades}, {@code spot/klines:5m}.
 *
 * @param market part of the vendor's archive, for example spot, or an exchange; null if not said
 * @param name kind in the vendor's words
 * @param interval length of bars; null if not said
 */
public record Kind(String market, String name, String interval) {
  private static final Pattern FORM =
      Pattern.compile("(?:([A-Za-z0-9+-]+)/)?([A-Za-z0-9_-]+)(?::([0-9]{1,2}[a-z]{1,2}))?");

  /**
   * Returns the kind of a text.
   *
   * @throws UserError if it has another form
   */
  public static Kind of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw UserError.usage(
          "Invalid kind: %s (must be NAME, NAME:INTERVAL or MARKET/NAME, for example trades,"
                  .formatted(text)
              + " klines:5m, spot/trades)");
    }
    return new Kind(form.group(1), form.group(2), form.group(3));
  }

  /** Returns the interval or what is meant if none was said; wrong use if it is none of these. */
  String interval(String otherwise, Collection<String> known) {
    String result = interval == null ? otherwise : interval;
    if (!known.contains(result)) {
      throw UserError.usage(
          "Invalid kind: %s (its interval must be one of %s)"
              .formatted(this, String.join(", ", known)));
    }
    return result;
  }

  /** Returns an error that lists what there is. */
  UserError unknown(String vendor, Collection<String> known) {
    return UserError.usage(
        "Invalid kind: %s (%s has %s)".formatted(this, vendor, String.join(", ", known)));
  }

  @Override
  public String toString() {
    return (market == null ? "" : market + "/") + name + (interval == null ? "" : ":" + interval);
  }
}
