package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.BarClock;
import io.treadmill.market.contract.Contract;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Contexts of all coins, one a minute: open interest, mark and oracle price where they changed, and
 * the last rate seen of each hour as the prediction of its settlement.
 */
final class HyperliquidContexts extends CsvFormat {
  private static final ArchiveDataset OI = ArchiveDataset.OPEN_INTEREST;
  private static final ArchiveDataset MARK = ArchiveDataset.MARK_INDEX;
  private static final ArchiveDataset FUNDING = ArchiveDataset.FUNDING;

  private final FileContracts contracts;
  private final Map<String, State> states = new LinkedHashMap<>();
  private int timeColumn;
  private int coinColumn;
  private int fundingColumn;
  private int interestColumn;
  private int oracleColumn;
  private int markColumn;

  /** The last values of a coin. */
  private static final class State {
    private Contract contract;
    private double interest = Double.NaN;
    private double oracle = Double.NaN;
    private double mark = Double.NaN;
    private long settlement;
    private long rateTs;
    private double rate;
    private double rateMark;
  }

  HyperliquidContexts(FileContracts contracts) {
    this.contracts = contracts;
  }

  @Override
  protected void columns(Header header) {
    timeColumn = header.need("time");
    coinColumn = header.need("coin");
    fundingColumn = header.need("funding");
    interestColumn = header.need("open_interest");
    oracleColumn = header.need("oracle_px");
    markColumn = header.need("mark_px");
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    long ts = time().micros(line, timeColumn, "time");
    String coin = line.text(coinColumn);
    double oracle = value(line, oracleColumn, "oracle_px");
    double mark = value(line, markColumn, "mark_px");
    double interest = value(line, interestColumn, "open_interest");
    boolean hasRate = !isMissing(line, fundingColumn);
    double rate = hasRate ? line.number(fundingColumn, "funding") : 0;
    if (!(Math.abs(rate) < 1)) {
      throw new BadRow("rate_range", "funding " + line.text(fundingColumn) + " (must be in -1..1)");
    }
    State state = states.computeIfAbsent(coin, of -> new State());
    state.contract = contracts.of(coin, Set.of(), ts);
    prices(state, ts, oracle, mark, sink);
    openInterest(state, ts, interest, sink);
    if (hasRate) {
      long settlement = (ts / BarClock.HOUR_MICROS + 1) * BarClock.HOUR_MICROS;
      if (state.settlement != 0 && settlement != state.settlement) {
        funding(state, sink);
      }
      state.settlement = settlement;
      state.rateTs = ts;
      state.rate = rate;
      state.rateMark = state.mark;
    }
  }

  private static boolean isMissing(CsvLine line, int column) {
    return line.isEmpty(column) || line.is(column, "null");
  }

  /** Returns NaN where there is none; coins that nobody holds have 0. */
  private static double value(CsvLine line, int column, String name) {
    if (isMissing(line, column)) {
      return Double.NaN;
    }
    double value = line.number(column, name);
    return value == 0 ? Double.NaN : line.positive(column, name);
  }

  private static boolean isNew(double value, double known) {
    return !Double.isNaN(value) && value != known;
  }

  private static void prices(State state, long ts, double oracle, double mark, RecordSink sink) {
    if (!isNew(oracle, state.oracle) && !isNew(mark, state.mark)) {
      return;
    }
    state.oracle = Double.isNaN(oracle) ? state.oracle : oracle;
    state.mark = Double.isNaN(mark) ? state.mark : mark;
    RowBuffer row = sink.row(MARK);
    FileContracts.name(row, state.contract);
    row.whole(MARK.index("ts"), ts);
    row.whole(MARK.index("interval_seconds"), 0);
    set(row, MARK.index("mark_close"), state.mark);
    set(row, MARK.index("index_close"), state.oracle);
    sink.emit();
  }

  private static void openInterest(State state, long ts, double interest, RecordSink sink) {
    if (!isNew(interest, state.interest)) {
      return;
    }
    state.interest = interest;
    RowBuffer row = sink.row(OI);
    FileContracts.name(row, state.contract);
    row.whole(OI.index("ts"), ts);
    row.whole(OI.index("ts_raw"), ts);
    row.text(OI.index("ts_label"), "instant");
    row.number(OI.index("open_interest_base"), interest);
    set(row, OI.index("open_interest_usd"), interest * state.mark);
    sink.emit();
  }

  @Override
  protected void finish(RecordSink sink) {
    states.values().stream()
        .filter(state -> state.settlement != 0)
        .forEach(state -> funding(state, sink));
  }

  private static void funding(State state, RecordSink sink) {
    RowBuffer row = sink.row(FUNDING);
    FileContracts.name(row, state.contract);
    row.whole(FUNDING.index("ts"), state.settlement);
    row.whole(FUNDING.index("ts_raw"), state.rateTs);
    row.text(FUNDING.index("rate_kind"), "predicted");
    row.number(FUNDING.index("rate"), state.rate);
    row.whole(FUNDING.index("interval_minutes"), 60);
    row.text(FUNDING.index("interval_source"), "venue_rule");
    set(row, FUNDING.index("mark_price"), state.rateMark);
    sink.emit();
  }

  private static void set(RowBuffer row, int column, double value) {
    if (!Double.isNaN(value)) {
      row.number(column, value);
    }
  }
}
