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
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bybit: public trades ({@code SYMBOLyyyy-mm-dd}; of spot {@code SYMBOL_yyyy-mm-dd}, months {@code
 * SYMBOL-yyyy-mm}), and answers of its API and messages of its stream, saved as JSON, whatever
 * their names.
 */
final class Bybit implements Vendor {
  private static final long serialVersionUID = 1L;
  static final Set<Product> SPOT = Set.of(Product.SPOT);
  static final Set<Product> DERIVATIVES =
      Set.of(
          Product.LINEAR_PERP, Product.INVERSE_PERP, Product.LINEAR_FUTURE, Product.INVERSE_FUTURE);
  private static final String SYMBOL = "([\\p{Lu}\\p{Lo}\\p{N}]+)";
  private static final Pattern TRADES =
      Pattern.compile(
          "([\\p{Lu}\\p{Lo}\\p{N}]+(?:-\\d{1,2}[A-Z]{3}\\d{2})?)(\\d{4}-\\d{2}-\\d{2})");
  private static final Pattern SPOT_TRADES =
      Pattern.compile(SYMBOL + "(?:_(?=\\d{4}-\\d{2}-)|-)(\\d{4}-\\d{2}(?:-\\d{2})?)");
  private static final String ANSWERS = "answers";

  @Override
  public String name() {
    return "bybit";
  }

  @Override
  public Authority authority() {
    return Authority.VENUE;
  }

  @Override
  public List<Kind> kinds() {
    return List.of(
        new Kind("linear, inverse and dated trades", "SYMBOLYYYY-MM-DD.csv.gz"),
        new Kind("spot trades", "SYMBOL_YYYY-MM-DD.csv.gz, SYMBOL-YYYY-MM.csv.gz"),
        new Kind(
            "klines, funding, open interest, liquidations",
            "answers and messages as JSON, any name"));
  }

  @Override
  public Optional<SourceFile> detect(FileName file, IngestRequest request, Register register) {
    if (file.name().matches(".*\\.(json|jsonl|ndjson)(\\..*)?")) {
      Period days = FileName.period(file.stem());
      return Optional.of(source(file, request, ANSWERS, request.product(), request.symbol(), days));
    }
    Matcher trades = TRADES.matcher(file.stem());
    if (trades.matches()) {
      return Optional.of(traded(file, request, register, trades, DERIVATIVES));
    }
    Matcher spot = SPOT_TRADES.matcher(file.stem());
    return spot.matches()
        ? Optional.of(traded(file, request, register, spot, SPOT))
        : Optional.empty();
  }

  private SourceFile traded(
      FileName file, IngestRequest request, Register register, Matcher name, Set<Product> among) {
    Period days = FileName.period(name.group(2));
    String symbol = request.symbol() == null ? name.group(1) : request.symbol();
    String product = request.productOf(register, name(), symbol, among, days.from());
    if (product == null && among.size() == 1) {
      product = among.iterator().next().text();
    }
    return source(file, request, "trades", product, symbol, days);
  }

  private SourceFile source(
      FileName file,
      IngestRequest request,
      String kind,
      String product,
      String symbol,
      Period days) {
    return new SourceFile(
        file.path(),
        file.bytes(),
        name(),
        kind,
        request.venue() == null ? name() : request.venue(),
        product,
        symbol,
        days.from(),
        days.to(),
        file.published(request),
        null);
  }

  @Override
  public FileFormat format(SourceFile file, FileContracts contracts) {
    return file.kind().equals(ANSWERS)
        ? new BybitAnswers(contracts)
        : new VenueTrades(file, contracts, DERIVATIVES, SPOT, List.of());
  }
}
