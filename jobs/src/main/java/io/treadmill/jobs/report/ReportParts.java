package io.treadmill.jobs.report;

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.contract.Asset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Divides what is shown into parts of whole assets, read one after the other. */
final class ReportParts {
  /** Most rows of maps that are read at once: what a heap of 2 GB holds. */
  static final long MOST_ROWS = 20_000_000;

  private ReportParts() {}

  /**
   * Returns the runs of the parts, by name of the assets: one if the maps of the days are few, or
   * of one asset.
   *
   * @param mostRows most rows of maps of a part, by the files of the days
   */
  static List<RunContext> of(RunContext run, IcebergLake lake, long mostRows) {
    long parts = 1 + lake.mostRows(LakeTables.LIQUIDATION_HEATMAP, run.days()) / mostRows;
    if (parts == 1) {
      return List.of(run);
    }
    Map<String, Set<String>> byAsset = new TreeMap<>();
    run.lake()
        .read(LakeTables.BARS_5M, run.days(), run.selection())
        .select("symbol")
        .distinct()
        .collectAsList()
        .forEach(
            row ->
                byAsset
                    .computeIfAbsent(
                        Asset.ofSymbol(row.getString(0)).name(), asset -> new TreeSet<>())
                    .add(row.getString(0)));
    List<Set<String>> assets = List.copyOf(byAsset.values());
    List<RunContext> runs = new ArrayList<>();
    int count = (int) Math.min(parts, assets.size());
    for (int i = 0; i < count; i++) {
      TreeSet<String> symbols = new TreeSet<>();
      assets
          .subList(i * assets.size() / count, (i + 1) * assets.size() / count)
          .forEach(symbols::addAll);
      runs.add(run.with(new Selection(run.selection().venue(), symbols)));
    }
    return count == 0 ? List.of(run) : List.copyOf(runs);
  }
}
