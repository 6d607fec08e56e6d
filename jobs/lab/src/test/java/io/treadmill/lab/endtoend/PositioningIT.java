package io.treadmill.lab.endtoend;

import static io.treadmill.lab.endtoend.SampleMarket.DAY_1;
import static io.treadmill.lab.endtoend.SampleMarket.DAY_2;
import static io.treadmill.lab.endtoend.SampleMarket.DAY_3;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.batch.Workspace;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.UtcDays;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Open interest and longs per short of the lake beside the lines of the files. */
class PositioningIT {
  private static final long FIVE_MINUTES = 300_000_000L;

  /** Rows of the lake of a symbol: instant, open interest, its value, ratio of takers. */
  private static Map<Long, List<Double>> ofLake(String symbol) {
    try (Workspace workspace = SampleMarket.shared().read()) {
      return workspace
          .lake()
          .read(LakeTables.POSITIONING)
          .where("symbol = '" + symbol + "'")
          .collectAsList()
          .stream()
          .map(NamedRow::new)
          .collect(
              Collectors.toMap(
                  row -> row.micros("ts"),
                  row -> {
                    assertThat(row.number("long_short_account_ratio")).isNaN();
                    assertThat(row.number("top_account_ratio")).isNaN();
                    assertThat(row.number("top_position_ratio")).isNaN();
                    return List.of(
                        row.number("open_interest"),
                        row.number("open_interest_usd"),
                        row.number("taker_volume_ratio"));
                  },
                  (a, b) -> {
                    throw new AssertionError("two rows of an instant");
                  },
                  TreeMap::new));
    }
  }

  private static List<String[]> lines(InputStream unpacked) {
    return new BufferedReader(new InputStreamReader(unpacked, StandardCharsets.UTF_8))
        .lines()
        .skip(1)
        .map(line -> line.split(",", -1))
        .toList();
  }

  /** Labels are ends: that of 24:00 is of the next day, and of the last day not computed yet. */
  @Test
  void eachLineOfMetricsIsARow() throws IOException {
    Map<Long, List<Double>> expected = new TreeMap<>();
    for (Path file : SampleMarket.binance(DAY_1, DAY_2, DAY_3)) {
      if (file.toString().contains("-metrics-")) {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
          assertThat(zip.getNextEntry()).isNotNull();
          for (String[] line : lines(zip)) {
            long ts = UtcDays.startMicros(LocalDate.parse(line[0].substring(0, 10)));
            ts += 3_600_000_000L * Integer.parseInt(line[0].substring(11, 13));
            ts += 60_000_000L * Integer.parseInt(line[0].substring(14, 16));
            expected.put(
                ts,
                List.of(
                    Double.parseDouble(line[2]),
                    Double.parseDouble(line[3]),
                    line[7].isEmpty() ? Double.NaN : Double.parseDouble(line[7])));
          }
        }
      }
    }
    assertThat(expected).hasSize(3 * 288);
    expected.remove(UtcDays.startMicros(LocalDate.parse(DAY_3).plusDays(1)));
    assertThat(ofLake("BTCUSDT")).isEqualTo(expected);
  }

  /** Of the tickers of five minutes the last one counts; both sides are told, one is kept. */
  @Test
  void theLastTickerOfFiveMinutesCounts() throws IOException {
    Map<Long, Double> expected = new TreeMap<>();
    for (String day : List.of(DAY_1, DAY_2, DAY_3)) {
      long end = UtcDays.startMicros(LocalDate.parse(day).plusDays(1));
      String last = "";
      for (Path file : SampleMarket.tardis(day)) {
        if (file.toString().contains("derivative_ticker")) {
          try (InputStream gzip = new GZIPInputStream(Files.newInputStream(file))) {
            for (String[] line : lines(gzip)) {
              long stamp = Long.parseLong(line[2]);
              assertThat(stamp % FIVE_MINUTES).as("far from the grid").isGreaterThan(10_000_000L);
              long at = (stamp / FIVE_MINUTES + 1) * FIVE_MINUTES;
              // A value that did not change is no snapshot of its own.
              if (at < end && !line[7].equals(last)) {
                expected.put(at, new BigDecimal(line[7]).doubleValue() / 2);
              }
              last = line[7];
            }
          }
        }
      }
    }
    Map<Long, List<Double>> rows = ofLake("ETHUSDT");
    assertThat(rows.keySet()).isEqualTo(expected.keySet());
    rows.forEach(
        (ts, values) -> {
          assertThat(values.get(0)).isEqualTo(expected.get(ts));
          assertThat(values.get(2)).isNaN();
        });
  }
}
