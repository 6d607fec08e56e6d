package io.treadmill.conf;

import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a night looks out for, and who is told.
 *
 * @param rules what is looked out for
 * @param webhook address that gets what fired, as JSON by POST; empty = nobody
 * @param file file that gets a line of JSON for each that fired; empty = none
 */
public record WatchSettings(List<WatchRule> rules, String webhook, String file)
    implements Serializable {
  /** What a rule looks at. */
  public enum Kind {
    /** Price stands near a hot zone of the map. */
    NEAR_HOT_ZONE,
    /** A flush was told. */
    FLUSH,
    /** The map lost to a baseline. */
    SCORE_LOST;

    /** Returns the word of the settings. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A rule. What is not given takes all, or the default of its kind.
   *
   * @param name name in the table of events
   * @param when word of its {@link Kind}
   * @param venue venue; null = every one
   * @param symbols symbols of the venue; empty = every one
   * @param side long or short, whose positions are forced; null = both
   * @param withinPercent of near-hot-zone: most distance of the zone from the price, percent
   * @param leastUsd of near-hot-zone: least excess of the zone over what is usual; of flush: least
   *     that was forced; USD
   * @param horizonH of near-hot-zone: hours of the map; 0 = if price gets there now
   * @param horizon of score-lost: horizon of the score
   * @param baseline of score-lost: model that the map is held against
   * @param below of score-lost: skill under which it lost
   */
  public record WatchRule(
      String name,
      String when,
      String venue,
      List<String> symbols,
      String side,
      Double withinPercent,
      Double leastUsd,
      Integer horizonH,
      String horizon,
      String baseline,
      Double below)
      implements Serializable {
    private static final String KEY = "watch.rules";
    private static final List<String> WORDS = Stream.of(Kind.values()).map(Kind::text).toList();

    /** Checks what is given; the defaults stand in the methods below. */
    public WatchRule {
      Rule.check(name != null && !name.isBlank(), KEY, "", "each needs a name");
      Rule.check(
          when != null && WORDS.contains(when),
          KEY + "." + name,
          when == null ? "nothing" : when,
          "when must be " + String.join(", ", WORDS));
      Rule.check(
          side == null || Set.of("long", "short").contains(side),
          KEY + "." + name,
          side,
          "side must be long or short");
      only(name, when, Kind.NEAR_HOT_ZONE, "within-percent", withinPercent);
      only(name, when, Kind.NEAR_HOT_ZONE, "horizon-h", horizonH);
      only(name, when, Kind.SCORE_LOST, "horizon", horizon);
      only(name, when, Kind.SCORE_LOST, "baseline", baseline);
      only(name, when, Kind.SCORE_LOST, "below", below);
      Rule.check(
          !when.equals(Kind.SCORE_LOST.text()) || leastUsd == null && side == null,
          KEY + "." + name,
          when,
          "takes no least-usd and no side");
      symbols = symbols == null ? List.of() : List.copyOf(symbols);
      Rule.check(
          withinPercent == null || withinPercent > 0,
          KEY + "." + name,
          withinPercent,
          "within-percent must be > 0");
      Rule.check(
          leastUsd == null || leastUsd >= 0, KEY + "." + name, leastUsd, "least-usd must be >= 0");
    }

    private static void only(String name, String when, Kind kind, String key, Object value) {
      Rule.check(
          value == null || when.equals(kind.text()),
          KEY + "." + name,
          when,
          "takes no %s, %s does".formatted(key, kind.text()));
    }

    @Override
    public Double withinPercent() {
      return withinPercent == null ? 2 : withinPercent;
    }

    @Override
    public Double leastUsd() {
      return leastUsd == null ? 0 : leastUsd;
    }

    @Override
    public Integer horizonH() {
      return horizonH == null ? 0 : horizonH;
    }

    @Override
    public String horizon() {
      return horizon == null ? "map_4h" : horizon;
    }

    @Override
    public String baseline() {
      return baseline == null ? "fine_freshness_far" : baseline;
    }

    @Override
    public Double below() {
      return below == null ? 0 : below;
    }

    /** Returns what it looks at. */
    public Kind kind() {
      return Kind.values()[WORDS.indexOf(when)];
    }

    /** Returns whether it is about an instrument. */
    public boolean isOf(String ofVenue, String symbol) {
      return (venue == null || venue.equals(ofVenue))
          && (symbols.isEmpty() || symbols.contains(symbol));
    }
  }

  /** Checks that names are different and the address is one. */
  public WatchSettings {
    Set<String> names = new TreeSet<>();
    rules.forEach(
        rule -> Rule.check(names.add(rule.name), "watch.rules", rule.name, "a name stands twice"));
    Rule.check(
        webhook.isBlank() || webhook.matches("https?://[^\\s/]+.*"),
        "watch.webhook",
        "(hidden)",
        "must begin with https:// or http://");
  }

  /** Returns the host of the webhook: the rest of the address may be a secret. */
  public String webhookHost() {
    return URI.create(webhook).getHost();
  }
}
