package io.treadmill.jobs.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.ConcurrentSteps;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.ArchiveStore;
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
   * with a page for each asset. Files that exist are replaced whole.
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
        return writeFolder(data, instruments, maxColumns, html);
      }
      byte[] whole = HtmlPage.whole(data, instruments, maxColumns).getBytes(UTF_8);
      PageFolder.replace(html, whole);
      return new ReportResult(html, pictures(data, html), 0, whole.length);
    } catch (IOException e) {
      throw UserError.storage("Cannot write the report " + html + ": " + e, e);
    }
  }

  private static ReportResult writeFolder(
      ReportData data, List<String> instruments, int maxColumns, Path html) throws IOException {
    String beside = stem(html) + "-pages";
    PageFolder folder = new PageFolder(html.resolveSibling(beside));
    AssetPages pages = new AssetPages(folder);
    pages.putCode();
    List<PageEntry> entries = new ArrayList<>();
    for (int i = 0; i < instruments.size(); i++) {
      entries.add(pages.putData(data, data.instruments().get(i), instruments.get(i), "days"));
    }
    pages.putPages(entries, maxColumns, "../" + html.getFileName());
    SiteFrame frame = new SiteFrame(beside + "/", List.of());
    PageFolder.replace(
        html,
        SiteIndex.of(data, entries).render(frame, beside + "/" + AssetPages.PAGES).getBytes(UTF_8));
    return new ReportResult(
        html, List.of(), folder.written() + folder.left(), folder.bytes() + Files.size(html));
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

  private static String stem(Path html) {
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
