package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.Product;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bybit: public trades ({@code SYMBOLyyyy-mm-dd}; of spot {@code SYMBOL_yyyy-mm-dd}, months {@code
 * SYMBOL-yyyy-mm}), and answers of its API and messages of its stream, saved as JSON, whatever
 * their names.
 */
final class Bybit extends Vendor {
  private static final String SYMBOL = "([\\p{Lu}\\p{Lo}\\p{N}]+)";
  private static final Pattern TRADES =
      Pattern.compile(
          "([\\p{Lu}\\p{Lo}\\p{N}]+(?:-\\d{1,2}[A-Z]{3}\\d{2})?)(\\d{4}-\\d{2}-\\d{2})");
  private static final Pattern SPOT_TRADES =
      Pattern.compile(SYMBOL + "(?:_(?=\\d{4}-\\d{2}-)|-)(\\d{4}-\\d{2}(?:-\\d{2})?)");
  private static final String ANSWERS = "answers";

  Bybit() {
    super(
        "bybit",
        Authority.VENUE,
        new Kind("linear, inverse and dated trades", "SYMBOLYYYY-MM-DD.csv.gz"),
        new Kind("spot trades", "SYMBOL_YYYY-MM-DD.csv.gz, SYMBOL-YYYY-MM.csv.gz"),
        new Kind(
            "klines, funding, open interest, longs per short, liquidations",
            "answers and messages as JSON, any name"));
  }

  @Override
  Optional<SourceFile> look(FileClues clues) {
    if (clues.ends("json|jsonl|ndjson")) {
      return clues
          .symbol(clues.symbolOr(null))
          .product(clues.statedProduct())
          .days(clues.stem())
          .of(ANSWERS);
    }
    Matcher trades = TRADES.matcher(clues.stem());
    Matcher spot = SPOT_TRADES.matcher(clues.stem());
    boolean isSpot = !trades.matches();
    if (isSpot && !spot.matches()) {
      return Optional.empty();
    }
    Matcher name = isSpot ? spot : trades;
    clues.symbol(clues.symbolOr(name.group(1))).days(name.group(2));
    clues.productOn(name(), clues.from(), isSpot ? Products.SPOT : Products.DERIVATIVE);
    return clues.productIfNone(isSpot ? Product.SPOT : null).of("trades");
  }

  @Override
  public FileFormat format(FileContracts contracts) {
    return contracts.file().kind().equals(ANSWERS)
        ? new BybitAnswers(contracts)
        : new VenueTrades(contracts, Products.DERIVATIVE, Products.SPOT, List.of());
  }
}
