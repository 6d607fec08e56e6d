package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.QualityFlag;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.BarClock;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Contract.Terms;
import io.treadmill.market.contract.ContractKind;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The derivative_ticker of Tardis: one record feeds open_interest, mark_index and funding; a value
 * that did not change makes no row. The last rate seen before {@code funding_timestamp} is the
 * settled one, if the next settlement was seen too or the record is at most ten minutes before it;
 * else it is a prediction.
 */
final class TardisTicker extends CsvFormat {
  private static final long LATE_MICROS = 10 * BarClock.MINUTE_MICROS;

  private final boolean bothSides;
  private final TardisSymbols symbols;
  private final Map<String, LastValues> states = new LinkedHashMap<>();
  private final Column tsColumn = need("timestamp");
  private final Column fundingTsColumn = find("funding_timestamp");
  private final Column rateColumn = find("funding_rate");
  private final Column openInterestColumn = find("open_interest");
  private final Column lastColumn = find("last_price");
  private final Column indexColumn = find("index_price");
  private final Column markColumn = need("mark_price");
  private LastValues last;

  TardisTicker(FileContracts contracts) {
    this.bothSides = contracts.file().venue().equals("bybit");
    this.symbols = new TardisSymbols(contracts, find("exchange"), need("symbol"));
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    long ts = micros(line, tsColumn);
    Contract contract = symbols.contract(line, ts);
    double newMark = markColumn.positiveOrNaN(line);
    double newIndex = indexColumn.positiveOrNaN(line);
    double newLast = lastColumn.positiveOrNaN(line);
    double newOpenInterest = openInterestColumn.positiveOrNaN(line);
    boolean hasRate = !rateColumn.isEmpty(line) && !fundingTsColumn.isEmpty(line);
    long settlement = hasRate ? micros(line, fundingTsColumn) : 0;
    double rate = hasRate ? rateColumn.number(line) : 0;
    if (last == null || last.contract() != contract) {
      last = states.computeIfAbsent(contract.symbol(), symbol -> new LastValues()).of(contract);
    }
    last.prices(sink, ts, newMark, newIndex, newLast);
    if (last.takesInterest(newOpenInterest)) {
      openInterest(ts, newOpenInterest, sink);
    }
    if (hasRate) {
      if (last.isOver(settlement)) {
        funding(last, sink, true);
      }
      last.rate(ts, settlement, rate);
    }
  }

  private void openInterest(long ts, double value, RecordSink sink) {
    RowBuffer row = Snapshots.interest(sink, last.contract(), ts);
    double oneSide = bothSides ? value / 2 : value;
    double mark = last.mark();
    Terms terms = last.contract().terms();
    row.numberIfAny(Snapshots.INTEREST_CONTRACTS, terms.contracts(oneSide, mark));
    if (terms.kind() == ContractKind.LINEAR) {
      row.number(Snapshots.INTEREST_BASE, terms.coins(oneSide, mark));
      row.numberIfAny(Snapshots.INTEREST_USD, terms.quote(oneSide, mark));
    }
    if (bothSides) {
      sink.flag(QualityFlag.RECOMPUTED);
    }
    sink.emit();
  }

  @Override
  protected void finish(RecordSink sink) {
    states.values().stream().filter(LastValues::hasRate).forEach(one -> funding(one, sink, false));
  }

  private static void funding(LastValues of, RecordSink sink, boolean nextSeen) {
    RowBuffer row = of.funding(sink, nextSeen || of.untilSettlement() <= LATE_MICROS);
    if (of.interval() != 0) {
      FundingRows.interval(row, of.interval() / BarClock.MINUTE_MICROS, "measured");
      sink.flag(QualityFlag.INTERVAL_MEASURED);
    }
    sink.emit();
  }
}
