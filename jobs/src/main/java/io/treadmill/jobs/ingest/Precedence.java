package io.treadmill.jobs.ingest;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which source stands where several speak of the same: never the order of imports, the packing or a
 * hash. Rows of one key: the row that says more, then the venue's own archive before a recorder
 * before an aggregator before bars of any origin, then the file of fewer days (daily before
 * monthly), then the edition published later, then the larger values. Of trades and aggTrades of a
 * symbol and day: trades. Trades without ids cannot be told from copies: those of the best source
 * of the day stand. A row that only an earlier edition of a file has stays, and is told, unless the
 * import replaces it: a row can only give way to another, so the order of imports never matters.
 */
final class Precedence implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Rows of a source that another rules.
   *
   * @param by source of the later edition of the file; 0 if another rule speaks
   * @param symbol their symbol; null for all
   * @param fromMicros first instant
   * @param toMicros first instant after them
   * @param onlyWithoutId true for trades without an id alone
   * @param drops true if they are dropped; false if it is told that the later edition has them not
   */
  record Ruling(
      long by, String symbol, long fromMicros, long toMicros, boolean onlyWithoutId, boolean drops)
      implements Serializable {
    boolean covers(String ofSymbol, long ts, boolean hasId) {
      return ts >= fromMicros
          && ts < toMicros
          && (symbol == null || symbol.equals(ofSymbol))
          && !(onlyWithoutId && hasId);
    }
  }

  private final Map<Long, Edition> editions = new HashMap<>();
  private final Map<Long, List<Ruling>> rulings = new HashMap<>();

  /** Adds a source, once. */
  void add(Edition edition) {
    editions.putIfAbsent(edition.sourceId(), edition);
  }

  /** Adds a ruling on rows of a source. */
  void rule(long sourceId, Ruling ruling) {
    List<Ruling> known = rulings.computeIfAbsent(sourceId, id -> new ArrayList<>());
    if (!known.contains(ruling)) {
      known.add(ruling);
    }
  }

  /** Returns a copy, to which rulings of one dataset are added. */
  Precedence copy() {
    Precedence copy = new Precedence();
    copy.editions.putAll(editions);
    rulings.forEach((source, known) -> copy.rulings.put(source, new ArrayList<>(known)));
    return copy;
  }

  /**
   * Rules on rows of an earlier edition of a file in the time that a later one covers.
   *
   * @param replacing sources that replace earlier editions: rows that they do not have are dropped
   */
  void ruleEditions(Set<Long> replacing) {
    Map<String, List<Edition>> byName = new HashMap<>();
    editions
        .values()
        .forEach(
            edition ->
                edition
                    .identities()
                    .forEach(
                        name -> byName.computeIfAbsent(name, n -> new ArrayList<>()).add(edition)));
    for (List<Edition> same : byName.values()) {
      for (Edition one : same) {
        for (Edition other : same) {
          if (one.publishedMicros() < other.publishedMicros()
              && one.isSameFile(other)
              && other.fromMicros() < other.toMicros()) {
            rule(
                one.sourceId(),
                new Ruling(
                    other.sourceId(),
                    null,
                    other.fromMicros(),
                    other.toMicros(),
                    false,
                    replacing.contains(other.sourceId())));
          }
        }
      }
    }
  }

  /** Returns the sources that rulings are on. */
  Set<Long> ruled() {
    return rulings.keySet();
  }

  /** Returns the ruling on a row, the hardest of several; null if there is none. */
  Ruling ruling(long sourceId, String symbol, long ts, boolean hasId) {
    if (rulings.isEmpty()) {
      return null;
    }
    Ruling found = null;
    for (Ruling ruling : rulings.getOrDefault(sourceId, List.of())) {
      if (ruling.covers(symbol, ts, hasId)) {
        if (ruling.drops()) {
          return ruling;
        }
        found = ruling;
      }
    }
    return found;
  }

  /** Returns the source as a witness; null if it is not known. */
  Edition edition(long sourceId) {
    return editions.get(sourceId);
  }

  /**
   * Returns less than, equal to or more than 0 as the first source gives way, is equal or stands.
   */
  int compare(long sourceId, long otherId) {
    Edition one = editions.get(sourceId);
    Edition other = editions.get(otherId);
    if (one == null || other == null) {
      return Boolean.compare(one != null, other != null);
    }
    return Edition.ORDER.compare(one, other);
  }

  /** Returns what to call a source. */
  String name(long sourceId) {
    Edition edition = editions.get(sourceId);
    return edition == null ? "source %016x".formatted(sourceId) : edition.name();
  }
}
