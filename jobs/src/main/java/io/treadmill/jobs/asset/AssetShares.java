package io.treadmill.jobs.asset;

import io.treadmill.book.position.PriorLaw;
import io.treadmill.market.AggregateRule;
import io.treadmill.market.Instrument;
import io.treadmill.market.contract.Asset;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * Which part of the totals that a law was fitted to is forced on the instrument itself: all of its
 * own prints; of a total over venues the part of its venue, and of that its own among those of the
 * venue. From days before the day alone.
 */
final class AssetShares implements Serializable {
  /** Days before a day whose totals of single venues tell the parts of venues. */
  static final int DAYS = 30;

  private static final long serialVersionUID = 1L;

  private final Map<LocalDate, TreeMap<Instrument, Size>> sizes = new HashMap<>();
  private final Map<String, TreeMap<LocalDate, Map<String, Double>>> totals = new HashMap<>();

  /** How large an instrument was at the end of a day, USD; NaN where that is not known. */
  record Size(double openInterestUsd, double volumeUsd) implements Serializable {}

  /** What a share stands on. */
  enum Source {
    OWN_PRINTS,
    PRIOR_LAW,
    PER_VENUE_TOTALS,
    OPEN_INTEREST,
    VOLUME,
    EQUAL
  }

  /** A share in (0, 1] and what it stands on. */
  record Share(double value, Source source) {}

  /** Says how large an instrument was at the end of a day. */
  void addSize(LocalDate day, Instrument instrument, Size size) {
    sizes.computeIfAbsent(day, key -> new TreeMap<>()).put(instrument, size);
  }

  /** Adds the total of a day of an asset that an aggregator told of one venue, USD. */
  void addVenueTotal(LocalDate day, String asset, String venue, double usd) {
    totals
        .computeIfAbsent(asset, key -> new TreeMap<>())
        .computeIfAbsent(day, key -> new HashMap<>())
        .merge(venue, usd, Double::sum);
  }

  /** Returns the instruments of an asset that were there at the end of the day before. */
  Collection<Instrument> before(LocalDate day, String asset) {
    return sizesBefore(day).keySet().stream()
        .filter(one -> Asset.ofSymbol(one.symbol()).name().equals(asset))
        .toList();
  }

  private SortedMap<Instrument, Size> sizesBefore(LocalDate day) {
    return sizes.getOrDefault(day.minusDays(1), new TreeMap<>());
  }

  /**
   * Returns the totals that a law was fitted to, without what is said of its origin; what stands on
   * equal ones errs together.
   */
  static String totalsOf(Instrument instrument, String printScope) {
    int origin = printScope.indexOf(", pooled over");
    String rule = origin < 0 ? printScope : printScope.substring(0, origin);
    if (isShared(rule)) {
      return rule;
    }
    return origin < 0 ? instrument.toString() : "pooled laws of " + instrument.venue();
  }

  /** Returns whether totals are those of several instruments. */
  static boolean isShared(String rule) {
    return AggregateRule.is(rule) && !rule.contains(", pair ");
  }

  /**
   * Returns the share of an instrument.
   *
   * @param printScope what its law was fitted to
   * @param present instruments of the asset that have a map
   */
  Share of(
      Instrument instrument, String printScope, Collection<Instrument> present, LocalDate day) {
    if (printScope.startsWith(PriorLaw.SCOPE)) {
      return new Share(1, Source.PRIOR_LAW);
    }
    String text = totalsOf(instrument, printScope);
    if (!isShared(text)) {
      return new Share(1, Source.OWN_PRINTS);
    }
    AggregateRule rule = new AggregateRule(text);
    String asset = Asset.ofSymbol(instrument.symbol()).name();
    TreeSet<Instrument> held = new TreeSet<>(before(day, asset));
    held.addAll(present);
    held.removeIf(one -> !rule.holds(one));
    double ofVenue = venueShare(rule, instrument.venue(), asset, day);
    if (Double.isNaN(ofVenue)) {
      return bySize(instrument, held, day);
    }
    List<Instrument> ofSameVenue =
        held.stream().filter(one -> one.venue().equals(instrument.venue())).toList();
    return new Share(ofVenue * bySize(instrument, ofSameVenue, day).value, Source.PER_VENUE_TOTALS);
  }

  private Share bySize(Instrument instrument, Collection<Instrument> among, LocalDate day) {
    double byOpenInterest = share(instrument, among, day, Size::openInterestUsd);
    if (!Double.isNaN(byOpenInterest)) {
      return new Share(byOpenInterest, Source.OPEN_INTEREST);
    }
    double byVolume = share(instrument, among, day, Size::volumeUsd);
    return Double.isNaN(byVolume)
        ? new Share(1.0 / among.size(), Source.EQUAL)
        : new Share(byVolume, Source.VOLUME);
  }

  /** Part of a sum of sizes; NaN if one is not known. */
  private double share(
      Instrument instrument,
      Collection<Instrument> among,
      LocalDate day,
      ToDoubleFunction<Size> size) {
    Map<Instrument, Size> known = sizesBefore(day);
    Size unknown = new Size(Double.NaN, Double.NaN);
    double sum = 0;
    for (Instrument one : among) {
      sum += size.applyAsDouble(known.getOrDefault(one, unknown));
    }
    double own = size.applyAsDouble(known.getOrDefault(instrument, unknown));
    return sum > 0 && own > 0 ? own / sum : Double.NaN;
  }

  /** Part of a venue in the days on which the totals of each venue of a set are known; else NaN. */
  private double venueShare(AggregateRule rule, String venue, String asset, LocalDate day) {
    List<String> venues = new ArrayList<>(rule.venues());
    if (venues.size() < 2 || AggregateRule.isOfUnknownVenues(rule.text())) {
      return Double.NaN;
    }
    double own = 0;
    double sum = 0;
    for (Map<String, Double> known :
        totals
            .getOrDefault(asset, new TreeMap<>())
            .subMap(day.minusDays(DAYS), true, day.minusDays(1), true)
            .values()) {
      if (known.keySet().containsAll(venues)) {
        own += known.get(venue.toLowerCase(Locale.ROOT));
        for (String one : venues) {
          sum += known.get(one);
        }
      }
    }
    return own > 0 ? own / sum : Double.NaN;
  }

  /** Returns the largest of some instruments at the end of the day before; of none, the first. */
  Instrument largest(Collection<Instrument> instruments, LocalDate day) {
    TreeSet<Instrument> sorted = new TreeSet<>(instruments);
    Instrument largest = sorted.first();
    for (ToDoubleFunction<Size> size :
        List.<ToDoubleFunction<Size>>of(Size::openInterestUsd, Size::volumeUsd)) {
      double most = 0;
      for (Instrument one : sorted) {
        Size known = sizesBefore(day).get(one);
        if (known != null && size.applyAsDouble(known) > most) {
          most = size.applyAsDouble(known);
          largest = one;
        }
      }
      if (most > 0) {
        return largest;
      }
    }
    return largest;
  }
}
