package io.treadmill.jobs.fetch.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.jobs.fetch.vendors.Answer.NoData;
import io.treadmill.jobs.fetch.vendors.AnswerWindows.Window;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Coinalyze v1: histories of bars, saved as the answers {@code [{symbol, history: [{t, ..}]}]} they
 * are, one file a window, named {@code SYMBOL-KIND-INTERVAL[-usd]-WINDOW.json}. Liquidations and
 * open interest are asked for in USD. The vendor deletes bars within a day after some weeks.
 */
final class CoinalyzeFiles implements FetchVendor {
  private static final String KEY = "COINALYZE_API_KEY";
  private static final int MOST_BARS = 2000;
  private static final Duration DELAY = Duration.ofHours(24);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> KINDS =
      List.of(
          "liquidation-history",
          "open-interest-history",
          "funding-rate-history",
          "ohlcv-history",
          "long-short-ratio-history");
  private static final Set<String> IN_USD = Set.of("liquidation-history", "open-interest-history");

  @Override
  public String name() {
    return "coinalyze";
  }

  @Override
  public List<String> usualKinds() {
    return List.of("liquidation-history:1h", "open-interest-history:1h");
  }

  @Override
  public String summary() {
    return String.join(", ", KINDS)
        + ", each with :INTERVAL; symbols as BTCUSDT_PERP.A; needs "
        + KEY;
  }

  @Override
  public List<FileChoice> files(FetchRequest request, Map<String, String> addresses) {
    List<FileChoice> choices = new ArrayList<>();
    for (String symbol : request.neededSymbols(name())) {
      for (Kind kind : request.kinds()) {
        if (!KINDS.contains(kind.name()) || kind.market() != null) {
          throw kind.unknown("Coinalyze", KINDS);
        }
        String interval = kind.interval("1h", AnswerWindows.intervals().keySet());
        boolean usd = IN_USD.contains(kind.name());
        String query =
            "/%s?symbols=%s&interval=%s%s"
                .formatted(
                    kind.name(),
                    URLEncoder.encode(symbol, StandardCharsets.UTF_8),
                    theirs(interval),
                    usd ? "&convert_to_usd=true" : "");
        String stem =
            "%s/%s-%s-%s-%s"
                .formatted(kind.name(), symbol, kind.name(), interval, usd ? "usd-" : "");
        AnswerWindows.series(
                interval,
                MOST_BARS,
                window -> file(request, addresses.get(name()) + query, stem, window))
            .addTo(choices, request, request.days());
      }
    }
    return choices;
  }

  private static String theirs(String interval) {
    return interval.equals("1d") ? "daily" : interval.replace("m", "min").replace("h", "hour");
  }

  private static RemoteFile file(FetchRequest request, String query, String stem, Window window) {
    Access access =
        request
            .key(KEY)
            .map(key -> new Access(Map.of("api_key", key), answer -> checked(answer, window), null))
            .orElseGet(() -> Access.needs("a key in " + KEY));
    return new RemoteFile(
        URI.create(
            "%s&from=%d&to=%d"
                .formatted(
                    query, window.start().getEpochSecond(), window.end().getEpochSecond() - 1)),
        stem + window.label() + ".json",
        Packing.JSON,
        false,
        window.end(),
        window.end().plus(DELAY),
        access);
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
