package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.FileName.Period;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.contract.Register;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The archive of Hyperliquid: {@code asset_ctxs/YYYYMMDD.csv.lz4}, {@code
 * node_fills_by_block/hourly/YYYYMMDD/H.lz4} and {@code node_fills/..}, each with all coins; and
 * answers of its API, candles and funding history, told by the name.
 */
final class Hyperliquid implements Vendor {
  static final String CONTEXTS = "asset_ctxs";
  static final String FILLS = "node_fills";
  static final String CANDLES = "candles";
  static final String FUNDING = "funding";

  private static final long serialVersionUID = 1L;
  private static final Pattern DAY =
      Pattern.compile("(?<!\\d)(20\\d{2})-?(\\d{2})-?(\\d{2})(?!\\d)");

  @Override
  public String name() {
    return "hyperliquid";
  }

  @Override
  public Authority authority() {
    return Authority.VENUE;
  }

  @Override
  public List<Kind> kinds() {
    return List.of(
        new Kind("asset_ctxs", "asset_ctxs/YYYYMMDD.csv.lz4"),
        new Kind("node_fills, node_fills_by_block", "KIND/hourly/YYYYMMDD/HOUR.lz4"),
        new Kind("candles, funding", "KIND in the name, answers as JSON"));
  }

  @Override
  public Optional<SourceFile> detect(FileName file, IngestRequest request, Register register) {
    String words = (String.join("/", file.folders()) + "/" + file.stem()).toLowerCase(Locale.ROOT);
    String kind = kind(words, file.name());
    if (kind == null) {
      return Optional.empty();
    }
    Period period = period(file, words);
    return Optional.of(
        new SourceFile(
            file.path(),
            file.bytes(),
            name(),
            kind,
            request.venue() == null ? name() : request.venue(),
            null,
            null,
            period.from(),
            period.to(),
            file.published(request),
            null));
  }

  private static String kind(String words, String name) {
    if (words.contains(CONTEXTS)) {
      return CONTEXTS;
    }
    if (words.contains(FILLS) && !words.contains("node_trades")) {
      return FILLS;
    }
    if (!name.contains(".json")) {
      return null;
    }
    return words.contains("candle") ? CANDLES : words.contains("funding") ? FUNDING : null;
  }

  /** The day of the name, else of the folder above it. */
  private static Period period(FileName file, String words) {
    Matcher day = DAY.matcher(file.stem());
    Matcher above = DAY.matcher(words.substring(Math.max(0, words.length() - 60)));
    Matcher found = day.find() ? day : above.find() ? above : null;
    return found == null
        ? Period.UNKNOWN
        : FileName.period(found.group(1) + "-" + found.group(2) + "-" + found.group(3));
  }

  @Override
  public FileFormat format(SourceFile file, FileContracts contracts) {
    return switch (file.kind()) {
      case CONTEXTS -> new HyperliquidContexts(contracts);
      case FILLS -> new HyperliquidFills(contracts);
      default -> new HyperliquidHistory(file, contracts);
    };
  }
}
