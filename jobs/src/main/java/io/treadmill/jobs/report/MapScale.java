package io.treadmill.jobs.report;

import io.treadmill.jobs.report.ReportData.Scale;
import java.util.List;

/** Chooses the ends of the colour scale. */
final class MapScale {
  private static final double SHARE_BELOW_HIGH = 0.999;
  private static final double MOST_DECADES = 4;
  private static final double LEAST_DECADES = 2;
  private static final double SHARE_BELOW_LOW = 0.1;

  private MapScale() {}

  /**
   * Returns whole powers of ten around the amounts of the cells: the upper end holds all but one in
   * a thousand, the lower end leaves out the smallest tenth, with two to four decades between them.
   */
  static Scale of(List<MapDay> days) {
    long[] counts = new long[1 << 16];
    long all = 0;
    for (MapDay day : days) {
      for (char[] codes : List.of(day.longs(), day.shorts())) {
        for (char code : codes) {
          if (code > UsdCode.TINY) {
            counts[code]++;
            all++;
          }
        }
      }
    }
    if (all == 0) {
      return new Scale(1e3, 1e6);
    }
    double high = Math.ceil(Math.log10(UsdCode.usd(quantile(counts, all, SHARE_BELOW_HIGH))));
    double low = Math.floor(Math.log10(UsdCode.usd(quantile(counts, all, SHARE_BELOW_LOW))));
    low = Math.max(high - MOST_DECADES, Math.min(high - LEAST_DECADES, low));
    return new Scale(Math.pow(10, low), Math.pow(10, high));
  }

  private static char quantile(long[] counts, long all, double share) {
    long seen = 0;
    for (int code = 0; code < counts.length; code++) {
      seen += counts[code];
      if (seen >= share * all) {
        return (char) code;
      }
    }
    return (char) (counts.length - 1);
  }
}
