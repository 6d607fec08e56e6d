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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Trades of Kraken futures, saved as JSON or CSV: public executions with the types of both orders,
 * the trade history, or recorded messages of the trade feed. A file is known by {@code kraken} in
 * its path or by its contract in the name; bars are read by ccxt.
 */
final class KrakenFutures implements Vendor {
  private static final long serialVersionUID = 1L;
  private static final Pattern CONTRACT =
      Pattern.compile("(?<![A-Z0-9])([PF][IF]_[A-Z0-9]+USD(?:_\\d{6})?)(?![A-Z0-9])");

  @Override
  public String name() {
    return "kraken";
  }

  @Override
  public Authority authority() {
    return Authority.VENUE;
  }

  @Override
  public List<Kind> kinds() {
    return List.of(new Kind("executions with forced orders", "any name, JSON or CSV"));
  }

  @Override
  public Optional<SourceFile> detect(FileName file, IngestRequest request, Register register) {
    Matcher named = CONTRACT.matcher(file.stem().toUpperCase(Locale.ROOT));
    String symbol =
        request.symbol() != null ? request.symbol() : named.find() ? named.group() : null;
    String words = (String.join("/", file.folders()) + "/" + file.stem()).toLowerCase(Locale.ROOT);
    boolean isJson = file.name().matches(".*\\.(nd)?json.*");
    if (!isJson && !(file.name().contains(".csv") && symbol != null)
        || symbol == null && !words.contains(name())) {
      return Optional.empty();
    }
    Period period = FileName.period(file.stem());
    return Optional.of(
        new SourceFile(
            file.path(),
            file.bytes(),
            name(),
            "executions",
            request.venue() == null ? name() : request.venue(),
            request.productOf(register, name(), symbol, Set.of(), period.from()),
            symbol,
            period.from(),
            period.to(),
            file.published(request),
            null));
  }

  @Override
  public FileFormat format(SourceFile file, FileContracts contracts) {
    JsonFormat records = new KrakenExecutions(file, contracts);
    return file.fileName().contains(".csv") ? new RecordCsv(records, List.of()) : records;
  }
}
