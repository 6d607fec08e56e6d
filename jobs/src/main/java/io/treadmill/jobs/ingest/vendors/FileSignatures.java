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
  private static final String SHARED_TRADES =
      "timestamp,symbol,side,size,price,tickdirection,trdmatchid,grossvalue,homenotional,"
          + "foreignnotional[^\\n]*";

  private record Signature(FileOrigin origin, Pattern begin) {}

  private static final List<Signature> ALL =
      List.of(
          of("tardis", "trades or liquidations", "exchange,symbol,timestamp,local_timestamp,id,"),
          of("tardis", "tickers", "exchange,symbol,timestamp,local_timestamp,funding_timestamp,"),
          of("tardis", "books, quotes or options", "exchange,symbol,timestamp,local_timestamp,"),
          of("binance", "trades", "(trade_)?id,price,qty,(quote|base)_?qty,time,is_?buyer_?maker"),
          of("binance", "trades", csv("\\d+", NUMBER, NUMBER, NUMBER, MILLIS, FLAG)),
          of("binance", "aggTrades", "agg_?trade_?id,price,quantity,first_trade_id,"),
          of("binance", "aggTrades", csv("\\d+", NUMBER, NUMBER, "\\d+", "\\d+", MILLIS, FLAG)),
          of(
              "binance",
              "klines",
              "open_time,open,high,low,close,volume,close_time,quote_(asset_)?volume,"),
          of(
              "binance",
              "klines",
              csv(MILLIS, "(" + NUMBER + ",){4}" + NUMBER, MILLIS, NUMBER + ",")),
          of("binance", "metrics", "create_time,symbol,sum_open_interest,"),
          of("binance", "fundingRate", "calc_time,funding_interval_hours,"),
          of("binance", "liquidationSnapshot", "time,(symbol,)?side,order_type,time_in_force,"),
          of("binance", "book tickers", "update_id,best_bid_price,"),
          of("binance", "book depth", "timestamp,percentage,depth,notional"),
          of("bybit", "trades", SHARED_TRADES + "\\n\\d+(\\.\\d+)?,"),
          of("bitmex", "trades", SHARED_TRADES + "\\n\\d{4}-\\d{2}-\\d{2}[dt]"),
          of("bitmex", "trades", SHARED_TRADES + "trdtype"),
          of("bybit", "trades", SHARED_TRADES),
          of("bybit", "spot trades", "id,timestamp,price,volume,side(,rpi)?\\n"),
          of("bybit", "klines", "\\d{4}\\.\\d{2}\\.\\d{2}_\\d{2}:\\d{2},"),
          of("bitmex", "quotes", "timestamp,symbol,bidsize,bidprice,"),
          of("okx", "trades", "instrument_name,trade_id,side,price,size,created_time"),
          of("okx", "trades", "trade_id/[^,]*,side/[^,]*,size/[^,]*,price/"),
          of("okx", "candles", "instrument_name,open,high,low,close,vol,"),
          of("okx", "funding", "instrument_name,(contract_type,)?funding_rate,"),
          of("okx", "liquidation orders", "[\\[{].*\"details\":\\[\\{[^}]*\"bkpx\":"),
          of("okx", "funding", "[\\[{].*\"fundingrate\":.*\"realizedrate\":"),
          of("recording", "forced orders", "[\\[{].*\"e\":\"forceorder\""),
          of("recording", "forced orders", "[\\[{].*\"topic\":\"(all)?liquidation"),
          of("bybit", "forced orders", "[\\[{].*\"topic\":\"(all)?liquidation"),
          of("recording", "forced orders", "[a-z0-9_]+,(buy|sell),(limit|market),(ioc|gtc),"),
          of(
              "recording",
              "forced orders",
              "(?=[^\\n]*symbol)(?=[^\\n]*side)[^\\n]*"
                  + "(average_price|avg_price|original_quantity|filled_q|usd_size|bankruptcy_price)"),
          of("bitmex", "liquidations", "(?=[^\\n]*symbol,)[^\\n]*leavesqty"),
          of("bitmex", "instruments", "timestamp,symbol,[^\\n]*openinterest"),
          of("coinalyze", "history", "\\[\\{\"symbol\":\"[^\"]+\",\"history\":\\["),
          of("coinglass", "answers", "\\{\"code\":\"?0\"?,\"msg\":\"success\""),
          of("coinglass", "totals", "\\[?\\{.{0,120}long_liquidation_usd\""),
          of("instruments", "lists", "\\{.*\"symbols\":\\[\\{|\\{\"universe\":\\["),
          of("instruments", "lists", "\\{\"retcode\":.*\"(basecoin|contracttype)\":"),
          of("instruments", "lists", "\\{\"code\":\"?0\"?,.*\"ctval\":"),
          of("instruments", "lists", "\\[\\{.*\"rootsymbol\":|\\{.*\"instrument_id\":"),
          of(
              "instruments",
              "lists",
              "[\\[{].*\"symbol\":\"[^\"]+/[^\"]+\".*\"(precision|contract)\":"),
          of("instruments", "lists", "\\{\"[^\"]+/[^\"]+\":\\{"),
          of("tiers", "JSON", "\\{\"[^\"]+/[^\"]+\":\\[\\{.{0,400}\"(tier|minnotional)\":"),
          of("tiers", "CSV", "(seen_on|valid_from|date),[^\\n]*(notional_floor|min_notional),"),
          of("bybit", "answers", "\\{\"retcode\":"),
          of("okx", "answers", "\\{\"code\":\"?0\"?,\"(data|msg\":\"\",\"data)\":\\[[\\[{]"),
          of("deribit", "trades", "[\\[{].*\"trade_seq\":|[^\\n]*trade_seq[^\\n]*\\n"),
          of("deribit", "funding", "[\\[{].*\"interest_[18]h\":"),
          of("hyperliquid", "fills", "[\\[{].*\"(startposition|closedpnl|block_number)\":"),
          of("hyperliquid", "asset contexts", "time,coin,funding,open_interest,"),
          of("hyperliquid", "candles", "\\[\\{\"t\":\\d{13},\"t\":\\d{13},\"s\":"),
          of("hyperliquid", "funding", "\\[\\{\"coin\":\"[^\"]+\",\"fundingrate\":"),
          of(
              "kraken",
              "executions",
              "\\{\"elements\":\\[|[\\[{].*\"(executionevent|takerorder)\":"),
          of("kraken", "executions", "\\{\"result\":\"success\",\"history\":\\["),
          of("freqtrade", "candles", "\\[\\[\\d{13},"),
          of("freqtrade", "feather", "arrow1"),
          of("ccxt", "open interest", "timestamp,(symbol,)?(open_interest|openinterest)"),
          of(
              "ccxt",
              "bars",
              "(index,|,)?(timestamp|unix(_timestamp)?|open_?time|time|datetime|date)?,"
                  + "([^\\n,]*,){0,3}open,high,low,close,[^\\n]*vol"),
          of("ccxt", "bars", csv("\\d{10,16}", "(" + NUMBER + ",){3,5}" + NUMBER + "(\\n|$)")));

  private FileSignatures() {}

  private static Signature of(String vendor, String kind, String begin) {
    return new Signature(new FileOrigin(vendor, kind), Pattern.compile(begin, Pattern.DOTALL));
  }

  private static String csv(String... fields) {
    return String.join(",", fields);
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
