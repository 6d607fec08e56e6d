package io.treadmill.jobs.ingest.vendors;

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

/**
 * Maintenance-margin brackets: a dated CSV {@code
 * seen_on,..,symbol,notional_floor,notional_cap,maint_margin_rate,max_leverage,maint_amount}, or
 * the tier JSON of ccxt and freqtrade, whose day is in its name. The venue is {@code --venue}, or
 * the start of the name; else binance.
 */
final class MarginTierLists implements Vendor {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "tiers";
  }

  @Override
  public Authority authority() {
    return Authority.ANYONE;
  }

  @Override
  public List<Kind> kinds() {
    return List.of(
        new Kind("dated CSV", "VENUE_...csv"),
        new Kind("JSON of ccxt or freqtrade", "VENUE_tiers_YYYY-MM-DD.json"));
  }

  @Override
  public Optional<SourceFile> detect(FileName file, IngestRequest request, Register register) {
    boolean json = file.name().contains(".json");
    if (!json && !file.name().contains(".csv")) {
      return Optional.empty();
    }
    Period period = json ? FileName.period(file.stem()) : Period.UNKNOWN;
    String head = file.stem().split("[_-]")[0].toLowerCase(Locale.ROOT);
    return Optional.of(
        new SourceFile(
            file.path(),
            file.bytes(),
            name(),
            json ? "json" : "csv",
            request.venue() != null ? request.venue() : head,
            request.product() == null ? null : Product.of(request.product()).text(),
            request.symbol(),
            period.from(),
            period.to(),
            file.published(request),
            null));
  }

  @Override
  public FileFormat format(SourceFile file, FileContracts contracts) {
    return file.kind().equals("json") ? new TierJson(file) : new TierCsv(file, contracts);
  }
}
