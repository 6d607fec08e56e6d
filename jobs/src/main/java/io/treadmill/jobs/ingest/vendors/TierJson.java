package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.Product;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;

/**
 * The tier JSON of ccxt and freqtrade: {@code {"BTC/USDT:USDT": [{tier, minNotional, maxNotional,
 * maintenanceMarginRate, maxLeverage, info: {cum}}]}}. Its day is in the file name. Each symbol
 * says its product; with {@code --product} the others are left out.
 */
final class TierJson implements FileFormat {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LocalDate day;
  private final String venue;
  private final Product only;
  private final TierRows rows = new TierRows();
  private long record;

  TierJson(SourceFile file) {
    this.day = file.from();
    this.venue = file.venue();
    this.only = file.product() == null ? null : Product.of(file.product());
  }

  @Override
  public void read(InputStream in, RecordSink sink) throws IOException {
    if (day == null) {
      throw new RefusedFile("no day in the file name (name it {venue}_tiers_YYYY-MM-DD.json)");
    }
    try (JsonParser json = JSON.createParser(in).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new RefusedFile("no JSON object of symbols");
      }
      sink.header("none");
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        JsonNode tiers = JSON.readTree(json);
        if (!tiers.isArray()) {
          throw new RefusedFile("no list of tiers for " + name);
        }
        Product product = product(name);
        if (only == null || only == product) {
          tiers.forEach(tier -> tier(name, product, tier, sink));
        }
      }
    } catch (JsonProcessingException e) {
      throw new RefusedFile("not whole JSON: " + e.getOriginalMessage() + " (fetch it again)");
    }
  }

  /** A ccxt symbol is BASE/QUOTE:SETTLE; coin-margined contracts settle in the base. */
  private Product product(String name) {
    int slash = name.indexOf('/');
    int colon = name.indexOf(':');
    if (slash < 0 || colon < 0) {
      return only == null ? Product.LINEAR_PERP : only;
    }
    return name.substring(0, slash).equals(name.substring(colon + 1))
        ? Product.INVERSE_PERP
        : Product.LINEAR_PERP;
  }

  private void tier(String name, Product product, JsonNode tier, RecordSink sink) {
    sink.begin(++record);
    try {
      rows.emit(
          sink,
          new TierRows.Brackets(product, symbol(name, product, tier), day),
          number(tier, "minNotional"),
          tier.path("maxNotional").isNumber() ? tier.get("maxNotional").asDouble() : Double.NaN,
          number(tier, "maintenanceMarginRate"),
          number(tier, "maxLeverage"),
          tier.path("info").path("cum").asDouble(Double.NaN));
      sink.end();
    } catch (BadRow e) {
      sink.setAside(e, tier.toString());
    }
  }

  private static double number(JsonNode tier, String name) {
    JsonNode value = tier.path(name);
    if (!value.isNumber()) {
      throw new BadRow("not_a_number", name + " " + value);
    }
    return value.asDouble();
  }

  /** The venue's own symbol: as stated, else as the venue writes the pair. */
  private String symbol(String name, Product product, JsonNode tier) {
    JsonNode stated = tier.path("info").path("symbol");
    if (stated.isTextual()) {
      return stated.asText();
    }
    int colon = name.indexOf(':');
    String pair = colon < 0 ? name : name.substring(0, colon);
    return switch (venue) {
      case "okx" -> pair.replace('/', '-') + "-SWAP";
      case "gate" -> pair.replace('/', '_');
      case "hyperliquid" -> pair.split("/")[0];
      case "binance" -> pair.replace("/", "") + (product.isInverse() ? "_PERP" : "");
      default -> pair.replace("/", "");
    };
  }
}
