package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.JsonFormat;
import io.treadmill.jobs.ingest.format.JsonRecord;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import java.util.Set;

/**
 * Answers of the API of Hyperliquid: candles {@code [{t, T, s, i, o, c, h, l, v, n}]}, and the
 * history of funding {@code [{coin, fundingRate, premium, time}]}.
 */
final class HyperliquidHistory extends JsonFormat {
  private static final ArchiveDataset KLINES = ArchiveDataset.KLINES;

  private final boolean isFunding;
  private final FileContracts contracts;
  private boolean isKnown;

  HyperliquidHistory(FileContracts contracts) {
    this.isFunding = contracts.file().kind().equals(Hyperliquid.FUNDING);
    this.contracts = contracts;
  }

  @Override
  protected void message(JsonNode one, RecordSink sink) {
    if (!isKnown && !one.has(isFunding ? "fundingRate" : "i")) {
      throw new RefusedFile(
          "no %s of Hyperliquid: %s".formatted(isFunding ? "history of funding" : "candles", one));
    }
    isKnown = true;
    one(one, null, sink, isFunding ? of -> funding(of, sink) : of -> candle(of, sink));
  }

  private void candle(JsonRecord one, RecordSink sink) {
    int seconds = Intervals.seconds(one.text("i"));
    long start = one.micros("t");
    double volume = one.notNegative("v");
    RowBuffer row =
        Bars.start(sink, start, seconds, Long.MAX_VALUE, Bars.prices(one, Bars.LETTERS));
    FileContracts.name(row, contracts.of(one.text("s"), Set.of(), start));
    row.number(KLINES.index("base_volume"), volume);
    row.whole(KLINES.index("trade_count"), one.whole("n"));
    sink.emit();
  }

  private void funding(JsonRecord one, RecordSink sink) {
    long raw = one.micros("time");
    long settlement = FundingRows.hour(raw);
    double rate = FundingRows.checked(one.number("fundingRate"));
    RowBuffer row = FundingRows.row(sink, settlement, raw, true, rate);
    FileContracts.name(row, contracts.of(one.text("coin"), Set.of(), settlement));
    FundingRows.interval(row, 60, "venue_rule");
    sink.emit();
  }
}
