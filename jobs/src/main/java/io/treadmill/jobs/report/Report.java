package io.treadmill.jobs.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.ConcurrentSteps;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.ArchiveStore;
import io.treadmill.lake.IcebergLake;
import io.treadmill.market.Instrument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Writes the report. */
public final class Report {
  /** Most bytes of a report in one file. */
  static final long MOST_BYTES = 10_000_000;

  private Report() {}

  /**
   * Reads the days and selection of a run and writes the page and, beside it, one picture for each
   * instrument. A report that is too large for one file becomes an index, and a folder beside it
   * with a page for each asset; so large a one that memory would not hold it is read in parts of
   * whole assets. Files that exist are replaced whole.
   *
   * @param lake the tables that the run reads
   * @param out the HTML file; its folder is made
   * @return the files
   * @throws UserError if there is nothing to show, or the files cannot be written
   */
  public static ReportResult write(RunContext run, IcebergLake lake, Path out) {
    return write(run, lake, out, ReportParts.MOST_ROWS);
  }

  static ReportResult write(RunContext run, IcebergLake lake, Path out, long mostRows) {
    List<RunContext> parts = ReportParts.of(run, lake, mostRows);
    if (parts.size() == 1) {
      ReportData data = new ReportReader(run).read();
      run.progress().tell("Writing " + out);
      return write(data, run.settings().report().maxColumns(), out);
    }
    ReportFolder folder = new ReportFolder(out);
    for (int i = 0; i < parts.size(); i++) {
      run.progress().tell("Part %d of %d".formatted(i + 1, parts.size()));
      folder.add(new ReportReader(parts.get(i)).find());
    }
    if (folder.isEmpty()) {
      throw ReportReader.nothing(run);
    }
    run.progress().tell("Writing " + out);
    return folder.write(run.days().to(), run.settings().report().maxColumns());
  }

  static ReportResult write(ReportData data, int maxColumns, Path out) {
    return write(data, maxColumns, out, MOST_BYTES);
  }

  static ReportResult write(ReportData data, int maxColumns, Path out, long mostBytes) {
    Path html = out.toAbsolutePath().normalize();
    List<Callable<String>> parts = new ArrayList<>();
    data.instruments().forEach(of -> parts.add(() -> HtmlPage.instrument(data, of)));
    List<String> instruments = ConcurrentSteps.run(parts);
    String page = HtmlPage.whole(data, List.of(), maxColumns);
    long size = page.length() + instruments.stream().mapToLong(String::length).sum();
    try {
      Files.createDirectories(html.getParent());
      if (size > mostBytes && data.instruments().size() > 1) {
        ReportFolder folder = new ReportFolder(html);
        folder.add(data, instruments);
        return folder.write(data.days().to(), maxColumns);
      }
      byte[] whole = HtmlPage.whole(data, instruments, maxColumns).getBytes(UTF_8);
      PageFolder.replace(html, whole);
      return new ReportResult(html, pictures(data, html), 0, whole.length);
    } catch (IOException e) {
      throw UserError.storage("Cannot write the report " + html + ": " + e, e);
    }
  }

  private static List<Path> pictures(ReportData data, Path html) throws IOException {
    List<Callable<byte[]>> drawings = new ArrayList<>();
    data.instruments().forEach(of -> drawings.add(() -> PngChart.render(data, of)));
    List<byte[]> drawn = ConcurrentSteps.run(drawings);
    List<Path> pictures = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      Path picture = html.resolveSibling(pictureName(html, data.instruments().get(i)));
      PageFolder.replace(picture, drawn.get(i));
      pictures.add(picture);
    }
    return pictures;
  }

  /** Returns the name of the file without its ending. */
  static String stem(Path html) {
    return html.getFileName().toString().replaceFirst("\\.html?$", "");
  }

  private static String pictureName(Path html, ReportData.InstrumentData of) {
    if (of.asset() != null) {
      return "%s-%s.png".formatted(stem(html), ArchiveStore.plainName(of.asset()));
    }
    Instrument instrument = of.instrument();
    return "%s-%s-%s-%s.png"
        .formatted(
            stem(html),
            instrument.venue(),
            instrument.product().text(),
            ArchiveStore.plainName(instrument.symbol()));
  }
}
