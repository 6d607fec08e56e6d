package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.SourceFile;
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
  private final SourceFile file;
  private final FileContracts contracts;
  private int day;
  private int symbol;
  private int floor;
  private int cap;
  private int rate;
  private int leverage;
  private int amount;

  TierCsv(SourceFile file, FileContracts contracts) {
    this.file = file;
    this.contracts = contracts;
  }

  @Override
  protected void columns(Header header) {
    day = header.need("valid_from", "seen_on", "date");
    symbol = header.need("symbol");
    floor = header.need("notional_floor", "min_notional");
    cap = header.need("notional_cap", "max_notional");
    rate = header.need("maintenance_margin_rate", "maint_margin_rate");
    leverage = header.need("max_leverage");
    amount = header.find("maintenance_amount", "maint_amount");
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    LocalDate from;
    try {
      from = LocalDate.parse(line.text(day));
    } catch (DateTimeException e) {
      throw line.notA("date", day, "valid_from");
    }
    if (from.getYear() < 2010) {
      throw new BadRow("date_range", "valid_from " + from + " (must be 2010 or later)");
    }
    String of = line.text(symbol);
    Product product =
        file.product() != null
            ? Product.of(file.product())
            : contracts.of(of, LEVERAGED, UtcDays.startMicros(from)).product();
    rows.emit(
        sink,
        new TierRows.Brackets(product, of, from),
        line.number(floor, "notional_floor"),
        line.isEmpty(cap) ? Double.NaN : line.number(cap, "notional_cap"),
        line.number(rate, "maintenance_margin_rate"),
        line.number(leverage, "max_leverage"),
        line.isEmpty(amount) ? Double.NaN : line.number(amount, "maintenance_amount"));
  }
}
