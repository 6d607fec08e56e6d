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
 * Answers of Deribit saved as JSON or CSV: trades with the mark of liquidations, and the history of
 * funding. A file is known by {@code deribit} in its path or by its instrument in the name.
 */
final class Deribit implements Vendor {
  static final String TRADES = "trades";
  static final String FUNDING = "funding";

  private static final long serialVersionUID = 1L;
  private static final Pattern INSTRUMENT =
      Pattern.compile(
          "(?<![A-Z0-9])([A-Z0-9]{2,8}(?:_USD[CT])?-(?:PERPETUAL|\\d{1,2}[A-Z]{3}\\d{2}))"
              + "(?!-\\d+-[CP])(?![A-Z0-9])");

  @Override
  public String name() {
    return "deribit";
  }

  @Override
  public Authority authority() {
    return Authority.VENUE;
  }

  @Override
  public List<Kind> kinds() {
    return List.of(
        new Kind("trades with forced orders", "INSTRUMENT in the rows, JSON or CSV"),
        new Kind("funding", "INSTRUMENT in the name, JSON"));
  }

  @Override
  public Optional<SourceFile> detect(FileName file, IngestRequest request, Register register) {
    String words = (String.join("/", file.folders()) + "/" + file.stem()).toLowerCase(Locale.ROOT);
    Matcher named = INSTRUMENT.matcher(file.stem());
    String symbol =
        request.symbol() != null ? request.symbol() : named.find() ? named.group() : null;
    if (!file.name().matches(".*\\.(nd)?(json|csv).*")
        || symbol == null && !words.contains(name())) {
      return Optional.empty();
    }
    Period period = FileName.period(file.stem());
    return Optional.of(
        new SourceFile(
            file.path(),
            file.bytes(),
            name(),
            words.contains(FUNDING) ? FUNDING : TRADES,
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
    JsonFormat records = new DeribitRecords(file, contracts);
    return file.fileName().contains(".csv") ? new RecordCsv(records, List.of()) : records;
  }
}
