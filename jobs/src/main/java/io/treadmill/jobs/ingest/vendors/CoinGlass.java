package io.treadmill.jobs.ingest.vendors;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.FileName.Period;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.Product;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CoinGlass aggregated liquidation history, saved as JSON. The coin and the interval come from the
 * name {@code {COIN}-..-{interval}-..}; {@code --symbol} wins.
 */
final class CoinGlass implements Vendor {
  private static final long serialVersionUID = 1L;
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
  public Optional<SourceFile> detect(FileName file, IngestRequest request) {
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
            "liquidation-history" + (interval.find() ? ":" + interval.group(1) : ""),
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

  @Override
  public FileFormat format(SourceFile file, double faceUsd) {
    return new CoinGlassLiquidations(file);
  }
}
