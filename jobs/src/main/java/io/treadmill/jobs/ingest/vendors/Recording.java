package io.treadmill.jobs.ingest.vendors;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.SourceFile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Forced orders that somebody recorded from the public feeds of Binance ({@code forceOrder}) and
 * Bybit ({@code allLiquidation}): the messages one a line, or CSV with or without a header. The
 * venue is {@code --venue}, else that which the path names.
 */
final class Recording extends Vendor {
  /** As recorders of Binance write without a header. */
  private static final List<String> BINANCE =
      Header.layout(
          "symbol,side,order_type,time_in_force,original_quantity,price,"
              + "average_price,order_status,order_last_filled_quantity,"
              + "order_filled_accumulated_quantity,order_trade_time,usd_size");

  private static final List<List<String>> LAYOUTS = List.of(BINANCE, BINANCE.subList(0, 11));

  Recording() {
    super(
        "recording",
        Authority.RECORDER,
        new Kind(
            "forced orders of Binance and Bybit",
            "messages as JSON lines, or CSV with or without header"));
  }

  @Override
  Optional<SourceFile> look(FileClues clues) {
    return clues.ends("json|ndjson|csv|txt|log")
        ? clues.venue(venue(clues)).days(clues.stem()).of("forced-orders")
        : Optional.empty();
  }

  private static String venue(FileClues clues) {
    if (clues.request().venue() != null) {
      return clues.request().venue();
    }
    List<String> folders = clues.file().folders();
    List<String> near = folders.subList(Math.max(0, folders.size() - 2), folders.size());
    List<String> words = List.of(clues.stem().toLowerCase(Locale.ROOT), String.join("/", near));
    for (String word : words) {
      boolean binance = word.contains("binance") || word.contains("forceorder");
      boolean bybit = word.contains("bybit") || word.contains("allliquidation");
      if (binance != bybit) {
        return binance ? "binance" : "bybit";
      }
    }
    throw UserError.input(
        "Cannot tell the venue of %s: give --venue, or put binance or bybit into the name"
            .formatted(clues.file().path()));
  }

  @Override
  public FileFormat format(FileContracts contracts) {
    RecordedOrders records = new RecordedOrders(contracts);
    return RecordCsv.orJson(contracts.file(), records, records::record, LAYOUTS);
  }
}
