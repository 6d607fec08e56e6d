package io.treadmill.jobs.ingest.vendors;

import io.treadmill.conf.Named;
import java.util.List;

/** Every vendor format, one line each. */
public final class Vendors {
  /** In place of a name: each file is taken for what it is. */
  public static final String AUTO = "auto";

  private static final List<Vendor> ALL =
      List.of(
          new Tardis(),
          new Binance(),
          new Ccxt(),
          new Freqtrade(),
          new CoinGlass(),
          new Bybit(),
          new Okx(),
          new Bitmex(),
          new Coinalyze(),
          new Hyperliquid(),
          new Deribit(),
          new KrakenFutures(),
          new Cme(),
          new Recording(),
          new MarginTierLists(),
          new InstrumentListFiles());

  private Vendors() {}

  /** Returns all. */
  public static List<Vendor> all() {
    return ALL;
  }

  /** Returns those of whom no other has files with names as theirs. */
  public static List<Vendor> toldByName() {
    return List.of(of("tardis"), of("binance"), of("freqtrade"));
  }

  /** Returns the names on the command line, without {@link #AUTO}. */
  public static List<String> names() {
    return ALL.stream().map(Vendor::name).toList();
  }

  /**
   * Returns the vendor of a name.
   *
   * @throws UserError if there is none
   */
  public static Vendor of(String name) {
    return Named.of(ALL, Vendor::name, name, "Unknown vendor: %s (must be auto or one of %s)");
  }
}
