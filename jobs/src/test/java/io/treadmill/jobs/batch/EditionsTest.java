package io.treadmill.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.conf.Settings.ArchiveSettings;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.DayFiles;
import io.treadmill.lake.DayFiles.Source;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run says which editions of totals it stands on, whoever read them. */
class EditionsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 5);

  @TempDir Path folder;

  private static Source source(String name, String published) {
    long micros = UtcDays.startMicros(LocalDate.parse(published)) + 3_600_000_000L;
    return new Source(name.hashCode(), "00", name, null, null, micros);
  }

  private void publish(Archive archive, LocalDate day, Source... sources) {
    archive
        .day(ArchiveDataset.LIQUIDATION_BARS, "coinglass", "linear_perp", day)
        .publish(DayFiles.of(List.of(), List.of(sources)), DayFiles.none());
  }

  @Test
  void theTotalsOfTheInputsSayWhenTheyWerePublished() {
    Archive archive =
        Archive.open(
            SparkForTests.get(), new ArchiveSettings(folder.toString(), Map.of(), Map.of()));
    String series = "coinglass/liquidation-history:unknown:1h/coinglass/linear_perp/%s/%s.json";
    publish(archive, DAY, source(series.formatted("BTC", "a"), "2026-01-31"));
    publish(
        archive,
        DAY.plusDays(1),
        source(series.formatted("BTC", "b"), "2026-03-31"),
        source(series.formatted("ETH", "c"), "2026-02-28"));
    publish(archive, DAY.plusDays(2), source(series.formatted("SOL", "d"), "2026-02-28"));
    String day = "liquidation_bars/coinglass/linear_perp/";
    assertThat(
            Editions.of(
                archive,
                Set.of(
                    day + DAY,
                    "calibrate:realised:" + day + DAY.plusDays(1),
                    "realised:" + day + DAY.plusDays(1),
                    "klines/binance/linear_perp/" + DAY.plusDays(2))))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("coinglass BTC", "2026-01-31 to 2026-03-31", "coinglass ETH", "2026-02-28"));
  }
}
