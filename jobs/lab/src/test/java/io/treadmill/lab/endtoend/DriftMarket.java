package io.treadmill.lab.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The files of one day of four perpetuals in the layout of Binance: bars, open interest, settled
 * funding, forced orders; and what may happen to them.
 */
final class DriftMarket {
  static final List<String> SYMBOLS = List.of("BTCUSDT", "ETHUSDT", "SOLUSDT", "XRPUSDT");

  private static final double[] PRICES = {60_000, 3_000, 150, 2};
  private static final int STEPS = 288;
  private static final String BARS =
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
          + "taker_buy_quote_volume,ignore";
  private static final String INTEREST =
      "create_time,symbol,sum_open_interest,sum_open_interest_value,"
          + "count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,"
          + "count_long_short_ratio,sum_taker_long_short_vol_ratio";
  private static final String FORCED =
      "time,side,order_type,time_in_force,original_quantity,price,average_price,order_status,"
          + "last_fill_quantity,accumulated_fill_quantity";

  private final LocalDate day;
  private final Map<String, byte[]> files = new TreeMap<>();

  DriftMarket(LocalDate day) {
    this.day = day;
    for (int i = 0; i < SYMBOLS.size(); i++) {
      write(SYMBOLS.get(i), PRICES[i], new Random(31 * day.toEpochDay() + i));
    }
  }

  private void write(String symbol, double start, Random random) {
    List<String> bars = new ArrayList<>(List.of(BARS));
    List<String> interest = new ArrayList<>(List.of(INTEREST));
    List<String> forced = new ArrayList<>(List.of(FORCED));
    long micros = day.toEpochDay() * 86_400_000L;
    double price = start;
    double open = 30_000_000 / start;
    for (int i = 0; i < STEPS; i++) {
      long at = micros + i * 300_000L;
      double next = price * Math.exp(.002 * random.nextGaussian());
      double high = 1.001 * Math.max(price, next);
      double low = .999 * Math.min(price, next);
      double volume = (200_000 + 50_000 * random.nextDouble()) / price;
      double value = volume * (price + next) / 2;
      bars.add(
          String.format(
              Locale.ROOT,
              "%d,%.5f,%.5f,%.5f,%.5f,%.6f,%d,%.4f,%d,%.6f,%.4f,0",
              at,
              price,
              high,
              low,
              next,
              volume,
              at + 299_999,
              value,
              1_000,
              volume / 2,
              value / 2));
      open *= Math.exp(.003 * random.nextGaussian());
      interest.add(
          String.format(
              Locale.ROOT,
              "%s,%s,%.4f,%.4f,,,,",
              Instant.ofEpochMilli(at).toString().replace('T', ' ').replace("Z", ""),
              symbol,
              open,
              open * price));
      if (i % 12 == 5) {
        forced.add(order(at + 120_000, price, random.nextBoolean() ? "SELL" : "BUY"));
      }
      price = next;
    }
    put(bars(symbol), bars);
    put(interest(symbol), interest);
    put(forced(symbol), forced);
    put(
        funding(symbol),
        IntStream.rangeClosed(0, 3)
            .mapToObj(
                i ->
                    i == 0
                        ? "calc_time,funding_interval_hours,last_funding_rate"
                        : micros + (i - 1) * 28_800_000L + ",8,0.0001")
            .toList());
  }

  private static String order(long at, double price, String side) {
    String size = String.format(Locale.ROOT, "%.4f", 3_000 / price);
    return String.format(
        Locale.ROOT,
        "%d,%s,LIMIT,IOC,%s,%.5f,%.5f,FILLED,%s,%s",
        at,
        side,
        size,
        price,
        price,
        size,
        size);
  }

  private void put(String name, List<String> lines) {
    files.put(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  String bars(String symbol) {
    return "daily/klines/%s/5m/%s-5m-%s.csv".formatted(symbol, symbol, day);
  }

  String interest(String symbol) {
    return "daily/metrics/%s/%s-metrics-%s.csv".formatted(symbol, symbol, day);
  }

  String forced(String symbol) {
    return "daily/liquidationSnapshot/%s/%s-liquidationSnapshot-%s.csv"
        .formatted(symbol, symbol, day);
  }

  String funding(String symbol) {
    return "daily/fundingRate/%s/%s-fundingRate-%s.csv".formatted(symbol, symbol, day);
  }

  /** Takes a file away. */
  void remove(String name) {
    files.remove(name);
  }

  /** Gives a file another name. */
  void rename(String name, String other) {
    files.put(other, files.remove(name));
  }

  /** Gives a file the bytes of another. */
  void copy(String name, DriftMarket from, String other) {
    files.put(name, from.files.get(other));
  }

  /** Changes the bytes of a file. */
  void bytes(String name, UnaryOperator<byte[]> change) {
    files.compute(name, (any, bytes) -> change.apply(bytes));
  }

  /** Changes the text of a file. */
  void text(String name, UnaryOperator<String> change) {
    bytes(
        name,
        bytes ->
            change
                .apply(new String(bytes, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8));
  }

  /** Changes the lines of a file, the first of which is the header. */
  void lines(String name, UnaryOperator<List<String>> change) {
    text(
        name,
        text -> String.join("\n", change.apply(new ArrayList<>(text.lines().toList()))) + "\n");
  }

  /** Changes the cells of a file, line by line but for the header. */
  void cells(String name, UnaryOperator<String[]> change) {
    lines(
        name,
        lines -> {
          lines.replaceAll(
              line ->
                  line.equals(lines.get(0))
                      ? line
                      : String.join(",", change.apply(line.split(",", -1))));
          return lines;
        });
  }

  /** Multiplies columns of a file. */
  void times(String name, double factor, int... columns) {
    cells(
        name,
        cells -> {
          for (int column : columns) {
            cells[column] =
                String.format(Locale.ROOT, "%.8f", factor * Double.parseDouble(cells[column]));
          }
          return cells;
        });
  }

  /** Writes the files below {@code um} of a folder, which is returned. */
  Path into(Path folder) throws IOException {
    Path um = folder.resolve("um");
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = um.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return um;
  }
}
