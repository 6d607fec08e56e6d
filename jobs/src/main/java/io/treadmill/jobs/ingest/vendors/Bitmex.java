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
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * BitMEX: the daily trades of all symbols in one file {@code yyyymmdd}, and CSVs of its tables
 * {@code liquidation} and {@code instrument}, named or filed so. Quotes are not read.
 */
final class Bitmex implements Vendor {
  private static final long serialVersionUID = 1L;
  private static final Pattern DAY = Pattern.compile("(?<!\\d)(\\d{4})-?(\\d{2})-?(\\d{2})(?!\\d)");
  private static final Pattern TRADES = Pattern.compile("(trades?[-_])?\\d{4}-?\\d{2}-?\\d{2}");
  private static final List<String> TABLES = List.of("liquidation", "instrument");

  @Override
  public String name() {
    return "bitmex";
  }

  @Override
  public Authority authority() {
    return Authority.VENUE;
  }

  @Override
  public List<Kind> kinds() {
    return List.of(
        new Kind("trades of all symbols", "YYYYMMDD.csv.gz"),
        new Kind("liquidation, instrument", "KIND in the name, CSV"));
  }

  @Override
  public Optional<SourceFile> detect(FileName file, IngestRequest request, Register register) {
    String stem = file.stem().toLowerCase(Locale.ROOT);
    if (file.name().contains(".json") || stem.contains("quote") || file.isBelow("quote")) {
      return Optional.empty();
    }
    return TABLES.stream()
        .filter(table -> stem.contains(table) || file.isBelow(table))
        .findFirst()
        .or(() -> TRADES.matcher(stem).matches() ? Optional.of("trades") : Optional.empty())
        .map(kind -> source(file, request, kind));
  }

  private SourceFile source(FileName file, IngestRequest request, String kind) {
    Matcher day = DAY.matcher(file.stem());
    Period days =
        day.find()
            ? FileName.period("%s-%s-%s".formatted(day.group(1), day.group(2), day.group(3)))
            : Period.UNKNOWN;
    return new SourceFile(
        file.path(),
        file.bytes(),
        name(),
        kind,
        request.venue() == null ? name() : request.venue(),
        request.product() == null ? null : Product.of(request.product()).text(),
        request.symbol(),
        days.from(),
        days.to(),
        file.published(request),
        null);
  }

  @Override
  public FileFormat format(SourceFile file, FileContracts contracts) {
    return switch (file.kind()) {
      case "liquidation" -> new BitmexLiquidations(contracts);
      case "instrument" -> new BitmexInstruments(contracts);
      default -> new VenueTrades(file, contracts, Set.of(), Set.of(), List.of());
    };
  }
}
