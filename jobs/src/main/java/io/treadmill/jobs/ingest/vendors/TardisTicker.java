package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.ArchiveDataset;
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
  private static final ArchiveDataset OI = ArchiveDataset.OPEN_INTEREST;
  private static final ArchiveDataset MARK = ArchiveDataset.MARK_INDEX;
  private static final ArchiveDataset FUNDING = ArchiveDataset.FUNDING;
  private static final long LATE_MICROS = 10 * BarClock.MINUTE_MICROS;

  private final boolean bothSides;
  private final TardisSymbols symbols;
  private final Map<String, State> states = new LinkedHashMap<>();
  private int tsColumn;
  private int fundingTsColumn;
  private int rateColumn;
  private int openInterestColumn;
  private int lastColumn;
  private int indexColumn;
  private int markColumn;
  private State state;

  TardisTicker(SourceFile file, TardisSymbols symbols) {
    this.bothSides = file.venue().equals("bybit");
    this.symbols = symbols;
  }

  @Override
  protected void columns(Header header) {
    symbols.columns(header);
    tsColumn = header.need("timestamp");
    fundingTsColumn = header.find("funding_timestamp");
    rateColumn = header.find("funding_rate");
    openInterestColumn = header.find("open_interest");
    lastColumn = header.find("last_price");
    indexColumn = header.find("index_price");
    markColumn = header.need("mark_price");
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    long ts = time().micros(line, tsColumn, "timestamp");
    Contract contract = symbols.contract(line, ts);
    double newMark = value(line, markColumn, "mark_price");
    double newIndex = value(line, indexColumn, "index_price");
    double newLast = value(line, lastColumn, "last_price");
    double newOpenInterest = value(line, openInterestColumn, "open_interest");
    boolean hasRate = !line.isEmpty(rateColumn) && !line.isEmpty(fundingTsColumn);
    long settlement = hasRate ? time().micros(line, fundingTsColumn, "funding_timestamp") : 0;
    double rate = hasRate ? line.number(rateColumn, "funding_rate") : 0;
    if (state == null || state.contract != contract) {
      state = states.computeIfAbsent(contract.symbol(), symbol -> new State());
      state.contract = contract;
    }
    state.marks(ts, newMark, newIndex, newLast, sink);
    state.openInterest(ts, newOpenInterest, bothSides, sink);
    if (hasRate) {
      state.rate(ts, settlement, rate, sink);
    }
  }

  private static double value(CsvLine line, int column, String name) {
    return line.isEmpty(column) ? Double.NaN : line.positive(column, name);
  }

  private static boolean isNew(double value, double known) {
    return !Double.isNaN(value) && value != known;
  }

  private static void set(RowBuffer row, int column, double value) {
    if (!Double.isNaN(value)) {
      row.number(column, value);
    }
  }

  @Override
  protected void finish(RecordSink sink) {
    for (State one : states.values()) {
      if (one.settlement != 0) {
        one.funding(sink, false);
      }
    }
  }

  /** The last values of a symbol. */
  private static final class State {
    private Contract contract;
    private double openInterest = Double.NaN;
    private double index = Double.NaN;
    private double mark = Double.NaN;
    private double last = Double.NaN;
    private long settlement;
    private long lastSettlement;
    private long rateTs;
    private double rate;
    private double rateMark = Double.NaN;

    void rate(long ts, long newSettlement, double newRate, RecordSink sink) {
      if (settlement != 0 && newSettlement != settlement) {
        funding(sink, true);
        lastSettlement = settlement;
      }
      settlement = newSettlement;
      rateTs = ts;
      rate = newRate;
      rateMark = mark;
    }

    void marks(long ts, double newMark, double newIndex, double newLast, RecordSink sink) {
      boolean changed = isNew(newMark, mark) || isNew(newIndex, index) || isNew(newLast, last);
      mark = Double.isNaN(newMark) ? mark : newMark;
      index = Double.isNaN(newIndex) ? index : newIndex;
      last = Double.isNaN(newLast) ? last : newLast;
      if (!changed) {
        return;
      }
      RowBuffer row = sink.row(MARK);
      FileContracts.name(row, contract);
      row.whole(MARK.index("ts"), ts);
      row.whole(MARK.index("interval_seconds"), 0);
      set(row, MARK.index("mark_close"), mark);
      set(row, MARK.index("index_close"), index);
      set(row, MARK.index("last_price"), last);
      sink.emit();
    }

    void openInterest(long ts, double value, boolean bothSides, RecordSink sink) {
      if (!isNew(value, openInterest)) {
        return;
      }
      openInterest = value;
      RowBuffer row = sink.row(OI);
      double oneSide = bothSides ? value / 2 : value;
      FileContracts.name(row, contract);
      row.whole(OI.index("ts"), ts);
      row.whole(OI.index("ts_raw"), ts);
      row.text(OI.index("ts_label"), "instant");
      Terms terms = contract.terms();
      set(row, OI.index("open_interest_contracts"), terms.contracts(oneSide, mark));
      if (terms.kind() == ContractKind.LINEAR) {
        row.number(OI.index("open_interest_base"), terms.coins(oneSide, mark));
        set(row, OI.index("open_interest_usd"), terms.quote(oneSide, mark));
      }
      if (bothSides) {
        sink.flag(QualityFlag.RECOMPUTED);
      }
      sink.emit();
    }

    void funding(RecordSink sink, boolean nextSeen) {
      RowBuffer row = sink.row(FUNDING);
      boolean settled = nextSeen || settlement - rateTs <= LATE_MICROS;
      FileContracts.name(row, contract);
      row.whole(FUNDING.index("ts"), settlement);
      row.whole(FUNDING.index("ts_raw"), rateTs);
      row.text(FUNDING.index("rate_kind"), settled ? "settled" : "predicted");
      row.number(FUNDING.index("rate"), rate);
      if (lastSettlement != 0) {
        row.whole(
            FUNDING.index("interval_minutes"),
            (settlement - lastSettlement) / BarClock.MINUTE_MICROS);
        row.text(FUNDING.index("interval_source"), "measured");
        sink.flag(QualityFlag.INTERVAL_MEASURED);
      }
      set(row, FUNDING.index("mark_price"), rateMark);
      sink.emit();
    }
  }
}
