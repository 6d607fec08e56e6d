package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.RowBuffer;
import java.util.List;

/** Settled funding of Binance; stamps a few ms late are set on the hour they belong to. */
final class BinanceFunding extends CsvFormat {
  private static final long MAX_HOURS = 24;

  private final Column ts = need("calc_time", "funding_time", "fundingtime");
  private final Column hours = find("funding_interval_hours");
  private final Column rate = need("last_funding_rate", "funding_rate", "fundingrate");
  private final Column mark = find("mark_price", "markprice");

  @Override
  protected List<List<String>> layouts() {
    return List.of(List.of("calc_time", "funding_interval_hours", "last_funding_rate"));
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    RowBuffer row = FundingRows.fill(sink, micros(line, ts), rate.number(line));
    if (!hours.isEmpty(line)) {
      long interval = hours.whole(line);
      if (interval < 1 || interval > MAX_HOURS) {
        throw new BadRow(
            "interval_range", "funding_interval_hours " + interval + " (must be in 1..24)");
      }
      FundingRows.interval(row, interval * 60, "file");
    }
    if (!mark.isEmpty(line)) {
      row.number(FundingRows.MARK_PRICE, mark.positive(line));
    }
    sink.emit();
  }
}
