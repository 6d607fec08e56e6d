package io.treadmill.jobs.fetch.vendors;

import io.treadmill.conf.Named;
import java.util.List;

/** Every archive that can be fetched, one line each. */
public final class FetchVendors {
  private FetchVendors() {}

  /** Returns all, in the order of the help text. */
  public static List<FetchVendor> all() {
    return List.of(
        new BinanceFiles(),
        new BybitFiles(),
        new OkxFiles(),
        new BitmexFiles(),
        new HyperliquidFiles(),
        new TardisFiles(),
        new CoinGlassFiles(),
        new CoinalyzeFiles());
  }

  /**
   * Returns the vendor of a name.
   *
   * @throws UserError if there is none
   */
  public static FetchVendor of(String name) {
    return Named.of(all(), FetchVendor::name, name, "Unknown vendor: %s (can be fetched: %s)");
  }
}
