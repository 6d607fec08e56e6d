package io.treadmill.jobs.ingest.vendors;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.ingest.format.BadRow;
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
 * Histories of Coinalyze, saved as the answers {@code [{symbol, history: [{t, ..}]}]}, named {@code
 * SYMBOL-KIND-INTERVAL[-usd]..}. Totals of liquidations are the aggregator's; open interest,
 * funding and bars are filed under the venue and symbol that the symbol of Coinalyze stands for.
 */
final class Coinalyze implements Vendor {
  static final String LIQUIDATIONS = "liquidation-history";
  static final String OPEN_INTEREST = "open-interest-history";
  static final String FUNDING = "funding-rate-history";
  static final String BARS = "ohlcv-history";

  /** The name does not say the kind: totals of liquidations tell themselves by their fields. */
  static final String UNNAMED = "history";

  private static final long serialVersionUID = 1L;
  private static final Pattern SYMBOL = Pattern.compile("([A-Za-z0-9:_-]+\\.[0-9A-Z])(?:[-_].*)?");
  private static final Pattern INTERVAL =
      Pattern.compile("[-_](?:(\\d{1,2})(m|h|d|min|hour|day)|(daily))(?:[-_]|$)");

  @Override
  public String name() {
    return "coinalyze";
  }

  @Override
  public Authority authority() {
    return Authority.AGGREGATOR;
  }

  @Override
  public List<Kind> kinds() {
    return List.of(
        new Kind(
            "liquidation, open-interest, funding-rate, ohlcv",
            "SYMBOL.EXCHANGE-KIND-history-INTERVAL[-usd]..json"));
  }

  @Override
  public Optional<SourceFile> detect(FileName file, IngestRequest request, Register register) {
    String words = (String.join("/", file.folders()) + "/" + file.stem()).toLowerCase(Locale.ROOT);
    Matcher symbol = SYMBOL.matcher(file.stem());
    String theirs = symbol.matches() ? symbol.group(1) : null;
    if (!file.name().contains(".json")
        || theirs == null && !words.contains("coinalyze")
        || words.contains("long-short")) {
      return Optional.empty();
    }
    String kind = kind(words.replace('_', '-'));
    Period period = FileName.period(file.stem());
    CoinalyzeMarket market = theirs == null ? null : market(theirs, file);
    return Optional.of(
        new SourceFile(
            file.path(),
            file.bytes(),
            name(),
            "%s:%s:%s"
                .formatted(kind, interval(file.stem()), file.stem().contains("-usd") ? "usd" : ""),
            venue(kind, market, file, request),
            market == null
                ? null
                : request.productOf(
                    register, market.venue(), market.symbol(), market.among(), period.from()),
            market == null ? null : market.symbol(),
            period.from(),
            period.to(),
            file.published(request),
            null));
  }

  private static CoinalyzeMarket market(String theirs, FileName file) {
    try {
      return CoinalyzeMarket.of(theirs);
    } catch (BadRow e) {
      throw UserError.input("Cannot import %s: %s".formatted(file.path(), e.getMessage()));
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

  private String venue(String kind, CoinalyzeMarket market, FileName file, IngestRequest request) {
    if (kind.equals(LIQUIDATIONS) || kind.equals(UNNAMED)) {
      return name();
    }
    if (request.venue() == null && market == null) {
      throw UserError.input(
          ("Cannot tell the venue of %s: give --venue, or name the file SYMBOL-%s-INTERVAL.json"
                  + " with the symbol of Coinalyze (BTCUSDT_PERP.A)")
              .formatted(file.path(), kind));
    }
    return request.venue() != null ? request.venue() : market.venue();
  }

  @Override
  public FileFormat format(SourceFile file, FileContracts contracts) {
    return new CoinalyzeHistory(file, contracts);
  }
}
