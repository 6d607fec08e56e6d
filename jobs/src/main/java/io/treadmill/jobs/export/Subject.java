package io.treadmill.jobs.export;

import io.treadmill.lake.NamedRow;
import io.treadmill.market.Instrument;

/**
 * What rows are of.
 *
 * @param instrument an instrument; null if they are of an asset over its instruments
 * @param asset an asset, for example BTC; null if they are of an instrument
 */
record Subject(Instrument instrument, String asset) {
  static Subject of(ExportSeries series, NamedRow row) {
    return series.isOfAsset()
        ? new Subject(null, row.text("asset"))
        : new Subject(row.instrument(), null);
  }

  boolean isAsset() {
    return asset != null;
  }
}
