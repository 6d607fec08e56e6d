package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Contract;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bars of dated futures, the contract in each row; volume is contracts. A year of one digit is the
 * first such year that is not before the bar. Raw prices of Databento are whole numbers of 1e-9.
 * Spreads are no contracts: they are set aside.
 */
final class CmeBars extends CsvFormat {
  private static final ArchiveDataset KLINES = ArchiveDataset.KLINES;
  private static final Set<Product> FUTURE = Set.of(Product.REGULATED_FUTURE);
  private static final Pattern SHORT = Pattern.compile("([A-Z]+[FGHJKMNQUVXZ])(\\d)");
  private static final double RAW = 1e9;

  /** Record types of Databento. */
  private static final Map<String, Integer> SECONDS =
      Map.of("32", 1, "33", 60, "34", 3600, "35", 86_400);

  private final Column ts = need("ts_event", "timestamp", "datetime", "date", "time");
  private final Column symbol = need("symbol", "raw_symbol", "contract", "ticker");
  private final Column type = find("rtype");
  private final List<Column> prices = needEach("open", "high", "low", "close");
  private final Column volume = need("volume", "vol");
  private final FileContracts contracts;
  private final int intervalSeconds;

  CmeBars(FileContracts contracts) {
    String kind = contracts.file().kind();
    String interval = kind.substring(kind.indexOf(':') + 1);
    this.contracts = contracts;
    this.intervalSeconds = interval.isEmpty() ? 0 : Intervals.seconds(interval);
  }

  @Override
  protected void columns(Header header) {
    if (intervalSeconds == 0 && header.find("rtype") < 0) {
      throw new RefusedFile(
          "neither the name nor a column rtype says the interval (name it ..ohlcv-1m.csv)");
    }
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    symbol.requireSymbol(line, contracts.file().symbol());
    String named = symbol.text(line).strip().toUpperCase(Locale.ROOT);
    if (named.matches(".*[-:].*")) {
      throw new BadRow("spread", "%s is no contract but a spread".formatted(named));
    }
    long start = micros(line, ts);
    Contract contract = contracts.of(full(named, start), FUTURE, start);
    double[] bar = new double[prices.size()];
    for (int i = 0; i < bar.length; i++) {
      double price = prices.get(i).positive(line, "price");
      bar[i] = price >= RAW ? price / RAW : price;
    }
    double count = volume.notNegative(line);
    RowBuffer row = Bars.start(sink, start, interval(line), Long.MAX_VALUE, Bars.checked(bar));
    FileContracts.name(row, contract);
    row.number(KLINES.index("base_volume"), contract.terms().coins(count, bar[3]));
    row.number(KLINES.index("contracts"), count);
    sink.emit();
  }

  private int interval(CsvLine line) {
    if (intervalSeconds != 0) {
      return intervalSeconds;
    }
    Integer seconds = SECONDS.get(type.text(line));
    if (seconds == null) {
      throw new BadRow("rtype", "rtype %s is no bar".formatted(type.text(line)));
    }
    return seconds;
  }

  private static String full(String named, long micros) {
    Matcher form = SHORT.matcher(named);
    if (!form.matches()) {
      return named;
    }
    int year = UtcDays.dayOf(micros).getYear();
    while (year % 10 != Integer.parseInt(form.group(2))) {
      year++;
    }
    return form.group(1) + "%02d".formatted(year % 100);
  }
}
