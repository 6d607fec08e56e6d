package io.treadmill.jobs.report;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.ConcurrentSteps;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.ArchiveStore;
import io.treadmill.market.Instrument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Writes the report. */
public final class Report {
  private Report() {}

  /**
   * Reads the days and selection of a run and writes the page and, beside it, one picture for each
   * instrument. Files that exist are replaced whole.
   *
   * @param out the HTML file; its folder is made
   * @return the files
   * @throws UserError if there is nothing to show, or the files cannot be written
   */
  public static ReportResult write(RunContext run, Path out) {
    ReportData data = new ReportReader(run).read();
    run.progress().tell("Writing " + out);
    return write(data, run.settings().report().maxColumns(), out);
  }

  static ReportResult write(ReportData data, int maxColumns, Path out) {
    Path html = out.toAbsolutePath().normalize();
    try {
      Files.createDirectories(html.getParent());
      byte[] page = HtmlPage.render(data, maxColumns).getBytes(StandardCharsets.UTF_8);
      replace(html, page);
      List<Callable<byte[]>> drawings = new ArrayList<>();
      data.instruments().forEach(of -> drawings.add(() -> PngChart.render(data, of)));
      List<byte[]> drawn = ConcurrentSteps.run(drawings);
      List<Path> pictures = new ArrayList<>();
      for (int i = 0; i < drawn.size(); i++) {
        Path picture = html.resolveSibling(pictureName(html, data.instruments().get(i)));
        replace(picture, drawn.get(i));
        pictures.add(picture);
      }
      return new ReportResult(html, pictures, page.length);
    } catch (IOException e) {
      throw UserError.storage("Cannot write the report " + html + ": " + e, e);
    }
  }

  private static String pictureName(Path html, ReportData.InstrumentData of) {
    String stem = html.getFileName().toString().replaceFirst("\\.html?$", "");
    if (of.asset() != null) {
      return "%s-%s.png".formatted(stem, ArchiveStore.plainName(of.asset()));
    }
    Instrument instrument = of.instrument();
    return "%s-%s-%s-%s.png"
        .formatted(
            stem,
            instrument.venue(),
            instrument.product().text(),
            ArchiveStore.plainName(instrument.symbol()));
  }

  /** A reader never sees half a file: it is written under another name and moved. */
  private static void replace(Path file, byte[] bytes) throws IOException {
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      Files.write(part, bytes);
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
