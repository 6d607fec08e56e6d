package io.treadmill.jobs.instrument;

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Asset;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

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
    return new TreeSet<>(
        run.lake()
            .values(table, days, Selection.ALL, List.of("symbol"))
            .mapPartitions(WholeAssets::different)
            .collect());
  }

  /** Rows of a symbol mostly lie together: few are looked up. */
  private static Iterator<String> different(Iterator<InternalRow> rows) {
    Set<UTF8String> found = new HashSet<>();
    UTF8String last = null;
    while (rows.hasNext()) {
      UTF8String symbol = rows.next().getUTF8String(0);
      if (!symbol.equals(last)) {
        last = symbol.copy();
        found.add(last);
      }
    }
    return found.stream().map(UTF8String::toString).iterator();
  }
}
