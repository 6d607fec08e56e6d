package io.treadmill.jobs.ingest.vendors;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What files of each vendor begin with: the one place that tells a file by its content, whether its
 * vendor has an importer or not. A line is a vendor, a kind and a pattern of the beginning: lower
 * case without quotes for CSV (blanks are underscores), without blanks for JSON.
 */
public final class FileSignatures {
  private static final String NUMBER = "-?[\\d.]+(e[-+]?\\d+)?";
  private static final String MILLIS = "\\d{13,16}";
  private static final String FLAG = "(true|false)";

  /** Columns that Bybit and BitMEX share. */
  private static final String SHARED =
      "timestamp,symbol,side,size,price,tickdirection,trdmatchid,grossvalue,homenotional,"
          + "foreignnotional[^\\n]*";

  /** Vendor, kind and pattern, two blanks between them; words in capitals stand for patterns. */
  private static final String TABLE =
      """
      tardis  trades or liquidations  exchange,symbol,timestamp,local_timestamp,id,
      tardis  tickers  exchange,symbol,timestamp,local_timestamp,funding_timestamp,
      tardis  books, quotes or options  exchange,symbol,timestamp,local_timestamp,
      binance  trades  (trade_)?id,price,qty,(quote|base)_?qty,time,is_?buyer_?maker
      binance  trades  \\d+,NUMBER,NUMBER,NUMBER,MILLIS,FLAG
      binance  aggTrades  agg_?trade_?id,price,quantity,first_trade_id,
      binance  aggTrades  \\d+,NUMBER,NUMBER,\\d+,\\d+,MILLIS,FLAG
      binance  klines  open_time,open,high,low,close,volume,close_time,quote_(asset_)?volume,
      binance  klines  MILLIS,(NUMBER,){4}NUMBER,MILLIS,NUMBER,
      binance  metrics  create_time,symbol,sum_open_interest,
      binance  fundingRate  calc_time,funding_interval_hours,
      binance  liquidationSnapshot  time,(symbol,)?side,order_type,time_in_force,
      binance  book tickers  update_id,best_bid_price,
      binance  book depth  timestamp,percentage,depth,notional
      bybit  trades  SHARED\\n\\d+(\\.\\d+)?,
      bitmex  trades  SHARED\\n\\d{4}-\\d{2}-\\d{2}[dt]
      bitmex  trades  SHAREDtrdtype
      bybit  trades  SHARED
      bybit  spot trades  id,timestamp,price,volume,side(,rpi)?\\n
      bybit  klines  \\d{4}\\.\\d{2}\\.\\d{2}_\\d{2}:\\d{2},
      bitmex  quotes  timestamp,symbol,bidsize,bidprice,
      okx  trades  instrument_name,trade_id,side,price,size,created_time
      okx  trades  trade_id/[^,]*,side/[^,]*,size/[^,]*,price/
      okx  candles  instrument_name,open,high,low,close,vol,
      okx  funding  instrument_name,(contract_type,)?funding_rate,
      okx  liquidation orders  [\\[{].*"details":\\[\\{[^}]*"bkpx":
      okx  funding  [\\[{].*"fundingrate":.*"realizedrate":
      recording  forced orders  [\\[{].*"e":"forceorder"
      recording  forced orders  [\\[{].*"topic":"(all)?liquidation
      bybit  forced orders  [\\[{].*"topic":"(all)?liquidation
      recording  forced orders  [a-z0-9_]+,(buy|sell),(limit|market),(ioc|gtc),
      recording  forced orders  (?=[^\\n]*symbol)(?=[^\\n]*side)[^\\n]*\
      (average_price|avg_price|original_quantity|filled_q|usd_size|bankruptcy_price)
      bitmex  liquidations  (?=[^\\n]*symbol,)[^\\n]*leavesqty
      bitmex  instruments  timestamp,symbol,[^\\n]*openinterest
      coinalyze  history  \\[\\{"symbol":"[^"]+","history":\\[
      coinglass  answers  \\{"code":"?0"?,"msg":"success"
      coinglass  totals  \\[?\\{.{0,120}long_liquidation_usd"
      instruments  lists  \\{.*"symbols":\\[\\{|\\{"universe":\\[
      instruments  lists  \\{"retcode":.*"(basecoin|contracttype)":
      instruments  lists  \\{"code":"?0"?,.*"ctval":
      instruments  lists  \\[\\{.*"rootsymbol":|\\{.*"instrument_id":
      instruments  lists  [\\[{].*"symbol":"[^"]+/[^"]+".*"(precision|contract)":
      instruments  lists  \\{"[^"]+/[^"]+":\\{
      tiers  JSON  \\{"[^"]+/[^"]+":\\[\\{.{0,400}"(tier|minnotional)":
      tiers  CSV  (seen_on|valid_from|date),[^\\n]*(notional_floor|min_notional),
      bybit  answers  \\{"retcode":
      okx  answers  \\{"code":"?0"?,"(data|msg":"","data)":\\[[\\[{]
      deribit  trades  [\\[{].*"trade_seq":|[^\\n]*trade_seq[^\\n]*\\n
      deribit  funding  [\\[{].*"interest_[18]h":
      hyperliquid  fills  [\\[{].*"(startposition|closedpnl|block_number)":
      hyperliquid  asset contexts  time,coin,funding,open_interest,
      hyperliquid  candles  \\[\\{"t":\\d{13},"t":\\d{13},"s":
      hyperliquid  funding  \\[\\{"coin":"[^"]+","fundingrate":
      kraken  executions  \\{"elements":\\[|[\\[{].*"(executionevent|takerorder)":
      kraken  executions  \\{"result":"success","history":\\[
      freqtrade  candles  \\[\\[\\d{13},
      freqtrade  feather  arrow1
      ccxt  bars  \\[\\[\\d{10,13},|\\{"candles":\\[|\\{"data":\\{[^\\[]{0,60}"ohlc":\\[
      ccxt  bars  \\{"error":\\[\\],"result":\\{"[a-z0-9/]+":\\[\\[
      cme  bars  ts_event,rtype,publisher_id,instrument_id,open,
      cme  bars  [^\\n]*open,high,low,close[^\\n]*\\n([^\\n]*,)?(btc|mbt|eth|met)[fghjkmnquvxz]\\d{1,2}(,|\\n|$)
      ccxt  bars  time,low,high,open,close,volume
      ccxt  open interest  timestamp,(symbol,)?(open_interest|openinterest)
      ccxt  bars  (index,|,)?(timestamp|unix(_timestamp)?|open_?time|time|datetime|date)?,\
      ([^\\n,]*,){0,3}open,high,low,close,[^\\n]*vol
      ccxt  bars  \\d{10,16},(NUMBER,){3,5}NUMBER(\\n|$)
      """;

  private record Signature(FileOrigin origin, Pattern begin) {}

  private static final List<Signature> ALL =
      TABLE.lines().map(line -> line.split("  ")).map(FileSignatures::of).toList();

  private FileSignatures() {}

  private static Signature of(String[] line) {
    String begin =
        line[2]
            .replace("SHARED", SHARED)
            .replace("NUMBER", NUMBER)
            .replace("MILLIS", MILLIS)
            .replace("FLAG", FLAG);
    return new Signature(new FileOrigin(line[0], line[1]), Pattern.compile(begin, Pattern.DOTALL));
  }

  /**
   * Returns whose file it can be, the likeliest first; none if its beginning is not known.
   *
   * @param begin first characters of a file, unpacked
   */
  public static List<FileOrigin> origins(String begin) {
    String plain = plain(begin);
    return ALL.stream()
        .filter(signature -> signature.begin().matcher(plain).lookingAt())
        .map(Signature::origin)
        .distinct()
        .toList();
  }

  private static String plain(String begin) {
    String text = begin.replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT);
    if (text.startsWith("{") || text.startsWith("[")) {
      return text.replaceAll("\\s", "");
    }
    return text.lines()
        .filter(line -> !line.matches("\"?(#.*|(https?://|www\\.)\\S*)\"?\\s*"))
        .map(line -> line.replace("\"", "").strip().replaceAll("[\\s_]+", "_"))
        .collect(Collectors.joining("\n"));
  }
}
