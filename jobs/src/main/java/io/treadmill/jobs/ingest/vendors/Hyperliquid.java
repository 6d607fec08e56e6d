package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.SourceFile;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The archive of Hyperliquid: {@code asset_ctxs/YYYYMMDD.csv.lz4}, {@code
 * node_fills_by_block/hourly/YYYYMMDD/H.lz4} and {@code node_fills/..}, each with all coins; and
 * answers of its API, candles and funding history, told by the name.
 */
final class Hyperliquid extends Vendor {
  static final String CONTEXTS = "asset_ctxs";
  static final String FILLS = "node_fills";
  static final String CANDLES = "candles";
  static final String FUNDING = "funding";

  private static final Pattern DAY =
      Pattern.compile("(?<!\\d)(20\\d{2})-?(\\d{2})-?(\\d{2})(?!\\d)");

  Hyperliquid() {
    super(
        "hyperliquid",
        Authority.VENUE,
        new Kind("asset_ctxs", "asset_ctxs/YYYYMMDD.csv.lz4"),
        new Kind("node_fills, node_fills_by_block", "KIND/hourly/YYYYMMDD/HOUR.lz4"),
        new Kind("candles, funding", "KIND in the name, answers as JSON"));
  }

  @Override
  Optional<SourceFile> look(FileClues clues) {
    String words = clues.words();
    return Optional.ofNullable(kind(words, clues.ends("json")))
        .flatMap(kind -> clues.days(day(clues.stem(), words)).of(kind));
  }

  private static String kind(String words, boolean isJson) {
    if (words.contains(CONTEXTS)) {
      return CONTEXTS;
    }
    if (words.contains(FILLS) && !words.contains("node_trades")) {
      return FILLS;
    }
    if (!isJson) {
      return null;
    }
    return words.contains("candle") ? CANDLES : words.contains("funding") ? FUNDING : null;
  }

  /** The day of the name, else of the folder above it. */
  private static String day(String stem, String words) {
    Matcher day = DAY.matcher(stem);
    Matcher above = DAY.matcher(words.substring(Math.max(0, words.length() - 60)));
    Matcher found = day.find() ? day : above.find() ? above : null;
    return found == null ? "" : found.group(1) + "-" + found.group(2) + "-" + found.group(3);
  }

  @Override
  public FileFormat format(FileContracts contracts) {
    return switch (contracts.file().kind()) {
      case CONTEXTS -> new HyperliquidContexts(contracts);
      case FILLS -> new HyperliquidFills(contracts);
      default -> new HyperliquidHistory(contracts);
    };
  }
}
