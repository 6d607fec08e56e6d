package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.FileName.Period;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.contract.Register;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * OKX: {@code INSTRUMENT-KIND-yyyy-mm[-dd]} of trades, aggtrades, candlesticks and fundingrates,
 * one instrument or many in a file, and answers of its API and messages of its stream, saved as
 * JSON. Days are those of UTC+8: a file holds the last eight hours of the UTC day before.
 */
final class Okx implements Vendor {
  private static final long serialVersionUID = 1L;
  private static final Pattern FILE =
      Pattern.compile(
          "([\\p{L}\\p{N}-]+)-(trades|aggtrades|candlesticks|fundingrates|swaprate)-"
              + "(\\d{4}-\\d{2}(?:-\\d{2})?)");

  /** Names that stand for many instruments. */
  private static final Pattern MANY = Pattern.compile("all[a-z]+|.*-futureschain");

  private static final Pattern INSTRUMENT =
      Pattern.compile("(?:^|[^A-Z0-9])([A-Z0-9]+-[A-Z]{3,5}(?:-(?:SWAP|\\d{6}))?)(?:[^A-Z0-9]|$)");
  private static final List<List<String>> TRADES_WITHOUT_HEADER =
      List.of(List.of("trade_id", "side", "size", "price", "created_time"));
  private static final Map<String, String> KINDS = Map.of("aggtrades", "aggTrades");
  private static final String ANSWERS = "answers";

  @Override
  public String name() {
    return "okx";
  }

  @Override
  public Authority authority() {
    return Authority.VENUE;
  }

  @Override
  public List<Kind> kinds() {
    return List.of(
        new Kind(
            "trades, aggtrades, candlesticks, fundingrates",
            "INSTRUMENT-KIND-YYYY-MM[-DD].zip, allswap-KIND-.."),
        new Kind(
            "candles, funding, liquidation orders",
            "answers and messages as JSON; candles with the instrument in the name"));
  }

  @Override
  public Optional<SourceFile> detect(FileName file, IngestRequest request, Register register) {
    if (file.name().matches(".*\\.(json|jsonl|ndjson)(\\..*)?")) {
      Matcher named = INSTRUMENT.matcher(file.stem());
      String symbol = named.find() ? named.group(1) : null;
      Period days = FileName.period(file.stem());
      return Optional.of(source(file, request, register, ANSWERS, symbol, days));
    }
    Matcher name = FILE.matcher(file.stem());
    if (!name.matches()) {
      return Optional.empty();
    }
    String kind = KINDS.getOrDefault(name.group(2), name.group(2));
    String symbol = MANY.matcher(name.group(1)).matches() ? null : name.group(1);
    Period days = FileName.period(name.group(3));
    Period inUtc = days.from() == null ? days : new Period(days.from().minusDays(1), days.to());
    return Optional.of(source(file, request, register, kind, symbol, inUtc));
  }

  private SourceFile source(
      FileName file,
      IngestRequest request,
      Register register,
      String kind,
      String named,
      Period days) {
    String symbol = request.symbol() == null ? named : request.symbol();
    return new SourceFile(
        file.path(),
        file.bytes(),
        name(),
        kind,
        request.venue() == null ? name() : request.venue(),
        request.productOf(register, name(), symbol, Set.of(), days.to()),
        symbol,
        days.from(),
        days.to(),
        file.published(request),
        null);
  }

  @Override
  public FileFormat format(SourceFile file, FileContracts contracts) {
    return switch (file.kind()) {
      case ANSWERS -> new OkxAnswers(file, contracts);
      case "candlesticks" -> new OkxCandles(file, contracts);
      case "fundingrates", "swaprate" -> new OkxFunding(file, contracts);
      default -> new VenueTrades(file, contracts, Set.of(), Set.of(), TRADES_WITHOUT_HEADER);
    };
  }
}
