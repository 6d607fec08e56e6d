package io.treadmill.jobs.asset;

import io.treadmill.book.position.PriorLaw;
import io.treadmill.market.AggregateRule;
import io.treadmill.market.Instrument;
import io.treadmill.market.contract.Asset;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
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

  private final Map<LocalDate, Map<String, TreeMap<Instrument, Size>>> sizes = new HashMap<>();
  private final Map<String, TreeMap<LocalDate, Map<String, Double>>> totals = new HashMap<>();

  /** How large an instrument was at the end of a day, USD; NaN where that is not known. */
  record Size(double openInterestUsd, double volumeUsd) implements Serializable {
    static final Size UNKNOWN = new Size(Double.NaN, Double.NaN);
  }

  /** What a share stands on. */
  enum Source {
    OWN_PRINTS,
    PRIOR_LAW,
    PER_VENUE_TOTALS,
    OPEN_INTEREST,
    VOLUME,
    EQUAL,
    UNKNOWN
  }

  /** A share in [0, 1] and what it stands on. */
  record Share(double value, Source source) {
    /** That of an instrument whose part nothing tells beside others whose size is known. */
    static final Share NONE = new Share(0, Source.UNKNOWN);

    /** The prior law is of what an instrument itself is forced to. */
    static final Share PRIOR = new Share(1, Source.PRIOR_LAW);
  }

  /** Says how large an instrument was at the end of a day. */
  void addSize(LocalDate day, Instrument instrument, Size size) {
    sizes
        .computeIfAbsent(day, key -> new HashMap<>())
        .computeIfAbsent(assetOf(instrument), key -> new TreeMap<>())
        .put(instrument, size);
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
    return sizesBefore(day, asset).keySet();
  }

  private SortedMap<Instrument, Size> sizesBefore(LocalDate day, String asset) {
    return sizes.getOrDefault(day.minusDays(1), Map.of()).getOrDefault(asset, new TreeMap<>());
  }

  private Size sizeBefore(LocalDate day, Instrument instrument) {
    return sizesBefore(day, assetOf(instrument)).getOrDefault(instrument, Size.UNKNOWN);
  }

  private static String assetOf(Instrument instrument) {
    return Asset.ofSymbol(instrument.symbol()).name();
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
   * Returns the share of an instrument; {@link Share#NONE} if its size, of those that belong to the
   * totals, is not known, or if it does not belong to them.
   *
   * @param printScope what its law was fitted to
   * @param present instruments of the asset that have a map
   */
  Share of(
      Instrument instrument, String printScope, Collection<Instrument> present, LocalDate day) {
    if (printScope.startsWith(PriorLaw.SCOPE)) {
      return Share.PRIOR;
    }
    String text = totalsOf(instrument, printScope);
    if (!isShared(text)) {
      return new Share(1, Source.OWN_PRINTS);
    }
    AggregateRule rule = new AggregateRule(text);
    if (!rule.holds(instrument)) {
      return Share.NONE;
    }
    String asset = assetOf(instrument);
    TreeSet<Instrument> held = new TreeSet<>(before(day, asset));
    held.addAll(present);
    held.removeIf(one -> !rule.holds(one));
    double ofVenue = venueShare(rule, instrument.venue(), asset, day);
    if (Double.isNaN(ofVenue)) {
      return bySize(instrument, held, day);
    }
    held.removeIf(one -> !one.venue().equals(instrument.venue()));
    Share within = bySize(instrument, held, day);
    return within.equals(Share.NONE)
        ? within
        : new Share(ofVenue * within.value, Source.PER_VENUE_TOTALS);
  }

  /**
   * Part of the open interest or of the volume, of which more is known; open interest if of both
   * alike. What has none of it is taken out. Equal parts if nothing at all is known.
   */
  private Share bySize(Instrument instrument, Collection<Instrument> among, LocalDate day) {
    Map<Instrument, Double> openInterest = known(among, day, Size::openInterestUsd);
    Map<Instrument, Double> volume = known(among, day, Size::volumeUsd);
    boolean isByVolume = volume.size() > openInterest.size();
    Map<Instrument, Double> known = isByVolume ? volume : openInterest;
    if (known.isEmpty()) {
      return new Share(1.0 / among.size(), Source.EQUAL);
    }
    if (!known.containsKey(instrument)) {
      return Share.NONE;
    }
    double sum = known.values().stream().mapToDouble(Double::doubleValue).sum();
    return new Share(
        known.get(instrument) / sum, isByVolume ? Source.VOLUME : Source.OPEN_INTEREST);
  }

  /** Sizes at the end of the day before of those that have one. */
  private Map<Instrument, Double> known(
      Collection<Instrument> among, LocalDate day, ToDoubleFunction<Size> size) {
    Map<Instrument, Double> known = new TreeMap<>();
    for (Instrument one : among) {
      double usd = size.applyAsDouble(sizeBefore(day, one));
      if (usd > 0) {
        known.put(one, usd);
      }
    }
    return known;
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
    return sum > 0 ? own / sum : Double.NaN;
  }

  /** Returns the largest of some instruments at the end of the day before; of none, the first. */
  Instrument largest(Collection<Instrument> instruments, LocalDate day) {
    for (ToDoubleFunction<Size> size :
        List.<ToDoubleFunction<Size>>of(Size::openInterestUsd, Size::volumeUsd)) {
      Map<Instrument, Double> known = known(instruments, day, size);
      if (!known.isEmpty()) {
        double most = Collections.max(known.values());
        known.values().removeIf(usd -> usd < most);
        return Collections.min(known.keySet());
      }
    }
    return Collections.min(instruments);
  }
}
