package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import java.util.List;

/** Settled funding of Binance; stamps a few ms late are set on the hour they belong to. */
final class BinanceFunding extends CsvFormat {
  private static final ArchiveDataset FUNDING = ArchiveDataset.FUNDING;
  private static final long MAX_HOURS = 24;

  private int ts;
  private int hours;
  private int rate;
  private int mark;

  @Override
  protected List<List<String>> layouts() {
    return List.of(List.of("calc_time", "funding_interval_hours", "last_funding_rate"));
  }

  @Override
  protected void columns(Header header) {
    ts = header.need("calc_time", "funding_time", "fundingtime");
    hours = header.find("funding_interval_hours");
    rate = header.need("last_funding_rate", "funding_rate", "fundingrate");
    mark = header.find("mark_price", "markprice");
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    RowBuffer row =
        FundingRows.fill(
            sink, time().micros(line, ts, "calc_time"), line.number(rate, "last_funding_rate"));
    if (!line.isEmpty(hours)) {
      long interval = line.whole(hours, "funding_interval_hours");
      if (interval < 1 || interval > MAX_HOURS) {
        throw new BadRow(
            "interval_range", "funding_interval_hours " + interval + " (must be in 1..24)");
      }
      row.whole(FUNDING.index("interval_minutes"), interval * 60);
      row.text(FUNDING.index("interval_source"), "file");
    }
    if (!line.isEmpty(mark)) {
      row.number(FUNDING.index("mark_price"), line.positive(mark, "mark_price"));
    }
    sink.emit();
  }
}
