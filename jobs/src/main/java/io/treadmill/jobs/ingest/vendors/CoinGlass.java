package io.treadmill.jobs.ingest.vendors;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.FileName.Period;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.Product;
import io.treadmill.market.contract.Register;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * CoinGlass aggregated liquidation history, saved as JSON. The coin and the interval come from the
 * name {@code {COIN}-..-{interval}-..}; {@code --symbol} wins. The venues of a total are those of
 * {@code --venue-set}, else those that the name holds, else unknown.
 */
final class CoinGlass implements Vendor {
  private static final long serialVersionUID = 1L;
  private static final String UNKNOWN = "unknown";
  private static final Set<String> VENUES =
      Set.of(
          "binance",
          "bybit",
          "okx",
          "bitmex",
          "deribit",
          "hyperliquid",
          "kraken",
          "coinbase",
          "bitfinex",
          "htx",
          "gate",
          "kucoin",
          "bitget",
          "dydx",
          "coinex");
  private static final Pattern COIN = Pattern.compile("([A-Z0-9]{2,15})[-_].*");
  private static final Pattern INTERVAL = Pattern.compile("[-_](\\d{1,2}[mhd])(?:[-_]|$)");

  @Override
  public String name() {
    return "coinglass";
  }

  @Override
  public Authority authority() {
    return Authority.AGGREGATOR;
  }

  @Override
  public List<Kind> kinds() {
    return List.of(new Kind("liquidation history", "COIN-..-INTERVAL-...json"));
  }

  @Override
  public Optional<SourceFile> detect(FileName file, IngestRequest request, Register register) {
    if (!file.name().contains(".json")) {
      return Optional.empty();
    }
    Matcher coin = COIN.matcher(file.stem());
    String symbol =
        request.symbol() != null ? request.symbol() : coin.matches() ? coin.group(1) : null;
    if (symbol == null) {
      throw UserError.input(
          ("Cannot tell the coin of %s: give --symbol, or name the file "
                  + "{COIN}-...-{interval}-....json")
              .formatted(file.path()));
    }
    Matcher interval = INTERVAL.matcher(file.stem());
    Period period = FileName.period(file.stem());
    return Optional.of(
        new SourceFile(
            file.path(),
            file.bytes(),
            name(),
            "liquidation-history:%s:%s"
                .formatted(
                    venueSet(file.stem(), request), interval.find() ? interval.group(1) : ""),
            request.venue() == null ? name() : request.venue(),
            request.product() == null
                ? Product.LINEAR_PERP.text()
                : Product.of(request.product()).text(),
            symbol,
            period.from(),
            period.to(),
            file.published(request),
            null));
  }

  /** The venues of a total: as said, else those that the name holds, else unknown. */
  private static String venueSet(String stem, IngestRequest request) {
    if (request.venueSet() != null) {
      return new TreeSet<>(List.of(request.venueSet().toLowerCase(Locale.ROOT).split("[+,; ]+")))
          .stream().collect(Collectors.joining("+"));
    }
    String named =
        Stream.of(stem.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
            .map(word -> word.equals("huobi") ? "htx" : word)
            .filter(VENUES::contains)
            .distinct()
            .sorted()
            .collect(Collectors.joining("+"));
    return named.isEmpty() ? UNKNOWN : named;
  }

  @Override
  public FileFormat format(SourceFile file, FileContracts contracts) {
    return new CoinGlassLiquidations(file);
  }
}
