package io.treadmill.jobs.instrument;

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Asset;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The instruments of assets: results of an asset hang on all of them, whichever a run names. */
public final class WholeAssets {
  private WholeAssets() {}

  /**
   * Returns all instruments of the assets that a run asks for.
   *
   * @param days all days that are read, those before the run too: what ended is a part of them
   */
  public static Selection of(RunContext run, UtcDays days) {
    Selection asked = run.selection();
    if (asked.isAll() || asked.symbols().isEmpty()) {
      return Selection.ALL;
    }
    Set<String> assets = new TreeSet<>();
    asked.symbols().forEach(symbol -> assets.add(Asset.ofSymbol(symbol).name()));
    TreeSet<String> symbols = new TreeSet<>(asked.symbols());
    symbols.addAll(assets);
    for (LakeTable table : List.of(LakeTables.BARS_5M, LakeTables.REALISED_LIQUIDATIONS)) {
      symbols(run, table, days).stream()
          .filter(symbol -> assets.contains(Asset.ofSymbol(symbol).name()))
          .forEach(symbols::add);
    }
    return new Selection(null, symbols);
  }

  /** Returns the symbols that a table has on some days. */
  public static Set<String> symbols(RunContext run, LakeTable table, UtcDays days) {
    return NamedRow.distinct(
        run.lake().rows(table, days, Selection.ALL, List.of("symbol")), row -> row.text("symbol"));
  }
}
