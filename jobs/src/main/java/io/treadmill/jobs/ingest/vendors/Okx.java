package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.FileName.Period;
import io.treadmill.jobs.ingest.format.SourceFile;
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
final class Okx extends Vendor {
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

  Okx() {
    super(
        "okx",
        Authority.VENUE,
        new Kind(
            "trades, aggtrades, candlesticks, fundingrates",
            "INSTRUMENT-KIND-YYYY-MM[-DD].zip, allswap-KIND-.."),
        new Kind(
            "candles, funding, liquidation orders",
            "answers and messages as JSON; candles with the instrument in the name"));
  }

  @Override
  Optional<SourceFile> look(FileClues clues) {
    Matcher name = FILE.matcher(clues.stem());
    boolean isAnswer = clues.ends("json|jsonl|ndjson");
    if (isAnswer) {
      clues.symbol(clues.symbolIn(INSTRUMENT)).days(clues.stem());
    } else if (name.matches()) {
      boolean isOfMany = MANY.matcher(name.group(1)).matches();
      Period days = FileName.period(name.group(3));
      clues
          .symbol(clues.symbolOr(isOfMany ? null : name.group(1)))
          .days(days.from() == null ? days : new Period(days.from().minusDays(1), days.to()));
    } else {
      return Optional.empty();
    }
    return clues
        .productOn(name(), clues.to(), Set.of())
        .of(isAnswer ? ANSWERS : KINDS.getOrDefault(name.group(2), name.group(2)));
  }

  @Override
  public FileFormat format(FileContracts contracts) {
    return switch (contracts.file().kind()) {
      case ANSWERS -> new OkxAnswers(contracts);
      case "candlesticks" -> new OkxCandles(contracts);
      case "fundingrates", "swaprate" -> new OkxFunding(contracts);
      default -> new VenueTrades(contracts, Set.of(), Set.of(), TRADES_WITHOUT_HEADER);
    };
  }
}
