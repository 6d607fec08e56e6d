package io.treadmill.lake;

import static io.treadmill.lake.TableColumn.date;
import static io.treadmill.lake.TableColumn.instant;
import static io.treadmill.lake.TableColumn.integer;
import static io.treadmill.lake.TableColumn.number;
import static io.treadmill.lake.TableColumn.text;
import static io.treadmill.lake.TableColumn.whole;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The datasets of the archive: plain Parquet below {@code
 * {archive}/{dataset}/venue=../product=../day=..}. Prices and amounts are DOUBLE, stamps are UTC
 * microseconds, intervals carry their start, {@code day} is the UTC day of {@code ts}. Rows of a
 * file are sorted by symbol, then by the key.
 */
public enum ArchiveDataset {
  TRADES(
      "Public trades, one row a print.",
      List.of("ts", "trade_id", "sequence"),
      instant("ts", "Time of the match; of sending where the venue gives no match time"),
      instant("local_ts", "Time of receipt by the recorder").optional(),
      whole("trade_id", "Id of the venue if it is a number; orders trades of one instant")
          .optional(),
      text("trade_uid", "Id of the venue if it is not a number").optional(),
      whole("sequence", "Row number in the source file: order of trades that share ts and id")
          .optional(),
      text("side", "Aggressor: buy, sell or unknown"),
      number("price", "Price in quote units per base coin, as the venue quotes it"),
      number("amount", "Base coins"),
      number("contracts", "Contracts, where the venue counts in contracts").optional()),
  LIQUIDATIONS(
      "Forced orders as a venue reports them, one row a print.",
      List.of("ts", "event_id"),
      instant("ts", "Time of the print"),
      instant("local_ts", "Time of receipt by the recorder").optional(),
      text("event_id", "Id of the venue, or a hash of the source row"),
      text("liquidated_side", "Side of the position that was closed: long or short"),
      number("price", "Price in quote units; which price: price_kind"),
      text("price_kind", "fill_average, order_limit, bankruptcy, trade or mark"),
      number("amount", "Base coins"),
      number("contracts", "Contracts, where the venue counts in contracts").optional(),
      number("notional_usd", "Amount x price, or contracts x face value, in USD"),
      text("kind", "market, backstop, adl or unknown"),
      text("completeness", "full, throttled_1s, sampled or unknown: how the feed reports prints"),
      integer("copies", "Exact copies of the row in the source; one is kept")),
  LIQUIDATION_BARS(
      "Liquidation totals of an aggregator, by interval and side of the position.",
      List.of("ts", "interval_seconds"),
      instant("ts", "Start of the interval"),
      integer("interval_seconds", "Length of the interval in seconds"),
      text("scope", "pair or coin"),
      text("venue_set", "Venues in the total, joined by +, for example binance+bybit+okx"),
      number("long_usd", "Forced closes of longs in USD, as reported"),
      number("short_usd", "Forced closes of shorts in USD, as reported")),
  OPEN_INTEREST(
      "Open interest snapshots, one side counted.",
      List.of("ts"),
      instant("ts", "Instant of the snapshot"),
      instant("ts_raw", "Label in the source"),
      text("ts_label", "instant, period_start or period_end: what the label of the source meant"),
      number("open_interest_base", "Base coins, one side").optional(),
      number("open_interest_contracts", "Contracts, one side, where the venue counts so")
          .optional(),
      number("open_interest_usd", "USD at the price of the snapshot").optional(),
      integer("interval_seconds", "Cadence of the source in seconds").optional()),
  FUNDING(
      "Funding rates, settled and predicted.",
      List.of("ts", "rate_kind"),
      instant("ts", "Settlement the rate belongs to, on the settlement grid"),
      instant("ts_raw", "Label in the source"),
      text("rate_kind", "settled or predicted"),
      number("rate", "Fraction of notional per interval, longs pay shorts if > 0"),
      integer("interval_minutes", "Length of the funding interval in minutes").optional(),
      text("interval_source", "file, measured or venue_rule: where the interval comes from")
          .optional(),
      number("mark_price", "Mark price at the settlement, where the source has it").optional()),
  MARK_INDEX(
      "Mark and index price, bars or points; mark and index of one bar may be two rows.",
      List.of("ts", "interval_seconds"),
      instant("ts", "Start of the bar, or the instant of a point"),
      integer("interval_seconds", "Length of the bar in seconds; 0 for a point"),
      number("mark_open", "Mark price, first").optional(),
      number("mark_high", "Mark price, highest").optional(),
      number("mark_low", "Mark price, lowest").optional(),
      number("mark_close", "Mark price, last").optional(),
      number("index_open", "Index price, first").optional(),
      number("index_high", "Index price, highest").optional(),
      number("index_low", "Index price, lowest").optional(),
      number("index_close", "Index price, last").optional(),
      number("last_price", "Last traded price at a point").optional()),
  KLINES(
      "Bars of a venue or vendor.",
      List.of("ts", "interval_seconds"),
      instant("ts", "Start of the bar"),
      integer("interval_seconds", "Length of the bar in seconds"),
      number("open", "First price"),
      number("high", "Highest price"),
      number("low", "Lowest price"),
      number("close", "Last price"),
      number("base_volume", "Base coins"),
      number("quote_volume", "Quote units").optional(),
      whole("trade_count", "Number of trades").optional(),
      number("taker_buy_base_volume", "Base coins bought by aggressors").optional(),
      number("taker_buy_quote_volume", "Quote units bought by aggressors").optional(),
      number("contracts", "Contracts, where the venue counts so").optional()),
  FUTURES_DAILY(
      "Daily settlement of regulated futures.",
      List.of("ts", "contract"),
      instant("ts", "End of the session"),
      text("contract", "Name of the expiry"),
      date("expiry", "Last trading day").optional(),
      number("settle", "Settlement price").optional(),
      number("volume_contracts", "Contracts traded").optional(),
      number("open_interest_contracts", "Contracts open").optional(),
      number("contract_size_base", "Base coins of one contract").optional(),
      text("status", "preliminary or final")),
  INSTRUMENTS(
      "Facts of a contract, valid over time.",
      List.of("valid_from"),
      date("valid_from", "Day of the list: its facts count from it, of the first list also before"),
      date("valid_to", "First day after them; null = still valid").optional(),
      text("base", "Base coin").optional(),
      text("quote", "Quote unit").optional(),
      text("settlement", "Currency of profit; null for spot").optional(),
      text("kind", "linear, inverse or quanto").optional(),
      number("contract_size", "Value of one contract; unit: contract_size_unit").optional(),
      text("contract_size_unit", "base, quote (inverse) or settlement (quanto, for 1 of the price)")
          .optional(),
      text("amount_unit", "Unit of the venue's amounts: base, quote or contracts").optional(),
      text("asset", "What the base really is: PEPE of 1000PEPE, BTC of XBT").optional(),
      number("price_multiplier", "Units of the asset in one of the base: 1, 1000 ..").optional(),
      date("expiry", "Last day of a dated contract").optional(),
      date("listed_on", "First day of trading").optional(),
      number("tick", "Smallest price step").optional(),
      number("lot", "Smallest amount step").optional()),
  MARGIN_TIERS(
      "Maintenance-margin brackets, valid over time.",
      List.of("valid_from", "tier"),
      date("valid_from", "First day of the bracket, or the day it was seen"),
      integer("tier", "Number of the bracket from 1"),
      number("notional_floor", "Position notional from which the bracket applies; unit: cap_unit"),
      number("notional_cap", "Position notional up to which it applies").optional(),
      text("cap_unit", "quote, base or contracts"),
      number("maintenance_margin_rate", "Fraction of notional"),
      number("max_leverage", "Highest leverage of the bracket"),
      number("maintenance_amount", "Amount taken off the maintenance margin, in cap_unit")
          .optional());

  private final String comment;
  private final List<String> order;
  private final List<TableColumn> columns;

  ArchiveDataset(String comment, List<String> order, TableColumn... own) {
    this.comment = comment;
    this.order = order;
    this.columns =
        Stream.of(instrumentColumns(), Arrays.asList(own), lineageColumns())
            .flatMap(List::stream)
            .toList();
  }

  private static List<TableColumn> instrumentColumns() {
    return List.of(
        text("venue", "Venue, lower case"),
        text(
            "product",
            "spot, linear_perp, inverse_perp, linear_future, inverse_future or regulated_future"),
        text("symbol", "Symbol of the venue"));
  }

  private static List<TableColumn> lineageColumns() {
    return List.of(
        whole("source_id", "First 8 bytes of the sha256 of the source file; see source_files")
            .optional(),
        integer("quality", "Bit mask of QualityFlag; 0 = clean").optional(),
        date("day", "UTC day of ts: the partition"));
  }

  /** Returns the folder name, for example {@code open_interest}. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns what the dataset holds. */
  public String comment() {
    return comment;
  }

  /** Returns all columns: the instrument, the dataset's own, lineage, the day. */
  public List<TableColumn> columns() {
    return columns;
  }

  /**
   * Returns the position of a column.
   *
   * @throws IllegalArgumentException if the dataset has no such column
   */
  public int index(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("Invalid column: " + name + " (not in " + folder() + ")");
  }

  /** Returns the columns that, after the instrument, order and identify rows. */
  public List<String> order() {
    return order;
  }

  /** Returns true if {@code day} is the UTC day of {@code ts}; false for facts valid over time. */
  public boolean isTimed() {
    return this != INSTRUMENTS && this != MARGIN_TIERS;
  }

  /** Returns the Spark schema; every field is nullable, as archives of others may be. */
  public StructType schema() {
    return new StructType(
        columns.stream().map(column -> column.field(true)).toArray(StructField[]::new));
  }
}
