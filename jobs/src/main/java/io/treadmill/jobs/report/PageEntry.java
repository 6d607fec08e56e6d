package io.treadmill.jobs.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.treadmill.jobs.report.ReportData.InstrumentData;
import io.treadmill.lake.ArchiveStore;
import io.treadmill.market.contract.Asset;
import java.util.List;

/**
 * What can be chosen on the page of an asset: one of its instruments, or the asset over them.
 *
 * @param asset name of the asset; null of an instrument
 * @param folder where its data files are, from the page
 * @param times names of its data files, the one that is shown first first
 */
record PageEntry(
    String asset, String venue, String product, String symbol, String folder, List<String> times) {
  PageEntry {
    times = List.copyOf(times);
  }

  static PageEntry of(InstrumentData of, List<String> times) {
    String page = ArchiveStore.plainName(assetOf(of.symbol()));
    String name =
        of.asset() != null
            ? "all"
            : "%s-%s-%s".formatted(of.venue(), of.product(), ArchiveStore.plainName(of.symbol()));
    return new PageEntry(
        of.asset(), of.venue(), of.product(), of.symbol(), page + "/" + name + "/", times);
  }

  PageEntry with(List<String> other) {
    return new PageEntry(asset, venue, product, symbol, folder, other);
  }

  /** Returns the name of the asset whose page it is on. */
  @JsonIgnore
  String assetName() {
    return asset == null ? assetOf(symbol) : asset;
  }

  /** Returns the file of its page. */
  @JsonIgnore
  String page() {
    return folder.substring(0, folder.indexOf('/')) + ".html";
  }

  /** Returns its name in addresses of the page. */
  @JsonIgnore
  String key() {
    return folder.substring(folder.indexOf('/') + 1, folder.length() - 1);
  }

  /** Returns its name for a reader. */
  @JsonIgnore
  String title() {
    return asset == null
        ? "%s (%s, %s)".formatted(symbol, venue, product.replace('_', ' '))
        : asset + " over its instruments";
  }

  private static String assetOf(String symbol) {
    return Asset.ofSymbol(symbol).name();
  }
}
