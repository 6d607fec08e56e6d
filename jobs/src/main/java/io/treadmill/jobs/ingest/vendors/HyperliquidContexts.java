package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.BarClock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Contexts of all coins, one a minute: open interest, mark and oracle price where they changed, and
 * the last rate seen of each hour as the prediction of its settlement.
 */
final class HyperliquidContexts extends CsvFormat {
  private final FileContracts contracts;
  private final Map<String, LastValues> states = new LinkedHashMap<>();
  private final Column timeColumn = need("time");
  private final Column coinColumn = need("coin");
  private final Column fundingColumn = need("funding");
  private final Column interestColumn = need("open_interest");
  private final Column oracleColumn = need("oracle_px");
  private final Column markColumn = need("mark_px");

  HyperliquidContexts(FileContracts contracts) {
    this.contracts = contracts;
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    long ts = micros(line, timeColumn);
    String coin = coinColumn.text(line);
    double oracle = value(line, oracleColumn);
    double mark = value(line, markColumn);
    double interest = value(line, interestColumn);
    boolean hasRate = !isMissing(line, fundingColumn);
    double rate = hasRate ? fundingColumn.number(line) : 0;
    if (!(Math.abs(rate) < 1)) {
      throw new BadRow("rate_range", "funding " + fundingColumn.text(line) + " (must be in -1..1)");
    }
    LastValues last =
        states.computeIfAbsent(coin, of -> new LastValues()).of(contracts.of(coin, Set.of(), ts));
    last.prices(sink, ts, mark, oracle, Double.NaN);
    if (last.takesInterest(interest)) {
      RowBuffer row = Snapshots.interest(sink, last.contract(), ts);
      row.number(Snapshots.INTEREST_BASE, interest);
      row.numberIfAny(Snapshots.INTEREST_USD, interest * last.mark());
      sink.emit();
    }
    if (hasRate) {
      long settlement = (ts / BarClock.HOUR_MICROS + 1) * BarClock.HOUR_MICROS;
      if (last.isOver(settlement)) {
        funding(last, sink);
      }
      last.rate(ts, settlement, rate);
    }
  }

  private static boolean isMissing(CsvLine line, Column column) {
    return column.isEmpty(line) || column.is(line, "null");
  }

  /** Returns NaN where there is none; coins that nobody holds have 0. */
  private static double value(CsvLine line, Column column) {
    if (isMissing(line, column)) {
      return Double.NaN;
    }
    return column.number(line) == 0 ? Double.NaN : column.positive(line);
  }

  @Override
  protected void finish(RecordSink sink) {
    states.values().stream().filter(LastValues::hasRate).forEach(last -> funding(last, sink));
  }

  private static void funding(LastValues last, RecordSink sink) {
    FundingRows.interval(last.funding(sink, false), 60, "venue_rule");
    sink.emit();
  }
}
