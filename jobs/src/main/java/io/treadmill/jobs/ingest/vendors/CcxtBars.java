package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.QualityFlag;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.contract.AmountUnit;
import io.treadmill.market.contract.Contract.Terms;
import java.util.List;

/**
 * OHLCV lines. The interval is in the name, or is the step between the first two bars: then the
 * first bar waits for the second. Volume is base coins, as ccxt gives it since March 2023, unless
 * another unit is said; contracts and quote units become coins at the close.
 */
final class CcxtBars extends CsvFormat {
  private static final ArchiveDataset KLINES = ArchiveDataset.KLINES;
  private static final long SECOND_MICROS = 1_000_000L;

  private final Terms terms;
  private int intervalSeconds;
  private Bar first;
  private int ts;
  private int[] prices;
  private int volume;

  private record Bar(long start, double[] prices, double volume) {}

  CcxtBars(SourceFile file, Terms terms) {
    this.terms = terms;
    int colon = file.kind().indexOf(':');
    this.intervalSeconds = colon < 0 ? 0 : Intervals.seconds(file.kind().substring(colon + 1));
  }

  @Override
  protected List<List<String>> layouts() {
    return List.of(List.of("timestamp", "open", "high", "low", "close", "volume"));
  }

  @Override
  protected void columns(Header header) {
    ts = header.need("timestamp", "time", "date", "datetime", "open_time");
    prices =
        new int[] {
          header.need("open"), header.need("high"), header.need("low"), header.need("close")
        };
    volume = header.need("volume");
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    Bar bar =
        new Bar(
            time().micros(line, ts, "timestamp"),
            Bars.prices(line, prices),
            Bars.notNegative(line, volume, "volume"));
    if (intervalSeconds == 0 && first == null) {
      first = bar;
      sink.hold();
      return;
    }
    if (intervalSeconds == 0) {
      intervalSeconds = measured(Math.abs(bar.start() - first.start()));
      emit(first, sink);
    }
    if (bar.start() % (intervalSeconds * SECOND_MICROS) != 0) {
      throw new BadRow(
          "off_grid", "timestamp " + line.text(ts) + " (not a start of " + intervalSeconds + " s)");
    }
    emit(bar, sink);
  }

  private static int measured(long step) {
    if (step == 0 || step % SECOND_MICROS != 0 || 86400 % (step / SECOND_MICROS) != 0) {
      throw new RefusedFile(
          ("the first two bars are %s us apart (must be a part of a day; or put the "
                  + "interval into the name: {venue}_{product}_{symbol}_5m.csv)")
              .formatted(step));
    }
    return (int) (step / SECOND_MICROS);
  }

  private void emit(Bar bar, RecordSink sink) {
    sink.checkEnded(bar.start() + intervalSeconds * SECOND_MICROS);
    RowBuffer row = Bars.fill(sink, bar.start(), intervalSeconds, bar.prices());
    double close = bar.prices()[3];
    row.number(KLINES.index("base_volume"), terms.coins(bar.volume(), close));
    if (terms.amounts() == AmountUnit.CONTRACTS) {
      row.number(KLINES.index("contracts"), bar.volume());
      sink.flag(QualityFlag.CONTRACT_SIZE_ASSUMED);
    }
    sink.emit();
  }

  @Override
  protected void finish(RecordSink sink) {
    if (intervalSeconds == 0 && first != null) {
      throw new RefusedFile(
          "one bar does not tell its interval (put it into the name:"
              + " {venue}_{product}_{symbol}_5m.csv)");
    }
  }
}
