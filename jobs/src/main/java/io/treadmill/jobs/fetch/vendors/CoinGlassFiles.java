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
import java.util.Locale;
import java.util.Map;

/**
 * CoinGlass v4: histories of bars, saved as the answers {@code {code, msg, data: [..]}} they are,
 * one file a window, named {@code SYMBOL-VENUES-KIND-INTERVAL-WINDOW.json}. Errors come with status
 * 200 and a code. An answer has at most 4,500 bars.
 */
final class CoinGlassFiles implements FetchVendor {
  private static final String KEY = "COINGLASS_API_KEY";
  private static final int MOST_BARS = 4500;
  private static final Duration DELAY = Duration.ofHours(24);
  private static final String USUAL_VENUES = "Binance+OKX+Bybit";
  private static final ObjectMapper JSON = new ObjectMapper();

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

  @Override
  public String name() {
    return "coinglass";
  }

  @Override
  public List<String> usualKinds() {
    return List.of("aggregated-liquidation-history:1h");
  }

  @Override
  public String summary() {
    return "[VENUE+VENUE/]aggregated-liquidation-history:1h, VENUE/liquidation-history:1h and other"
        + " histories; coins as BTC in aggregated ones, else pairs; needs "
        + KEY;
  }

  @Override
  public List<FileChoice> files(FetchRequest request, Map<String, String> addresses) {
    List<FileChoice> choices = new ArrayList<>();
    for (String symbol : request.neededSymbols(name())) {
      for (Kind kind : request.kinds()) {
        String[] path = KINDS.get(kind.name());
        if (path == null || ("exchange".equals(path[1]) && kind.market() == null)) {
          throw kind.unknown("CoinGlass", List.of(summary()));
        }
        String interval = kind.interval("1h", AnswerWindows.intervals().keySet());
        String query =
            "/api/futures/%s?symbol=%s&interval=%s%s&limit=%d"
                .formatted(
                    path[0], encoded(symbol), interval, venues(path[1], kind.market()), MOST_BARS);
        String stem = stem(symbol, kind, path[1], interval);
        AnswerWindows.series(
                interval,
                MOST_BARS,
                window -> file(request, addresses.get(name()) + query, stem, window))
            .addTo(choices, request, request.days());
      }
    }
    return choices;
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

  private static RemoteFile file(FetchRequest request, String query, String stem, Window window) {
    Access access =
        request
            .key(KEY)
            .map(
                key ->
                    new Access(Map.of("CG-API-KEY", key), answer -> checked(answer, window), null))
            .orElseGet(() -> Access.needs("a key in " + KEY));
    return new RemoteFile(
        URI.create(
            "%s&start_time=%d&end_time=%d"
                .formatted(query, window.start().toEpochMilli(), window.end().toEpochMilli() - 1)),
        stem + window.label() + ".json",
        Packing.JSON,
        false,
        window.end(),
        window.end().plus(DELAY),
        access);
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
