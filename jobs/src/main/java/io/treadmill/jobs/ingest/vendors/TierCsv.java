package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;

/** The dated CSV of brackets. */
final class TierCsv extends CsvFormat {
  private static final Set<Product> LEVERAGED = EnumSet.complementOf(EnumSet.of(Product.SPOT));

  private final TierRows rows = new TierRows();
  private final FileContracts contracts;
  private final Column day = need("valid_from", "seen_on", "date");
  private final Column symbol = need("symbol");
  private final Column floor = need("notional_floor", "min_notional");
  private final Column cap = need("notional_cap", "max_notional");
  private final Column rate = need("maintenance_margin_rate", "maint_margin_rate");
  private final Column leverage = need("max_leverage");
  private final Column amount = find("maintenance_amount", "maint_amount");

  TierCsv(FileContracts contracts) {
    this.contracts = contracts;
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    LocalDate from;
    try {
      from = LocalDate.parse(day.text(line));
    } catch (DateTimeException e) {
      throw day.notA("date", line);
    }
    if (from.getYear() < 2010) {
      throw new BadRow("date_range", "valid_from " + from + " (must be 2010 or later)");
    }
    String of = symbol.text(line);
    Product product =
        contracts.file().product() != null
            ? Product.of(contracts.file().product())
            : contracts.of(of, LEVERAGED, UtcDays.startMicros(from)).product();
    rows.emit(
        sink,
        new TierRows.Brackets(product, of, from),
        floor.number(line),
        cap.isEmpty(line) ? Double.NaN : cap.number(line),
        rate.number(line),
        leverage.number(line),
        amount.isEmpty(line) ? Double.NaN : amount.number(line));
  }
}
