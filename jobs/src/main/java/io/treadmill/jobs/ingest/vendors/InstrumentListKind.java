package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Contract.Terms;
import io.treadmill.market.contract.ContractKind;
import io.treadmill.market.contract.VenueGrammars;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Whose list a JSON is, and what its entries say. */
enum InstrumentListKind {
  /** exchangeInfo of spot, USD-M or COIN-M. */
  BINANCE(
      "binance",
      "/symbols",
      entry -> true,
      new Names("symbol", "baseAsset", "quoteAsset", "marginAsset", "onboardDate", "deliveryDate"),
      entry -> {
        boolean inverse = entry.has("contractSize");
        boolean dated = text(entry, "symbol").matches(".*_\\d{6}");
        double value = inverse ? number(entry, "contractSize") : 1;
        return new Shape(!entry.has("contractType"), inverse, false, dated, value);
      }),
  /** instruments-info of one category. */
  BYBIT(
      "bybit",
      "/result/list",
      entry -> !entry.has("optionsType"),
      new Names("symbol", "baseCoin", "quoteCoin", "settleCoin", "launchTime", "deliveryTime"),
      entry -> {
        String type = entry.path("contractType").asText("");
        boolean inverse = type.startsWith("Inverse");
        return new Shape(type.isEmpty(), inverse, false, type.endsWith("Futures"), 1);
      }),
  /** public/instruments. */
  OKX(
      "okx",
      "/data",
      entry -> !is(entry, "instType", "OPTION|MARGIN|EVENTS"),
      new Names("instId", "instId-0", "instId-1", "settleCcy", "listTime", "expTime"),
      entry -> {
        boolean spot = text(entry, "instType").equals("SPOT");
        double multiplier = entry.path("ctMult").asDouble(1);
        double value = spot ? 1 : number(entry, "ctVal") * (multiplier > 0 ? multiplier : 1);
        boolean dated = is(entry, "instType", "FUTURES");
        return new Shape(spot, is(entry, "ctType", "inverse"), false, dated, value);
      }),
  /** instrument. */
  BITMEX(
      "bitmex",
      "",
      entry -> is(entry, "typ", "FF[A-Z]{2}SX|IFXXXP"),
      new Names("symbol", "underlying", "quoteCurrency", "settlCurrency", "listing", "expiry"),
      entry -> {
        boolean inverse = entry.path("isInverse").asBoolean();
        boolean quanto = entry.path("isQuanto").asBoolean();
        double value =
            inverse || quanto
                ? Math.abs(number(entry, "multiplier")) / 1e8
                : 1 / number(entry, "underlyingToPositionMultiplier");
        boolean dated = entry.path("expiry").isTextual();
        return new Shape(is(entry, "typ", "IFXXXP"), inverse, quanto, dated, value);
      }),
  /** get_instruments. */
  DERIBIT(
      "deribit",
      "/result",
      entry -> is(entry, "kind", "future|spot"),
      new Names(
          "instrument_name",
          "base_currency",
          "quote_currency",
          "settlement_currency",
          "creation_timestamp",
          "expiration_timestamp"),
      entry -> {
        boolean spot = is(entry, "kind", "spot");
        boolean dated = !spot && !is(entry, "settlement_period", "perpetual");
        double value = spot ? 1 : number(entry, "contract_size");
        return new Shape(spot, is(entry, "instrument_type", "reversed"), false, dated, value);
      }),
  /** meta. */
  HYPERLIQUID(
      "hyperliquid",
      "/universe",
      entry -> true,
      new Names("name", "name", "=USDC", "=USDC", "", ""),
      entry -> new Shape(false, false, false, false, 1)),
  /** Markets of ccxt, by symbol or in an array. */
  CCXT(
      null,
      "",
      entry -> !entry.path("option").asBoolean(),
      new Names("id", "base", "quote", "settle", "created", "expiry"),
      entry -> {
        boolean spot = entry.path("spot").asBoolean();
        boolean inverse = entry.path("inverse").asBoolean();
        boolean linear = entry.path("linear").asBoolean();
        boolean dated = entry.path("future").asBoolean();
        double value = spot ? 1 : number(entry, "contractSize");
        return new Shape(spot, inverse, !spot && !inverse && !linear, dated, value);
      });

  /**
   * The fields of an entry, days in milliseconds or ISO text.
   *
   * @param base a field, the part {@code -0}, {@code -1} of one between dashes, or {@code =TEXT}
   */
  private record Names(
      String symbol, String base, String quote, String settlement, String listed, String expiry) {}

  /** What kind of contract an entry is, and how much one is worth. */
  private record Shape(boolean spot, boolean inverse, boolean quanto, boolean dated, double value) {
    Product product() {
      if (spot) {
        return Product.SPOT;
      }
      return dated
          ? inverse ? Product.INVERSE_FUTURE : Product.LINEAR_FUTURE
          : inverse ? Product.INVERSE_PERP : Product.LINEAR_PERP;
    }

    ContractKind kind() {
      return inverse ? ContractKind.INVERSE : quanto ? ContractKind.QUANTO : ContractKind.LINEAR;
    }
  }

  private final String venue;
  private final String pointer;
  private final Predicate<JsonNode> held;
  private final Names names;
  private final Function<JsonNode, Shape> shape;

  InstrumentListKind(
      String venue,
      String pointer,
      Predicate<JsonNode> held,
      Names names,
      Function<JsonNode, Shape> shape) {
    this.venue = venue;
    this.pointer = pointer;
    this.held = held;
    this.names = names;
    this.shape = shape;
  }

  /** Returns the venue of the list; null if it does not say. */
  String venue() {
    return venue;
  }

  /** Returns the entries of the list. */
  JsonNode entries(JsonNode root) {
    return root.at(pointer);
  }

  /** Returns true if the archive holds such instruments: options and indices are passed over. */
  boolean isHeld(JsonNode entry) {
    return held.test(entry);
  }

  /** Returns what an entry says; nothing if it is of no known kind. */
  Optional<Contract> contract(JsonNode entry, String ofVenue) {
    if (this == CCXT) {
      JsonNode info = entry.path("info");
      if (info.has("isInverse") && info.has("multiplier") && info.has("typ")) {
        return BITMEX.contract(info, ofVenue);
      }
      if (!entry.path("spot").asBoolean()
          && !entry.path("swap").asBoolean()
          && !entry.path("future").asBoolean()) {
        return Optional.empty();
      }
    }
    Shape of = shape.apply(entry);
    LocalDate expiry = of.dated() ? day(entry, names.expiry()) : null;
    double value = of.value();
    return Optional.of(
        new Contract(
            ofVenue,
            text(entry, names.symbol()),
            of.product(),
            text(entry, names.base()),
            text(entry, names.quote()),
            of.spot() ? null : text(entry, names.settlement()),
            new Terms(
                of.kind(), value, VenueGrammars.amounts(ofVenue, of.product(), of.kind(), value)),
            expiry,
            day(entry, names.listed()),
            expiry == null ? null : expiry.plusDays(1),
            "list"));
  }

  /**
   * Returns whose list it is.
   *
   * @throws RefusedFile if it is none that is known
   */
  static InstrumentListKind of(JsonNode root) {
    if (root.path("symbols").isArray()) {
      return BINANCE;
    }
    if (root.path("result").path("list").isArray()) {
      return BYBIT;
    }
    if (root.path("result").path(0).has("instrument_name")) {
      return DERIBIT;
    }
    if (root.path("data").path(0).has("instId")) {
      return OKX;
    }
    if (root.path("universe").isArray()) {
      return HYPERLIQUID;
    }
    if (root.path(0).has("typ")) {
      return BITMEX;
    }
    JsonNode first = root.isEmpty() ? root : root.iterator().next();
    if (first.has("id") && first.has("base") && first.has("quote")) {
      return CCXT;
    }
    throw new RefusedFile(
        "no list of instruments that is known (Binance exchangeInfo, Bybit instruments-info, OKX"
            + " public/instruments, BitMEX instrument, Deribit get_instruments, Hyperliquid meta,"
            + " ccxt markets)");
  }

  private static boolean is(JsonNode entry, String name, String pattern) {
    return entry.path(name).asText().matches(pattern);
  }

  private static String text(JsonNode entry, String name) {
    if (name.startsWith("=")) {
      return name.substring(1);
    }
    int dash = name.indexOf('-');
    if (dash > 0) {
      return text(entry, name.substring(0, dash))
          .split("-")[Integer.parseInt(name.substring(dash + 1))];
    }
    JsonNode value = entry.path(name);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw new IllegalArgumentException("no text " + name);
    }
    return value.asText();
  }

  private static double number(JsonNode entry, String name) {
    double value = entry.path(name).asDouble(Double.NaN);
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("no number " + name);
    }
    return value;
  }

  /** Returns the day of a stamp in milliseconds or ISO text; null if there is none. */
  private static LocalDate day(JsonNode entry, String name) {
    JsonNode value = entry.path(name);
    long millis =
        value.asText().contains("T")
            ? Instant.parse(value.asText()).toEpochMilli()
            : value.asLong(0);
    return millis <= 0 ? null : UtcDays.dayOf(Math.multiplyExact(millis, 1000L));
  }
}
