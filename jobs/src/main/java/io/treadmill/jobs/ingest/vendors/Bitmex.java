package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.SourceFile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * BitMEX: the daily trades of all symbols in one file {@code yyyymmdd}, and CSVs of its tables
 * {@code liquidation} and {@code instrument}, named or filed so. Quotes are not read.
 */
final class Bitmex extends Vendor {
  private static final Pattern DAY = Pattern.compile("(?<!\\d)(\\d{4})-?(\\d{2})-?(\\d{2})(?!\\d)");
  private static final Pattern TRADES = Pattern.compile("(trades?[-_])?\\d{4}-?\\d{2}-?\\d{2}");
  private static final List<String> TABLES = List.of("liquidation", "instrument");

  Bitmex() {
    super(
        "bitmex",
        Authority.VENUE,
        new Kind("trades of all symbols", "YYYYMMDD.csv.gz"),
        new Kind("liquidation, instrument", "KIND in the name, CSV"));
  }

  @Override
  Optional<SourceFile> look(FileClues clues) {
    String stem = clues.stem().toLowerCase(Locale.ROOT);
    if (clues.ends("json") || stem.contains("quote") || clues.file().isBelow("quote")) {
      return Optional.empty();
    }
    Matcher day = DAY.matcher(stem);
    clues
        .symbol(clues.symbolOr(null))
        .product(clues.statedProduct())
        .days(day.find() ? day.group(1) + "-" + day.group(2) + "-" + day.group(3) : "");
    return TABLES.stream()
        .filter(table -> stem.contains(table) || clues.file().isBelow(table))
        .findFirst()
        .or(() -> TRADES.matcher(stem).matches() ? Optional.of("trades") : Optional.empty())
        .flatMap(clues::of);
  }

  @Override
  public FileFormat format(FileContracts contracts) {
    return switch (contracts.file().kind()) {
      case "liquidation" -> new BitmexLiquidations(contracts);
      case "instrument" -> new BitmexInstruments(contracts);
      default -> new VenueTrades(contracts, Set.of(), Set.of(), List.of());
    };
  }
}
