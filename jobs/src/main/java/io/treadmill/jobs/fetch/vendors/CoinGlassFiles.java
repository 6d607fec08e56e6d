package io.treadmill.jobs.fetch.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.jobs.fetch.vendors.Answer.NoData;
import io.treadmill.jobs.fetch.vendors.AnswerWindows.Interface;
import io.treadmill.jobs.fetch.vendors.AnswerWindows.Window;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * CoinGlass v4: histories of bars, saved as the answers {@code {code, msg, data: [..]}} they are,
 * one file a window, named {@code SYMBOL-VENUES-KIND-INTERVAL-WINDOW.json}. Errors come with status
 * 200 and a code. An answer has at most 4,500 bars.
 */
final class CoinGlassFiles extends FetchVendor {
  private static final String KEY = "COINGLASS_API_KEY";
  private static final int MOST_BARS = 4500;
  private static final String USUAL_VENUES = "Binance+OKX+Bybit";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Interface INTERFACE =
      new Interface(
          KEY, "CG-API-KEY", "&start_time=%d&end_time=%d", 1, MOST_BARS, CoinGlassFiles::checked);

  /** Kind: path, and the parameter that names the venues. */
  private static final Map<String, String[]> KINDS =
      Map.of(
          "aggregated-liquidation-history",
              new String[] {"liquidation/aggregated-history", "exchange_list"},
          "liquidation-history", new String[] {"liquidation/history", "exchange"},
          "aggregated-open-interest-history",
              new String[] {"open-interest/aggregated-history", null},
          "open-interest-history", new String[] {"open-interest/history", "exchange"},
          "funding-rate-history", new String[] {"funding-rate/history", "exchange"},
          "aggregated-taker-buy-sell-volume-history",
              new String[] {"aggregated-taker-buy-sell-volume/history", "exchange_list"},
          "taker-buy-sell-volume-history",
              new String[] {"taker-buy-sell-volume/history", "exchange"});

  CoinGlassFiles() {
    super(
        "coinglass",
        "[VENUE+VENUE/]aggregated-liquidation-history:1h, VENUE/liquidation-history:1h and other"
            + " histories; coins as BTC in aggregated ones, else pairs; needs "
            + KEY,
        "aggregated-liquidation-history:1h");
  }

  @Override
  List<Series> series(Wanted wanted) {
    Kind kind = wanted.kind();
    String[] path = KINDS.get(kind.name());
    if (path == null || ("exchange".equals(path[1]) && kind.market() == null)) {
      throw unknown(kind, "CoinGlass");
    }
    String interval = kind.interval("1h", AnswerWindows.intervals().keySet());
    String query =
        "%s/api/futures/%s?symbol=%s&interval=%s%s&limit=%d"
            .formatted(
                wanted.addresses().get(name()),
                path[0],
                encoded(wanted.symbol()),
                interval,
                venues(path[1], kind.market()),
                MOST_BARS);
    String stem = stem(wanted.symbol(), kind, path[1], interval);
    return List.of(INTERFACE.series(wanted.request(), interval, query, stem));
  }

  private static String venues(String parameter, String market) {
    if (parameter == null) {
      return "";
    }
    String venues = market == null ? USUAL_VENUES : market;
    return "&" + parameter + "=" + encoded(venues.replace('+', ','));
  }

  private static String stem(String symbol, Kind kind, String parameter, String interval) {
    String venues =
        parameter == null ? "all" : kind.market() == null ? USUAL_VENUES : kind.market();
    return "%s/%s-%s-%s-%s-"
        .formatted(kind.name(), symbol, venues.toLowerCase(Locale.ROOT), kind.name(), interval);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static byte[] checked(byte[] answer, Window window) throws IOException {
    JsonNode root = JSON.readTree(answer);
    String code = root.path("code").asText("none");
    String message = "code %s: %s".formatted(code, root.path("msg").asText(""));
    if (!code.equals("0")) {
      boolean busy =
          code.equals("429")
              || message.toLowerCase(Locale.ROOT).matches(".*(too many|limit|busy).*");
      throw new NoData(busy ? NoData.Kind.BUSY : NoData.Kind.REFUSED, message);
    }
    AnswerWindows.keep(root.path("data"), "time", 1, window);
    return JSON.writeValueAsBytes(root);
  }
}
