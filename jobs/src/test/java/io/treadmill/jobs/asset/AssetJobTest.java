package io.treadmill.jobs.asset;

import static io.treadmill.jobs.asset.ThreeVenues.DAY;
import static io.treadmill.jobs.asset.ThreeVenues.LARGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.conf.Settings.ArchiveSettings;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.asset.ThreeVenues.Told;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.Archive;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.RowLayout;
import io.treadmill.lake.Selection;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the job reads of the days before. */
class AssetJobTest {
  /** It was traded until three days before. */
  private static final Instrument ENDED = new Instrument("binance", Product.LINEAR_PERP, "BTCUSDC");

  @TempDir private Path folder;

  private static Stream<Row> predictions(Instrument instrument, LocalDate day, double usd) {
    return Stream.of("book", "fine_freshness")
        .map(
            model ->
                ThreeVenues.prediction(
                    instrument, day, 1, "long", new Told(model, "made up", usd, "full", 20e6)));
  }

  private static Row bar(Instrument instrument, LocalDate day) {
    long start = day.toEpochDay() * 24 * ThreeVenues.HOUR;
    return ThreeVenues.row(
        LakeTables.BARS_5M.schema(),
        instrument,
        Map.of(
            "ts", RowLayout.timestamp(start),
            "open", 9.0,
            "high", 9.0,
            "low", 9.0,
            "close", 9.0,
            "base_volume", 1.0,
            "source", "trades"));
  }

  private static void write(SparkSession spark, IcebergLake lake, LakeTable table, List<Row> rows) {
    lake.overwrite(
        table,
        new UtcDays(DAY.minusDays(3), DAY),
        Selection.ALL,
        spark.createDataFrame(rows, table.schema()));
  }

  @Test
  void aSymbolThatWasOnlyThereOnPastDaysOfTheWindowIsRead() {
    SparkSession spark = SparkForTests.withLake(folder);
    IcebergLake lake = IcebergLake.open(spark, "20260305-0005-7f3a");
    LocalDate before = DAY.minusDays(3);
    write(spark, lake, LakeTables.BARS_5M, List.of(bar(LARGE, DAY), bar(ENDED, before)));
    write(
        spark,
        lake,
        LakeTables.HEATMAP_PREDICTION,
        Stream.of(
                predictions(LARGE, DAY, 30e6),
                predictions(LARGE, before, 30e6),
                predictions(ENDED, before, 10e6))
            .flatMap(rows -> rows)
            .toList());
    new AssetJob()
        .run(
            new RunContext(
                spark,
                SparkForTests.settings(folder, Map.of()),
                Archive.open(
                    spark,
                    new ArchiveSettings(folder.resolve("archive").toString(), Map.of(), Map.of())),
                lake,
                UtcDays.of(DAY),
                new Selection(null, new TreeSet<>(List.of("BTCUSDT"))),
                "20260305-0030-aaaa",
                Clock.systemUTC(),
                line -> {}));
    List<NamedRow> scores =
        NamedRow.all(lake.read(LakeTables.ASSET_SCORE).where("baseline = 'fine_freshness'"));
    assertThat(scores).hasSize(1);
    assertThat(scores.get(0).number("ratio")).isCloseTo(70.0 / 60, within(1e-12));
  }
}
