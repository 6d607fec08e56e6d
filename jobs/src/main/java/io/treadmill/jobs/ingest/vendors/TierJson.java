package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import io.treadmill.jobs.ingest.format.JsonFormat;
import io.treadmill.jobs.ingest.format.JsonRecord;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.Product;
import java.time.LocalDate;
import java.util.Map;

/**
 * The tier JSON of ccxt and freqtrade: {@code {"BTC/USDT:USDT": [{tier, minNotional, maxNotional,
 * maintenanceMarginRate, maxLeverage, info: {cum}}]}}. Its day is in the file name. Each symbol
 * says its product; with {@code --product} the others are left out.
 */
final class TierJson extends JsonFormat {
  private final LocalDate day;
  private final String venue;
  private final Product only;
  private final TierRows rows = new TierRows();

  TierJson(SourceFile file) {
    this.day = file.from();
    this.venue = file.venue();
    this.only = file.product() == null ? null : Product.of(file.product());
  }

  @Override
  protected void message(JsonNode lists, RecordSink sink) {
    if (day == null) {
      throw new RefusedFile("no day in the file name (name it {venue}_tiers_YYYY-MM-DD.json)");
    }
    for (Map.Entry<String, JsonNode> list : lists.properties()) {
      String name = list.getKey();
      if (!list.getValue().isArray()) {
        throw new RefusedFile("no list of tiers for " + name);
      }
      Product product = product(name);
      if (only == null || only == product) {
        each(list.getValue(), sink, tier -> tier(name, product, tier, sink));
      }
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

  private void tier(String name, Product product, JsonRecord tier, RecordSink sink) {
    JsonRecord info = tier.inner("info");
    rows.emit(
        sink,
        new TierRows.Brackets(product, symbol(name, product, info), day),
        tier.number("minNotional"),
        tier.has("maxNotional") ? tier.number("maxNotional") : Double.NaN,
        tier.number("maintenanceMarginRate"),
        tier.number("maxLeverage"),
        info.has("cum") ? info.number("cum") : Double.NaN);
  }

  /** The venue's own symbol: as stated, else as the venue writes the pair. */
  private String symbol(String name, Product product, JsonRecord info) {
    if (info.has("symbol")) {
      return info.text("symbol");
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
