package io.treadmill.jobs.export;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.Instrument;
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
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes the series of days and instruments into a new folder: it is whole, or not there.
 *
 * @param format whose files
 * @param known when a value could be known
 * @param horizonHours maps and zones of this horizon alone
 */
public record Export(ExportFormat format, Known known, int horizonHours) {
  private static final String ABOUT = "treadmill.json";

  /** Writes the folder; returns a line for each file. */
  public List<String> write(RunContext run, Path out) {
    Path folder = out.toAbsolutePath();
    if (Files.exists(folder)) {
      throw UserError.usage("Invalid --out: %s (is there already)".formatted(out));
    }
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
      case FREQTRADE -> new FrameWriter(folder, known, run.register());
      case HFTBACKTEST -> new ArrayWriter(folder);
    };
  }

  private List<SeriesWriter.Written> series(RunContext run, SeriesWriter writer)
      throws IOException {
    for (ExportSeries series : Stream.of(ExportSeries.values()).filter(writer::takes).toList()) {
      FeedChoice feeds = series == ExportSeries.FORCED ? FeedChoice.of(run) : null;
      Instrument last = null;
      Iterator<Row> rows = rows(run, series).toLocalIterator();
      while (rows.hasNext()) {
        NamedRow row = new NamedRow(rows.next());
        Instrument instrument = row.instrument();
        if (!instrument.equals(last) && last != null) {
          writer.endOfInstrument();
        }
        last = instrument;
        if (feeds == null || feeds.isChosen(row)) {
          long instant = series.instant(row);
          writer.row(series, instrument, instant, known.micros(instant, row.micros("ts")), row);
        }
      }
      writer.endOfInstrument();
    }
    return writer.finish();
  }

  /** By instrument, in order of the end of the data that they read, then side and price. */
  private Dataset<Row> rows(RunContext run, ExportSeries series) {
    Dataset<Row> rows = run.lake().read(series.table(), run.days(), run.selection());
    if (series.hasHorizon()) {
      rows = rows.where(coalesce(col("horizon_h"), lit(0)).equalTo(horizonHours));
    }
    Column instant = col("ts").cast("double");
    if (series == ExportSeries.FORCED) {
      instant = instant.plus(col("interval_minutes").multiply(60));
    }
    List<Column> order =
        new ArrayList<>(
            List.of(
                col("venue"),
                col("product"),
                col("symbol"),
                known.from() == Known.From.NIGHT ? col("ts").cast("date") : instant,
                instant));
    series.orderOfInstant().forEach(name -> order.add(col(name)));
    return rows.orderBy(order.toArray(Column[]::new));
  }

  private void about(RunContext run, Path file, List<SeriesWriter.Written> files)
      throws IOException {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("days", run.days().toString());
    about.put("instruments", run.selection().toString());
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
