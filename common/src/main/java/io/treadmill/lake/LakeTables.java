package io.treadmill.lake;

import static io.treadmill.lake.TableColumn.date;
import static io.treadmill.lake.TableColumn.flag;
import static io.treadmill.lake.TableColumn.instant;
import static io.treadmill.lake.TableColumn.integer;
import static io.treadmill.lake.TableColumn.number;
import static io.treadmill.lake.TableColumn.text;
import static io.treadmill.lake.TableColumn.whole;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Every table of the lake, one constant each: schema, units, comments, key. */
public final class LakeTables {
  /** One-minute bars. */
  public static final LakeTable BARS_1M = bars("bars_1m", "One-minute bars");

  /** Five-minute bars: the step table that models and statistics read. */
  public static final LakeTable BARS_5M = bars("bars_5m", "Five-minute bars");

  /** Traded volume by 10 bp bucket. */
  public static final LakeTable VOLUME_PROFILE_5M =
      ofInstrument(
          "volume_profile_5m",
          "Traded volume of five minutes by price bucket of the absolute 10 bp log grid",
          "ts",
          List.of("ts", "bucket"),
          instant("ts", "Start of the five minutes, UTC"),
          integer("bucket", "floor(ln(price) / 0.001), price in quote units"),
          number("price_low", "Lower edge of the bucket, quote units"),
          number("price_high", "Upper edge of the bucket, quote units"),
          number(
                  "taker_buy_base_volume",
                  "Base coins bought by aggressors; null where the source" + " has no aggressor")
              .optional(),
          number(
                  "taker_sell_base_volume",
                  "Base coins sold by aggressors; null where the source" + " has no aggressor")
              .optional(),
          number("base_volume", "Base coins traded, aggressor known or not"),
          whole("trade_count", "Number of trades; null from klines").optional(),
          text("source", "trades, or klines: then uniform in log price over [low, high]"));

  /** State of the book after a day. */
  public static final LakeTable BOOK_STATE =
      ofInstrument(
          "book_state",
          "State of the book after the last step of a day, sparse: one row a non-zero value",
          "day",
          List.of("parameter_set", "day", "side", "kind", "component", "bucket"),
          date("day", "UTC day after whose last step the state stands"),
          text("parameter_set", "Named parameter set and hash of its values"),
          text("side", "long or short: the side of the position; both for scalars of both"),
          text(
              "kind",
              "mass; age: from this bucket away from the price; or a scalar: open_interest,"
                  + " lagged_clock, last_close, bars, rescale_realised, rescale_predicted"),
          integer("component", "Number of the leverage component from 0; 0 if none"),
          integer("bucket", "Bucket of the absolute 10 bp log grid; 0 for scalars"),
          number(
              "value",
              "Mass in base coins (linear) or contracts (inverse); age in bars; or scalar"));

  /** The map. */
  public static final LakeTable LIQUIDATION_HEATMAP =
      ofInstrument(
          "liquidation_heatmap",
          "Expected forced notional of each price bucket alone, if price gets there; uses only data"
              + " before ts",
          "ts",
          List.of("model", "ts", "side", "bucket"),
          instant("ts", "Instant of the map, UTC"),
          text("side", "long or short: the position that is forced"),
          integer("bucket", "First 10 bp bucket of the cell on the absolute log grid"),
          number("price_low", "Lower edge of the cell, quote units"),
          number("price_high", "Upper edge of the cell, quote units"),
          number("expected_notional_usd", "Expected forced notional of the cell in USD"),
          number("low_usd", "10 % point over draws of the law, USD; null before a calibration")
              .optional(),
          number("high_usd", "90 % point over draws of the law, USD; null before a calibration")
              .optional(),
          text("model", "Name of the model"),
          text(
              "print_scope",
              "Prints the law was fitted to; begins with prior law before any calibration"));

  /** Forced orders on the grid of the map. */
  public static final LakeTable REALISED_LIQUIDATIONS =
      ofInstrument(
          "realised_liquidations",
          "Forced notional that was reported, by interval, side and price bucket",
          "ts",
          List.of("feed_rule", "ts", "side", "bucket"),
          instant("ts", "Start of the interval, UTC"),
          integer("interval_minutes", "Length of the interval in minutes"),
          text("side", "long or short: the position that was forced"),
          integer("bucket", "10 bp bucket of the print price; null where only totals are known")
              .optional(),
          number("price_low", "Lower edge of the bucket, quote units").optional(),
          number("price_high", "Upper edge of the bucket, quote units").optional(),
          number("notional_usd", "Notional as reported, USD"),
          number("low_usd", "Least that was forced: notional_usd, USD").optional(),
          number(
                  "high_usd",
                  "notional_usd of a full feed, USD. Of a feed of one print a second an estimate of"
                      + " what was forced and no bound, the truth is often above: notional_usd"
                      + " restored by the factors of realised.restoration, or without them times"
                      + " -ln(1 - p) / p, p = share of the seconds of the five minutes with a print,"
                      + " as if orders came evenly. Null for sampled and unknown feeds and"
                      + " aggregates, and without factors if every second has a print")
              .optional(),
          whole("print_count", "Number of prints; null from aggregates").optional(),
          text(
              "feed_rule",
              "How the venue reported prints then; or aggregate of the venues of a total"));

  /** Accounts of the book. */
  public static final LakeTable BOOK_BALANCE =
      ofInstrument(
              "book_balance",
              "Accounts of the book per day and side: opened - decayed - swept - dropped = change",
              "day",
              List.of("parameter_set", "day", "side"),
              date("day", "UTC day"),
              text("parameter_set", "Named parameter set and hash of its values"),
              text("side", "long or short: the side of the position"),
              text("unit", "base (linear) or contracts (inverse): unit of all amounts of the row"),
              number(
                  "opened",
                  "Mass opened, mean over the components: every component takes the same opens, but"
                      + " those that the margin tiers forbid take none"),
              number("decayed", "Mass closed by the clock of the model, mean over the components"),
              number("swept", "Mass that price crossed, mean over the components"),
              number(
                  "dropped",
                  "Mass over 3,000 buckets from the last price, or under 1e-12 of its side, dropped"
                      + " at the end of the day, mean over the components"),
              number("change", "Mass at the end less mass at the start, mean over the components"),
              number(
                  "relative_residual",
                  "|opened - decayed - swept - dropped - change| / (mass at the start + opened);"
                      + " not divided if that is 0"),
              number("implied_closes", "Closes that open interest and volume imply").optional(),
              number("implied_closes_residual", "implied_closes - decayed - swept").optional(),
              integer("held_steps", "Steps at whose end open interest was missing and held"),
              flag("warm_up", "True in the first days of a book, book.warm-up-days of them"))
          .byMonth();

  /** The law. */
  public static final LakeTable LEVERAGE_LAW = MapTables.leverageLaw();

  /** Bootstrap draws of the law. */
  public static final LakeTable LEVERAGE_LAW_DRAWS = MapTables.leverageLawDraws();

  /** Hot and thin zones. */
  public static final LakeTable ZONES = MapTables.zones();

  /** Cumulative forced notional by move. */
  public static final LakeTable FRAGILITY = MapTables.fragility();

  /** Predictions beside what happened. */
  public static final LakeTable HEATMAP_PREDICTION = MapTables.prediction();

  /** Scores. */
  public static final LakeTable HEATMAP_SCORE = MapTables.score().byMonth();

  /** Reliability. */
  public static final LakeTable HEATMAP_RELIABILITY = MapTables.reliability().byMonth();

  /** Every imported file. */
  public static final LakeTable SOURCE_FILES =
      new LakeTable(
          "source_files",
          "Every source file that was imported or refused, with its counts",
          "imported_ts",
          false,
          List.of("path", "sha256"),
          List.of(
              whole(
                  "source_id",
                  "Id of these bytes in this series, as in the archive: the first 8 bytes of the"
                      + " sha256 of vendor, kind, venue, product, symbol and the file's hash"),
              text("path", "Path of the file as given"),
              text("vendor", "Vendor and its kind of file, for example binance trades"),
              text("dataset", "Datasets of the archive it fed, joined by +; null if none")
                  .optional(),
              text("venue", "Venue").optional(),
              text("product", "Product").optional(),
              text("symbol", "Symbol; null for files of many").optional(),
              date("from_day", "First day that its name says it covers").optional(),
              date("to_day", "Last day that its name says it covers").optional(),
              instant(
                      "published_ts",
                      "When this edition was published: --as-published; else of an aggregator its"
                          + " last interval; else when the file was written")
                  .optional(),
              whole("size_bytes", "Size of the file in bytes"),
              text("sha256", "sha256 of the file, hex"),
              text("checksum", "matched, mismatched or none: the vendor's own checksum file"),
              text("header", "Header line as found, or none").optional(),
              text("time_unit", "s, ms, us, ns or text; joined by + if mixed").optional(),
              text("row_order", "ascending, descending or mixed").optional(),
              whole("rows_read", "Records in the file, headers and blank lines left out"),
              whole(
                  "rows_accepted", "Records in the archive; one may make rows of several datasets"),
              whole("rows_quarantined", "Records set aside, by reason in quarantine"),
              whole("rows_duplicate", "Records that repeat others"),
              instant("first_ts", "First instant accepted").optional(),
              instant("last_ts", "Last instant accepted").optional(),
              text("status", "accepted, partial, refused or superseded"),
              text("reason", "Why it was refused, is partial or was superseded").optional(),
              text("run_id", "Run that imported it"),
              instant("imported_ts", "When it was imported, UTC")));

  /** What the archive holds per day. */
  public static final LakeTable COVERAGE =
      ofInstrument(
          "coverage",
          "What the archive holds of each dataset, instrument and day",
          "day",
          List.of("dataset", "day"),
          text("dataset", "Dataset of the archive"),
          date("day", "UTC day"),
          text(
              "status",
              "complete, partial, or missing: no row on a day between others, or none any more;"
                  + " there may have been no forced order"),
          whole("row_count", "Rows of the day"),
          instant("first_ts", "First row").optional(),
          instant("last_ts", "Last row").optional(),
          number("max_gap_minutes", "Longest time of the day without a row, in minutes").optional(),
          whole(
                  "ids_missing",
                  "Ids skipped between the first and the last; null unless all rows have one")
              .optional(),
          whole("slots_expected", "Slots of the cadence in a day; null for events").optional(),
          whole("slots_missing", "Slots of the day less its rows, at least 0; null for events")
              .optional());

  /** Rows that were set aside. */
  public static final LakeTable QUARANTINE =
      new LakeTable(
          "quarantine",
          "Rows set aside at import, with file, line, value and rule",
          "imported_ts",
          false,
          List.of("path", "line", "reason"),
          List.of(
              whole("source_id", "Id of the file, as in source_files"),
              text("path", "Path of the file"),
              whole("line", "Line or record number from 1"),
              text("reason", "Name of the rule"),
              text("detail", "The value and the rule in words"),
              text("raw", "The row as it stood, cut at 1,000 characters"),
              text("run_id", "Run that set it aside"),
              instant("imported_ts", "When, UTC")));

  /** Accounts of the import. */
  public static final LakeTable RECONCILIATION =
      new LakeTable(
          "reconciliation",
          "Accounts of each file and day: rows in = accepted + quarantined + duplicates",
          "imported_ts",
          false,
          List.of("source_id", "dataset", "symbol", "day"),
          List.of(
              whole("source_id", "Id of the file, as in source_files"),
              text("path", "Path of the file"),
              text("dataset", "Dataset of the archive"),
              text("venue", "Venue").optional(),
              text("product", "Product").optional(),
              text("symbol", "Symbol").optional(),
              date("day", "UTC day of the rows; null for the records of a file that gave none")
                  .optional(),
              whole("rows_in", "Rows read"),
              whole("rows_accepted", "Rows in the archive"),
              whole("rows_quarantined", "Rows set aside"),
              whole("rows_duplicate", "Rows dropped as copies"),
              number("base_volume", "Sum of amounts accepted, base coins; null if none").optional(),
              number("quote_volume", "Sum of amount x price accepted; null if none").optional(),
              text("run_id", "Run"),
              instant("imported_ts", "When, UTC")));

  /** Values that gave way. */
  public static final LakeTable REVISIONS =
      new LakeTable(
          "revisions",
          "Values of the archive that gave way to others: two sources spoke of one row and differ,"
              + " or a later edition of a file no longer has it; rows are only added",
          "ts",
          false,
          List.of("dataset", "venue", "product", "symbol", "ts", "row_key", "column", "run_id"),
          List.of(
              text("dataset", "Dataset of the archive"),
              text("venue", "Venue"),
              text("product", "Product"),
              text("symbol", "Symbol"),
              instant("ts", "Time of the row, UTC"),
              text("row_key", "The rest of the key of the row, name=value"),
              text("column", "Column that differs"),
              number("old_value", "Number that gave way; null if none, or a text").optional(),
              number("new_value", "Number that stands; null if none, a text, or the row is gone")
                  .optional(),
              text("old_text", "Text that gave way").optional(),
              text("new_text", "Text that stands").optional(),
              whole("old_source_id", "Source that gave way, as in source_files"),
              whole("new_source_id", "Source that stands"),
              text("run_id", "Run that met both"),
              instant("imported_ts", "When, UTC")));

  /** The ledger. */
  public static final LakeTable RUNS =
      new LakeTable(
          "runs",
          "Ledger: one row for each job of each run, written when it ends",
          "finished_ts",
          false,
          List.of("run_id", "job"),
          List.of(
              text("run_id", "Id of the run"),
              text("job", "Name of the job"),
              text("state", "done or failed"),
              date("from_day", "First day of the run").optional(),
              date("to_day", "Last day of the run").optional(),
              text("selection", "Venue and symbols of the run"),
              text("inputs_hash", "Hash of the names and hashes of all inputs").optional(),
              text("inputs", "Inputs with their hashes, JSON").optional(),
              text("configuration_hash", "Hash of the settings that decide results"),
              text("code_version", "Version of Treadmill"),
              text("tables", "Rows and snapshot id of each table written, JSON").optional(),
              text("message", "What went wrong, if it failed").optional(),
              instant("started_ts", "Start, UTC"),
              instant("finished_ts", "End, UTC")));

  private LakeTables() {}

  /** Returns all tables in the order of the dictionary. */
  public static List<LakeTable> all() {
    return Stream.of(
            List.of(
                BARS_1M,
                BARS_5M,
                VOLUME_PROFILE_5M,
                BOOK_STATE,
                LIQUIDATION_HEATMAP,
                REALISED_LIQUIDATIONS,
                BOOK_BALANCE,
                LEVERAGE_LAW,
                LEVERAGE_LAW_DRAWS,
                ZONES,
                FRAGILITY,
                HEATMAP_PREDICTION,
                HEATMAP_SCORE,
                HEATMAP_RELIABILITY),
            RegimeTables.all(),
            EpisodeTables.all(),
            FeedbackTables.all(),
            DiscoveryTables.all(),
            List.of(SOURCE_FILES, COVERAGE, QUARANTINE, REVISIONS, RECONCILIATION, RUNS))
        .flatMap(List::stream)
        .toList();
  }

  private static LakeTable bars(String name, String comment) {
    return ofInstrument(
        name,
        comment + " from trades, or from klines where there are no trades",
        "ts",
        List.of("ts"),
        instant("ts", "Start of the bar, UTC"),
        number("open", "First price: by time, then id, then file order"),
        number("high", "Highest price, quote units"),
        number("low", "Lowest price, quote units"),
        number("close", "Last price: by time, then id, then file order"),
        number("base_volume", "Base coins traded"),
        number("quote_volume", "Quote units traded; null where the source has none").optional(),
        number("taker_buy_base_volume", "Base coins bought by aggressors; null if unknown")
            .optional(),
        number("taker_buy_quote_volume", "Quote units bought by aggressors; null if unknown")
            .optional(),
        whole("trade_count", "Number of trades; null where the source has none").optional(),
        number("vwap", "Quote volume / base volume; null without one of them").optional(),
        number("contracts", "Contracts traded; null if not inverse, or if a trade does not say")
            .optional(),
        text("source", "trades or klines"));
  }

  static LakeTable ofInstrument(
      String name, String comment, String dayColumn, List<String> key, TableColumn... own) {
    List<TableColumn> columns = new ArrayList<>();
    columns.add(text("venue", "Venue, lower case"));
    columns.add(text("product", "Kind of contract, for example linear_perp"));
    columns.add(text("symbol", "Symbol of the venue"));
    columns.addAll(Arrays.asList(own));
    List<String> fullKey = new ArrayList<>(List.of("venue", "product", "symbol"));
    fullKey.addAll(key);
    return new LakeTable(name, comment, dayColumn, false, fullKey, columns);
  }

  /** Returns a table of an asset over a stated set of venues. */
  static LakeTable ofAsset(
      String name, String comment, String dayColumn, List<String> key, TableColumn... own) {
    List<TableColumn> columns = new ArrayList<>();
    columns.add(text(LakeTable.ASSET, "Base asset, for example BTC; all = pooled over assets"));
    columns.add(text("venue_set", "Venues and products that the row is made of"));
    columns.addAll(Arrays.asList(own));
    List<String> fullKey = new ArrayList<>(List.of(LakeTable.ASSET, "venue_set"));
    fullKey.addAll(key);
    return new LakeTable(name, comment, dayColumn, false, fullKey, columns);
  }
}
