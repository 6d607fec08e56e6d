package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.Magnitude;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.jobs.ingest.format.SourceTime;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.AmountUnit;
import io.treadmill.market.contract.Contract.Terms;
import io.treadmill.market.contract.ContractKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Candles and trades of freqtrade, whatever they are packed in. Volumes are base coins. Freqtrade
 * multiplies amounts of trades by the size of a contract: coins, or USD if the contract is inverse.
 * A rate of funding is the open of its candle. Where most candles are off the grid of the name and
 * closer together, they have the interval of their steps: candles do not overlap.
 */
final class FreqtradeFormat implements FileFormat {
  private static final ArchiveDataset KLINES = ArchiveDataset.KLINES;
  private static final List<String> CANDLE_COLUMNS =
      List.of("date", "open", "high", "low", "close", "volume");
  private static final List<String> TRADE_COLUMNS =
      List.of("timestamp", "id", "type", "side", "price", "amount", "cost");
  private static final long SECOND_MICROS = 1_000_000L;
  private static final int FIRST_ROWS = 1_000;

  /** Stamps below are none of any unit. */
  private static final long SECONDS_FROM = 1_000_000_000L;

  private static final double SAME = 1e-6;

  private final Terms terms;
  private final Terms inQuote;
  private final String kind;
  private final List<Object[]> firstRows = new ArrayList<>();
  private int intervalSeconds;
  private final SourceTime time = new SourceTime();
  private long number;

  FreqtradeFormat(SourceFile file, Terms terms) {
    this.terms = terms;
    this.inQuote = new Terms(terms.kind(), terms.value(), AmountUnit.QUOTE);
    String[] parts = file.kind().split(":");
    this.kind = parts[0];
    this.intervalSeconds = parts.length < 2 ? 0 : Intervals.seconds(parts[1]);
  }

  @Override
  public boolean readsParquet() {
    return true;
  }

  @Override
  public void read(InputStream in, RecordSink sink) throws IOException {
    List<String> columns = kind.equals("trades") ? TRADE_COLUMNS : CANDLE_COLUMNS;
    sink.header(String.join(",", columns));
    boolean waits = intervalSeconds > 0 && !kind.equals("funding_rate");
    ValueTable.read(
        in,
        columns,
        values -> {
          if (waits && number == 0 && firstRows.size() < FIRST_ROWS) {
            firstRows.add(values.clone());
            return;
          }
          recordFirst(sink);
          record(values, sink);
        });
    recordFirst(sink);
    if (number == 0) {
      throw new RefusedFile("no rows in it (download the data again)");
    }
  }

  private void recordFirst(RecordSink sink) {
    List<Long> starts = new ArrayList<>();
    for (Object[] row : intervalSeconds > 0 ? firstRows : List.<Object[]>of()) {
      if (row[0] instanceof Long stamp && stamp >= SECONDS_FROM) {
        starts.add(time.ofNumber(stamp, "stamp"));
      }
    }
    OptionalLong step = Intervals.step(starts);
    long offGrid =
        starts.stream().filter(start -> start % (intervalSeconds * SECOND_MICROS) != 0).count();
    if (2 * offGrid > starts.size()
        && step.isPresent()
        && step.getAsLong() < intervalSeconds * SECOND_MICROS) {
      int measured = Intervals.ofStep(step.getAsLong());
      sink.note(
          "candles start %d s apart, not %d s as the name says: the rows count"
              .formatted(measured, intervalSeconds));
      intervalSeconds = measured;
    }
    List<Object[]> rows = new ArrayList<>(firstRows);
    firstRows.clear();
    rows.forEach(row -> record(row, sink));
  }

  private void record(Object[] values, RecordSink sink) {
    sink.begin(++number);
    try {
      if (!(values[0] instanceof Long stamp)) {
        throw new BadRow("not_a_time", "stamp " + values[0]);
      }
      long micros = time.ofNumber(stamp, "stamp");
      switch (kind) {
        case "trades" -> trade(values, micros, sink);
        case "funding_rate" -> funding(values, micros, sink);
        default -> candle(values, micros, sink);
      }
      sink.end();
    } catch (BadRow e) {
      sink.setAside(e, Arrays.toString(values));
    }
  }

  private void candle(Object[] values, long start, RecordSink sink) {
    double[] bar = new double[4];
    for (int i = 0; i < bar.length; i++) {
      bar[i] = Magnitude.positive(number(values[i + 1], CANDLE_COLUMNS.get(i + 1)), "price");
    }
    Bars.checked(bar);
    Bars.checkTime(sink, start, intervalSeconds);
    if (kind.equals("futures")) {
      double volume = number(values[5], "volume");
      if (!(volume >= 0)) {
        throw new BadRow("volume_negative", "volume " + volume + " (must be >= 0)");
      }
      RowBuffer row = Bars.fill(sink, start, intervalSeconds, bar);
      row.number(KLINES.index("base_volume"), terms.coins(volume, bar[3]));
    } else {
      Snapshots.bar(sink, kind, start, intervalSeconds, bar);
    }
    sink.emit();
  }

  /** The interval of the candle is that of the fetch, not of the venue: it is not kept. */
  private static void funding(Object[] values, long settlement, RecordSink sink) {
    double rate = number(values[1], "open");
    FundingRows.row(sink, settlement, settlement, true, FundingRows.checked(rate));
    sink.emit();
  }

  private void trade(Object[] values, long ts, RecordSink sink) {
    String side = String.valueOf(values[3]).toLowerCase(Locale.ROOT);
    if (!side.equals("buy") && !side.equals("sell")) {
      throw new BadRow("side", "side " + values[3] + " (must be buy or sell)");
    }
    double price = Magnitude.positive(number(values[4], "price"), "price");
    double amount = Magnitude.positive(number(values[5], "amount"), "amount");
    RowBuffer row =
        TradeRows.fill(sink, counted(price, amount, values[6]), ts, side, price, amount);
    TradeRows.id(row, values[1] == null ? "" : values[1].toString());
    sink.emit();
  }

  /** Returns how an amount is counted: of an inverse contract its cost, coins or USD, says it. */
  private Terms counted(double price, double amount, Object cost) {
    if (terms.kind() != ContractKind.INVERSE || terms.amounts() != AmountUnit.BASE) {
      return terms;
    }
    double of = cost instanceof Number number ? number.doubleValue() : Double.NaN;
    if (Math.abs(of - amount / price) <= SAME * of) {
      return inQuote;
    }
    if (Math.abs(of - amount * price) <= SAME * of) {
      return terms;
    }
    throw new BadRow(
        "amount_unit",
        "amount %s of an inverse contract at %s, cost %s: neither coins nor quote units"
            .formatted(amount, price, cost));
  }

  private static double number(Object value, String name) {
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw new BadRow("not_a_number", name + " " + value);
  }
}
