package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.BarClock;
import java.util.Set;

/**
 * Answers of the API of Hyperliquid: candles {@code [{t, T, s, i, o, c, h, l, v, n}]}, and the
 * history of funding {@code [{coin, fundingRate, premium, time}]}.
 */
final class HyperliquidHistory extends JsonFormat {
  private static final ArchiveDataset KLINES = ArchiveDataset.KLINES;
  private static final ArchiveDataset FUNDING = ArchiveDataset.FUNDING;
  private static final long SECOND_MICROS = 1_000_000L;

  private final boolean isFunding;
  private final FileContracts contracts;

  HyperliquidHistory(SourceFile file, FileContracts contracts) {
    this.isFunding = file.kind().equals(Hyperliquid.FUNDING);
    this.contracts = contracts;
  }

  @Override
  void value(JsonNode root, RecordSink sink) {
    JsonNode first = root.isArray() ? root.path(0) : root;
    if (!root.isEmpty() && !first.has(isFunding ? "fundingRate" : "i")) {
      throw new RefusedFile(
          "no %s of Hyperliquid: %s"
              .formatted(isFunding ? "history of funding" : "candles", first));
    }
    if (root.isArray()) {
      root.forEach(one -> take(one, sink));
    } else {
      take(root, sink);
    }
  }

  @Override
  void record(JsonRecord one, RecordSink sink) {
    if (isFunding) {
      funding(one, sink);
    } else {
      candle(one, sink);
    }
  }

  private void candle(JsonRecord one, RecordSink sink) {
    int seconds = Intervals.seconds(one.text("i"));
    long start = time().ofNumber(one.whole("t"), "t");
    if (start % (seconds * SECOND_MICROS) != 0) {
      throw new BadRow("off_grid", "t %s (not a start of %d s)".formatted(one.text("t"), seconds));
    }
    double[] prices =
        Bars.checked(
            new double[] {
              one.positive("o"), one.positive("h"), one.positive("l"), one.positive("c")
            });
    double volume = one.notNegative("v");
    sink.checkEnded(start + seconds * SECOND_MICROS);
    RowBuffer row = Bars.fill(sink, start, seconds, prices);
    FileContracts.name(row, contracts.of(one.text("s"), Set.of(), start));
    row.number(KLINES.index("base_volume"), volume);
    row.whole(KLINES.index("trade_count"), one.whole("n"));
    sink.emit();
  }

  private void funding(JsonRecord one, RecordSink sink) {
    long raw = time().ofNumber(one.whole("time"), "time");
    long settlement =
        Math.floorDiv(raw + BarClock.HOUR_MICROS / 2, BarClock.HOUR_MICROS) * BarClock.HOUR_MICROS;
    if (Math.abs(raw - settlement) > BarClock.MINUTE_MICROS) {
      throw new BadRow("off_grid", "time %s (over 60 s from an hour)".formatted(one.text("time")));
    }
    double rate = one.number("fundingRate");
    if (!(Math.abs(rate) < 1)) {
      throw new BadRow("rate_range", "fundingRate %s (must be in -1..1)".formatted(rate));
    }
    RowBuffer row = sink.row(FUNDING);
    FileContracts.name(row, contracts.of(one.text("coin"), Set.of(), settlement));
    row.whole(FUNDING.index("ts"), settlement);
    row.whole(FUNDING.index("ts_raw"), raw);
    row.text(FUNDING.index("rate_kind"), "settled");
    row.number(FUNDING.index("rate"), rate);
    row.whole(FUNDING.index("interval_minutes"), 60);
    row.text(FUNDING.index("interval_source"), "venue_rule");
    sink.emit();
  }
}
