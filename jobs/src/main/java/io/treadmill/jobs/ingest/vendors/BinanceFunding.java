package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.QualityFlag;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.BarClock;
import java.util.List;

/** Settled funding of Binance; stamps a few ms late are set on the hour they belong to. */
final class BinanceFunding extends CsvFormat {
  private static final ArchiveDataset FUNDING = ArchiveDataset.FUNDING;
  private static final long NEAR_MICROS = 2_000_000L;
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
    long raw = time().micros(line, ts, "calc_time");
    long settlement =
        Math.floorDiv(raw + BarClock.HOUR_MICROS / 2, BarClock.HOUR_MICROS) * BarClock.HOUR_MICROS;
    long distance = Math.abs(raw - settlement);
    if (distance > BarClock.MINUTE_MICROS) {
      throw new BadRow(
          "off_grid", "calc_time " + line.text(ts) + " (more than 60 s from a full hour)");
    }
    double value = line.number(rate, "last_funding_rate");
    if (!(Math.abs(value) < 1)) {
      throw new BadRow(
          "rate_range", "last_funding_rate " + line.text(rate) + " (must be in -1..1)");
    }
    RowBuffer row = sink.row(FUNDING);
    row.whole(FUNDING.index("ts"), settlement);
    row.whole(FUNDING.index("ts_raw"), raw);
    row.text(FUNDING.index("rate_kind"), "settled");
    row.number(FUNDING.index("rate"), value);
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
    if (distance > NEAR_MICROS) {
      sink.flag(QualityFlag.OFF_GRID);
    }
    sink.emit();
  }
}
