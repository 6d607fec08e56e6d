package io.treadmill.jobs.fetch.vendors;

import io.treadmill.conf.UserError;
import io.treadmill.market.UtcDays;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One vendor's archive: which files there are, and where. */
public abstract class FetchVendor {
  private final String name;
  private final String summary;
  private final List<String> usualKinds;

  /**
   * Makes one.
   *
   * @param summary one line on its kinds, for the help text
   * @param usualKinds the kinds that are fetched if none are named; none = they must be named
   */
  FetchVendor(String name, String summary, String... usualKinds) {
    this.name = name;
    this.summary = summary;
    this.usualKinds = List.of(usualKinds);
  }

  /** Returns the name on the command line, that of the import. */
  public final String name() {
    return name;
  }

  /** Returns the kinds that are fetched if none are named. */
  public final List<String> usualKinds() {
    return usualKinds;
  }

  /** Returns one line on its kinds, for the help text. */
  public final String summary() {
    return summary;
  }

  /**
   * Files that are asked for.
   *
   * @param symbol symbol; empty if the files hold all
   * @param addresses base addresses by name, from the settings
   */
  record Wanted(String symbol, Kind kind, FetchRequest request, Map<String, String> addresses) {}

  /** Returns the files of a kind and symbol. */
  abstract List<Series> series(Wanted wanted);

  /** Returns true if there are files for each symbol. */
  boolean isBySymbol() {
    return true;
  }

  /** Returns the days of the files in which some UTC days are. */
  UtcDays days(UtcDays asked) {
    return asked;
  }

  /** Returns an error that says which kinds there are. */
  final UserError unknown(Kind kind, String vendor) {
    return kind.unknown(vendor, List.of(summary));
  }

  /**
   * Returns the files of a request.
   *
   * @param addresses base addresses by name, from the settings
   * @throws UserError if a kind is none of the vendor's
   */
  public final List<FileChoice> files(FetchRequest request, Map<String, String> addresses) {
    if (request.kinds().isEmpty()) {
      throw UserError.usage(
          "Missing required option: '--kinds=K' (%s has %s)".formatted(name, summary));
    }
    List<FileChoice> choices = new ArrayList<>();
    for (String symbol : isBySymbol() ? request.neededSymbols(name) : List.of("")) {
      for (Kind kind : request.kinds()) {
        for (Series series : series(new Wanted(symbol, kind, request, addresses))) {
          series.addTo(choices, request, days(request.days()));
        }
      }
    }
    return choices;
  }
}
