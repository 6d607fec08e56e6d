package io.treadmill.jobs.report;

import io.treadmill.jobs.contract.ConcurrentSteps;
import io.treadmill.jobs.report.ReportData.InstrumentData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * The pages of assets in a folder: the page of a report without its data, one for each asset, and a
 * file of data for each of its instruments and times.
 */
final class AssetPages {
  /** Where the pages are in the folder. */
  static final String PAGES = "symbols/";

  private static final String CODE = "static/";

  private final PageFolder folder;

  AssetPages(PageFolder folder) {
    this.folder = folder;
  }

  /** Writes what all pages share. */
  void putCode() {
    HtmlPage.files().forEach((name, text) -> folder.put(CODE + name, text));
  }

  /**
   * Writes the data of each instrument of a report.
   *
   * @param time name of the days of the report in addresses
   * @return the instruments, as they can be chosen
   */
  List<PageEntry> putData(ReportData data, String time) {
    List<Callable<PageEntry>> steps = new ArrayList<>();
    for (InstrumentData of : data.instruments()) {
      steps.add(() -> putData(data, of, HtmlPage.instrument(data, of), time));
    }
    return ConcurrentSteps.run(steps);
  }

  /** Writes the data of one instrument, which is JSON already. */
  PageEntry putData(ReportData data, InstrumentData of, String json, String time) {
    PageEntry entry = PageEntry.of(of, List.of(time));
    folder.put("%s%s%s.js".formatted(PAGES, entry.folder(), time), HtmlPage.dataFile(data, json));
    return entry;
  }

  /**
   * Writes the page of each asset.
   *
   * @param entries all that can be chosen, in the order of the pages
   * @param home address of the index from the folder
   */
  void putPages(List<PageEntry> entries, int maxColumns, String home) {
    Map<String, List<PageEntry>> pages = new TreeMap<>();
    entries.forEach(
        entry -> pages.computeIfAbsent(entry.page(), page -> new ArrayList<>()).add(entry));
    pages.forEach(
        (page, of) ->
            folder.put(
                PAGES + page,
                HtmlPage.shell(of.get(0).assetName(), of, maxColumns, "../" + home, "../" + CODE)));
  }
}
