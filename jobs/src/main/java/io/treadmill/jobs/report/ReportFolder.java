package io.treadmill.jobs.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.treadmill.conf.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A report of many instruments: an index, and beside it a folder with a page for each asset. */
final class ReportFolder {
  /** Name of the days of a report in addresses. */
  private static final String TIME = "days";

  private final Path html;
  private final String beside;
  private final PageFolder folder;
  private final AssetPages pages;
  private final List<SiteIndex.Row> rows = new ArrayList<>();

  /**
   * @param out the file of the index
   */
  ReportFolder(Path out) {
    this.html = out.toAbsolutePath().normalize();
    this.beside = Report.stem(html) + "-pages";
    this.folder = new PageFolder(html.resolveSibling(beside));
    this.pages = new AssetPages(folder);
  }

  /** Returns true if no instrument was added. */
  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Writes the data of instruments, all of the report or a part of them. */
  void add(ReportData data) {
    rows.addAll(SiteIndex.rows(data, pages.putData(data, TIME)));
  }

  /**
   * Writes the data of instruments.
   *
   * @param json each instrument, in their order
   */
  void add(ReportData data, List<String> json) {
    List<PageEntry> entries = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      entries.add(pages.putData(data, data.instruments().get(i), json.get(i), TIME));
    }
    rows.addAll(SiteIndex.rows(data, entries));
  }

  /**
   * Writes the pages of what was added, then the index.
   *
   * @param night last day of the report
   * @throws UserError if a file cannot be written (exit 6)
   */
  ReportResult write(LocalDate night, int maxColumns) {
    pages.putCode();
    pages.putPages(
        rows.stream().map(SiteIndex.Row::entry).toList(), maxColumns, "../" + html.getFileName());
    SiteFrame frame = new SiteFrame(beside + "/", List.of());
    byte[] index =
        new SiteIndex(night, rows).render(frame, beside + "/" + AssetPages.PAGES).getBytes(UTF_8);
    try {
      PageFolder.replace(html, index);
    } catch (IOException e) {
      throw UserError.storage("Cannot write the report " + html + ": " + e, e);
    }
    return new ReportResult(
        html, List.of(), folder.written() + folder.left(), folder.bytes() + index.length);
  }
}
