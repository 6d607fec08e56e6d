package io.treadmill.jobs.export;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes the series of days and instruments, or the maps of assets, into a new folder: it is whole,
 * or not there. With assets, instruments are written only if some are selected.
 *
 * @param format whose files
 * @param known when a value could be known
 * @param horizonHours maps and zones of this horizon alone
 * @param assets names as in {@code asset_heatmap}, for example BTC
 */
public record Export(ExportFormat format, Known known, int horizonHours, SortedSet<String> assets) {
  private static final String ABOUT = "treadmill.json";

  /** Writes the folder; returns a line for each file. */
  public List<String> write(RunContext run, Path out) {
    Path folder = out.toAbsolutePath();
    if (Files.exists(folder)) {
      throw UserError.usage("Invalid --out: %s (is there already)".formatted(out));
    }
    checkAssets(run);
    Path part = folder.resolveSibling("." + folder.getFileName() + ".part");
    try {
      FileUtils.deleteDirectory(part.toFile());
      Files.createDirectories(part);
      try {
        List<SeriesWriter.Written> files = series(run, writer(run, part));
        if (files.isEmpty()) {
          throw UserError.input(
              "Cannot export %s of %s: the lake has no maps of horizon %d h, zones, forced orders or open interest of them"
                  .formatted(run.selection(), run.days(), horizonHours));
        }
        about(run, part.resolve(ABOUT), files);
        Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        return files.stream()
            .map(file -> String.format(Locale.ROOT, "%,14d rows  %s", file.rows(), file.path()))
            .toList();
      } finally {
        FileUtils.deleteDirectory(part.toFile());
      }
    } catch (IOException e) {
      throw UserError.storage("Cannot write --out %s: %s".formatted(out, e), e);
    }
  }

  private SeriesWriter writer(RunContext run, Path folder) throws IOException {
    return switch (format) {
      case NAUTILUS -> new CatalogWriter(folder);
      case FREQTRADE ->
          new FrameWriter(folder, known, run.register(), run.settings().heatmap().rangePercent());
      case HFTBACKTEST -> new ArrayWriter(folder);
    };
  }

  private List<SeriesWriter.Written> series(RunContext run, SeriesWriter writer)
      throws IOException {
    boolean isOfInstruments = assets.isEmpty() || !run.selection().isAll();
    for (ExportSeries series : ExportSeries.values()) {
      if (!writer.takes(series) || !(series.isOfAsset() ? !assets.isEmpty() : isOfInstruments)) {
        continue;
      }
      FeedChoice feeds = series == ExportSeries.FORCED ? FeedChoice.of(run) : null;
      Subject last = null;
      Iterator<Row> rows = rows(run, series).toLocalIterator();
      while (rows.hasNext()) {
        NamedRow row = new NamedRow(rows.next());
        Subject of = Subject.of(series, row);
        if (!of.equals(last) && last != null) {
          writer.endOfSubject();
        }
        last = of;
        if (feeds == null || feeds.isChosen(row)) {
          long instant = series.instant(row);
          writer.row(series, of, instant, known.micros(instant, row.micros("ts")), row);
        }
      }
      writer.endOfSubject();
    }
    return writer.finish();
  }

  /** Ends the command if an asset has no map of the days and horizon. */
  private void checkAssets(RunContext run) {
    if (assets.isEmpty()) {
      return;
    }
    Set<String> there = new TreeSet<>();
    NamedRow.all(ofHorizon(run, ExportSeries.ASSET_MAP, Selection.ALL).select("asset").distinct())
        .forEach(row -> there.add(row.text("asset")));
    List<String> missing = assets.stream().filter(asset -> !there.contains(asset)).toList();
    if (!missing.isEmpty()) {
      throw UserError.input(
          "Cannot export --asset %s: %s has no map of horizon %d h of %s; %s"
              .formatted(
                  String.join(",", missing),
                  LakeTables.ASSET_HEATMAP.name(),
                  horizonHours,
                  run.days(),
                  there.isEmpty()
                      ? "run asset makes them after run heatmap"
                      : "it has those of " + String.join(", ", there)));
    }
  }

  private Dataset<Row> ofHorizon(RunContext run, ExportSeries series, Selection selection) {
    Dataset<Row> rows = run.lake().read(series.table(), run.days(), selection);
    return series.hasHorizon()
        ? rows.where(coalesce(col("horizon_h"), lit(0)).equalTo(horizonHours))
        : rows;
  }

  /** Maps of the assets, with the price of their reference. */
  private Dataset<Row> assetMaps(RunContext run) {
    UtcDays days = run.days();
    Dataset<Row> bars =
        run.lake()
            .read(
                LakeTables.BARS_5M, new UtcDays(days.from().minusDays(1), days.to()), Selection.ALL)
            .select(
                concat_ws("/", col("venue"), col("product"), col("symbol"))
                    .as(ExportSeries.REFERENCE),
                col("ts").plus(expr("INTERVAL 5 MINUTES")).as("ts"),
                col("close").as(ExportSeries.REFERENCE_PRICE));
    return ofHorizon(run, ExportSeries.ASSET_MAP, Selection.ALL)
        .where(col("asset").isin(assets.toArray()))
        .join(bars, new String[] {ExportSeries.REFERENCE, "ts"}, "left");
  }

  /** By subject, in order of the end of the data that they read, then side and price. */
  private Dataset<Row> rows(RunContext run, ExportSeries series) {
    Dataset<Row> rows =
        series.isOfAsset() ? assetMaps(run) : ofHorizon(run, series, run.selection());
    Column instant = col("ts").cast("double");
    if (series == ExportSeries.FORCED) {
      instant = instant.plus(col("interval_minutes").multiply(60));
    }
    List<Column> order =
        new ArrayList<>(
            series.isOfAsset()
                ? List.of(col("asset"))
                : List.of(col("venue"), col("product"), col("symbol")));
    order.add(known.from() == Known.From.NIGHT ? col("ts").cast("date") : instant);
    order.add(instant);
    series.orderOfInstant().forEach(name -> order.add(col(name)));
    return rows.orderBy(order.toArray(Column[]::new));
  }

  private void about(RunContext run, Path file, List<SeriesWriter.Written> files)
      throws IOException {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("days", run.days().toString());
    about.put("instruments", run.selection().toString());
    about.put("assets", assets);
    about.put("horizon_h", horizonHours);
    about.put("known_from", known.from().name().toLowerCase(Locale.ROOT));
    about.put("delay_minutes", known.delay().toMinutes());
    about.put(
        "files",
        files.stream().map(one -> Map.of("path", one.path(), "rows", one.rows())).toList());
    Map<String, Object> columns = new LinkedHashMap<>();
    Stream.of(ExportSeries.values())
        .forEach(
            series -> {
              Map<String, String> meanings = new LinkedHashMap<>();
              series.columns().forEach(column -> meanings.put(column.name(), column.comment()));
              columns.put(series.name().toLowerCase(Locale.ROOT), meanings);
            });
    about.put("columns", columns);
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), about);
  }
}
