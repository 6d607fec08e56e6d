package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.fetch.FaultyArchive;
import io.treadmill.lab.endtoend.Commands.Ended;
import io.treadmill.lab.endtoend.SampleMarket.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole night in one command: download, import, jobs, report; of the samples, by a local host.
 */
class FetchNightIT {
  private static final String DAILY = "data/futures/um/daily/";
  private static final String METRICS = DAILY + "metrics/BTCUSDT/BTCUSDT-metrics-2026-03-03.zip";
  private static final String TRADES = DAILY + "trades/BTCUSDT/BTCUSDT-trades-2026-03-03.zip";
  private static final String KINDS =
      "[trades, metrics, fundingRate, \"markPriceKlines:1m\", liquidationSnapshot]";

  @TempDir Path folder;

  @Test
  void aNightBringsImportsComputesAndReportsAndTellsWhatIsMissing() throws IOException {
    Place place = new Place(folder.resolve("archive"), folder.resolve("lake"));
    try (FaultyArchive archive = new FaultyArchive()) {
      serve(archive);
      archive.failAlways(METRICS, FaultyArchive.status(403));

      Ended refused = place.run(night(archive, "2026-03-03"));

      assertThat(refused.code()).isEqualTo(3);
      assertThat(refused.err())
          .contains("Cannot fetch all", "1 refused (status 403)", "run again when they are there");
      assertThat(refused.out()).contains(METRICS + ": status 403");
      assertThat(folder.resolve("report.html")).isNotEmptyFile();

      archive.failAlways(METRICS, null);
      int before = archive.requests().size();
      place.run(night(archive, "2026-03-03")).done();
      assertThat(archive.requests().subList(before, archive.requests().size()))
          .extracting(FaultyArchive.Request::path)
          .contains(METRICS)
          .doesNotContain(METRICS.replace("03-03", "03-02"), TRADES);
      assertThat(
              place
                  .run(
                      "sql",
                      "SELECT count(*) n FROM bars_1m WHERE CAST(ts AS DATE) = DATE '2026-03-03'",
                      "--format",
                      "csv")
                  .done()
                  .out())
          .isEqualTo("n\n%d\n".formatted(minutesWithTrades()));
      assertThat(
              place
                  .run(
                      "sql", "SELECT DISTINCT rule, day, fired FROM watch_event", "--format", "csv")
                  .done()
                  .out())
          .as("each night is held against the rules")
          .isEqualTo("rule,day,fired\nlost,2026-03-03,false\n");
    }
  }

  /** Counts them in the file of the day; its fifth column is milliseconds. */
  private static long minutesWithTrades() throws IOException {
    Path file = SampleMarket.SAMPLES.resolve("binance").resolve(TRADES);
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      zip.getNextEntry();
      return new String(zip.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> Character.isDigit(line.charAt(0)))
          .map(line -> Long.parseLong(line.split(",")[4]) / 60_000)
          .distinct()
          .count();
    }
  }

  private String[] night(FaultyArchive archive, String day) throws IOException {
    Path settings =
        Files.writeString(
            folder.resolve("treadmill.yaml"),
            """
            fetch:
              folder: "%s"
              addresses: {binance: "%s"}
              look-back-days: 1
              first-wait-seconds: 0.01
              sources:
                - {vendor: binance, symbols: [BTCUSDT], kinds: %s}
            watch: {rules: [{name: lost, when: score-lost}]}
            """
                .formatted(folder.resolve("downloads"), archive.address(), KINDS));
    return new String[] {
      "nightly",
      "--fetch",
      "--date",
      day,
      "--config",
      settings.toString(),
      "--out",
      folder.resolve("report.html").toString()
    };
  }

  private static void serve(FaultyArchive archive) throws IOException {
    Path root = SampleMarket.SAMPLES.resolve("binance");
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        archive.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }
}
