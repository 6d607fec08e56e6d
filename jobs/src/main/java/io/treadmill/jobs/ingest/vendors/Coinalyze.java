package io.treadmill.jobs.ingest.vendors;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.SourceFile;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Histories of Coinalyze, saved as the answers {@code [{symbol, history: [{t, ..}]}]}, named {@code
 * SYMBOL-KIND-INTERVAL[-usd]..}. Totals of liquidations are the aggregator's; open interest,
 * funding and bars are filed under the venue and symbol that the symbol of Coinalyze stands for.
 */
final class Coinalyze extends Vendor {
  static final String LIQUIDATIONS = "liquidation-history";
  static final String OPEN_INTEREST = "open-interest-history";
  static final String FUNDING = "funding-rate-history";
  static final String BARS = "ohlcv-history";

  /** The name does not say the kind: totals of liquidations tell themselves by their fields. */
  static final String UNNAMED = "history";

  private static final Pattern SYMBOL = Pattern.compile("([A-Za-z0-9:_-]+\\.[0-9A-Z])(?:[-_].*)?");
  private static final Pattern INTERVAL =
      Pattern.compile("[-_](?:(\\d{1,2})(m|h|d|min|hour|day)|(daily))(?:[-_]|$)");

  Coinalyze() {
    super(
        "coinalyze",
        Authority.AGGREGATOR,
        new Kind(
            "liquidation, open-interest, funding-rate, ohlcv",
            "SYMBOL.EXCHANGE-KIND-history-INTERVAL[-usd]..json"));
  }

  @Override
  Optional<SourceFile> look(FileClues clues) {
    String words = clues.words();
    String stem = clues.stem();
    Matcher symbol = SYMBOL.matcher(stem);
    String theirs = symbol.matches() ? symbol.group(1) : null;
    if (!clues.ends("json")
        || theirs == null && !words.contains("coinalyze")
        || words.contains("long-short")) {
      return Optional.empty();
    }
    String kind = kind(words.replace('_', '-'));
    CoinalyzeMarket market = theirs == null ? null : market(theirs, clues);
    clues.days(stem).venue(venue(kind, market, clues));
    if (market != null) {
      clues.symbol(market.symbol()).productOn(market.venue(), clues.from(), market.among());
    }
    return clues.of("%s:%s:%s".formatted(kind, interval(stem), stem.contains("-usd") ? "usd" : ""));
  }

  private static CoinalyzeMarket market(String theirs, FileClues clues) {
    try {
      return CoinalyzeMarket.of(theirs);
    } catch (BadRow e) {
      throw UserError.input("Cannot import %s: %s".formatted(clues.file().path(), e.getMessage()));
    }
  }

  private static String kind(String words) {
    if (words.contains("liquidation")) {
      return LIQUIDATIONS;
    }
    if (words.contains("open-interest")) {
      return OPEN_INTEREST;
    }
    if (words.contains("funding")) {
      return FUNDING;
    }
    return words.contains("ohlcv") ? BARS : UNNAMED;
  }

  private static String interval(String stem) {
    Matcher interval = INTERVAL.matcher(stem);
    if (!interval.find()) {
      return "";
    }
    return interval.group(3) != null ? "1d" : interval.group(1) + interval.group(2).substring(0, 1);
  }

  private String venue(String kind, CoinalyzeMarket market, FileClues clues) {
    if (kind.equals(LIQUIDATIONS) || kind.equals(UNNAMED)) {
      return name();
    }
    if (clues.request().venue() == null && market == null) {
      throw UserError.input(
          ("Cannot tell the venue of %s: give --venue, or name the file SYMBOL-%s-INTERVAL.json"
                  + " with the symbol of Coinalyze (BTCUSDT_PERP.A)")
              .formatted(clues.file().path(), kind));
    }
    return clues.venueOr(market == null ? null : market.venue());
  }

  @Override
  public FileFormat format(FileContracts contracts) {
    return new CoinalyzeHistory(contracts);
  }
}
