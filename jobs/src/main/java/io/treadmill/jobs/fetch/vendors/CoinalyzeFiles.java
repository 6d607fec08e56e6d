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
import java.util.Set;

/**
 * Coinalyze v1: histories of bars, saved as the answers {@code [{symbol, history: [{t, ..}]}]} they
 * are, one file a window, named {@code SYMBOL-KIND-INTERVAL[-usd]-WINDOW.json}. Liquidations and
 * open interest are asked for in USD. The vendor deletes bars within a day after some weeks.
 */
final class CoinalyzeFiles extends FetchVendor {
  private static final String KEY = "COINALYZE_API_KEY";
  private static final int MOST_BARS = 2000;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Interface INTERFACE =
      new Interface(KEY, "api_key", "&from=%d&to=%d", 1000, MOST_BARS, CoinalyzeFiles::checked);
  private static final List<String> KINDS =
      List.of(
          "liquidation-history",
          "open-interest-history",
          "funding-rate-history",
          "ohlcv-history",
          "long-short-ratio-history");
  private static final Set<String> IN_USD = Set.of("liquidation-history", "open-interest-history");

  CoinalyzeFiles() {
    super(
        "coinalyze",
        String.join(", ", KINDS) + ", each with :INTERVAL; symbols as BTCUSDT_PERP.A; needs " + KEY,
        "liquidation-history:1h",
        "open-interest-history:1h");
  }

  @Override
  List<Series> series(Wanted wanted) {
    Kind kind = wanted.kind();
    if (!KINDS.contains(kind.name()) || kind.market() != null) {
      throw kind.unknown("Coinalyze", KINDS);
    }
    String interval = kind.interval("1h", AnswerWindows.intervals().keySet());
    boolean usd = IN_USD.contains(kind.name());
    String query =
        "%s/%s?symbols=%s&interval=%s%s"
            .formatted(
                wanted.addresses().get(name()),
                kind.name(),
                URLEncoder.encode(wanted.symbol(), StandardCharsets.UTF_8),
                theirs(interval),
                usd ? "&convert_to_usd=true" : "");
    String stem =
        "%s/%s-%s-%s-%s"
            .formatted(kind.name(), wanted.symbol(), kind.name(), interval, usd ? "usd-" : "");
    return List.of(INTERFACE.series(wanted.request(), interval, query, stem));
  }

  private static String theirs(String interval) {
    return interval.equals("1d") ? "daily" : interval.replace("m", "min").replace("h", "hour");
  }

  private static byte[] checked(byte[] answer, Window window) throws IOException {
    JsonNode root = JSON.readTree(answer);
    if (!root.isArray()) {
      throw new NoData(NoData.Kind.REFUSED, root.path("message").asText(root.toString()));
    }
    if (root.isEmpty()) {
      throw new NoData(
          NoData.Kind.NOTHING, "the answer has no symbol (a wrong symbol is answered so too)");
    }
    for (JsonNode symbol : root) {
      AnswerWindows.keep(symbol.path("history"), "t", 1000, window);
    }
    return JSON.writeValueAsBytes(root);
  }
}
