package io.treadmill.jobs.ingest.vendors;

import io.treadmill.conf.UserError;
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

/**
 * Forced orders that somebody recorded from the public feeds of Binance ({@code forceOrder}) and
 * Bybit ({@code allLiquidation}): the messages one a line, or CSV with or without a header. The
 * venue is {@code --venue}, else that which the path names.
 */
final class Recording implements Vendor {
  private static final long serialVersionUID = 1L;

  /** As recorders of Binance write without a header. */
  private static final List<String> BINANCE =
      List.of(
          "symbol",
          "side",
          "order_type",
          "time_in_force",
          "original_quantity",
          "price",
          "average_price",
          "order_status",
          "order_last_filled_quantity",
          "order_filled_accumulated_quantity",
          "order_trade_time",
          "usd_size");

  private static final List<List<String>> LAYOUTS = List.of(BINANCE, BINANCE.subList(0, 11));

  @Override
  public String name() {
    return "recording";
  }

  @Override
  public Authority authority() {
    return Authority.RECORDER;
  }

  @Override
  public List<Kind> kinds() {
    return List.of(
        new Kind(
            "forced orders of Binance and Bybit",
            "messages as JSON lines, or CSV with or without header"));
  }

  @Override
  public Optional<SourceFile> detect(FileName file, IngestRequest request, Register register) {
    if (!file.name().matches(".*\\.(json|ndjson|csv|txt|log).*")) {
      return Optional.empty();
    }
    Period period = FileName.period(file.stem());
    return Optional.of(
        new SourceFile(
            file.path(),
            file.bytes(),
            name(),
            "forced-orders",
            venue(file, request),
            null,
            null,
            period.from(),
            period.to(),
            file.published(request),
            null));
  }

  private static String venue(FileName file, IngestRequest request) {
    if (request.venue() != null) {
      return request.venue();
    }
    List<String> folders = file.folders();
    List<String> near = folders.subList(Math.max(0, folders.size() - 2), folders.size());
    List<String> words = List.of(file.stem().toLowerCase(Locale.ROOT), String.join("/", near));
    for (String word : words) {
      boolean binance = word.contains("binance") || word.contains("forceorder");
      boolean bybit = word.contains("bybit") || word.contains("allliquidation");
      if (binance != bybit) {
        return binance ? "binance" : "bybit";
      }
    }
    throw UserError.input(
        "Cannot tell the venue of %s: give --venue, or put binance or bybit into the name"
            .formatted(file.path()));
  }

  @Override
  public FileFormat format(SourceFile file, FileContracts contracts) {
    JsonFormat records = new RecordedOrders(file, contracts);
    return file.fileName().contains(".csv") ? new RecordCsv(records, LAYOUTS) : records;
  }
}
