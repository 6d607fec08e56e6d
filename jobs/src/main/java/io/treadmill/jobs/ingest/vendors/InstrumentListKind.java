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

/** Whose list a JSON is, and what its entries say. */
enum InstrumentListKind {
  /** exchangeInfo of spot, USD-M or COIN-M. */
  BINANCE("binance") {
    @Override
    JsonNode entries(JsonNode root) {
      return root.path("symbols");
    }

    @Override
    Optional<Contract> contract(JsonNode entry, String venue) {
      boolean spot = !entry.has("contractType");
      boolean inverse = entry.has("contractSize");
      boolean dated = text(entry, "symbol").matches(".*_\\d{6}");
      Entry of =
          new Entry(
              text(entry, "symbol"),
              text(entry, "baseAsset"),
              text(entry, "quoteAsset"),
              spot ? null : text(entry, "marginAsset"));
      double value = inverse ? number(entry, "contractSize") : 1;
      return Optional.of(
          of.contract(
              venue,
              spot ? Product.SPOT : product(inverse, dated),
              kind(inverse, false),
              value,
              day(entry, "onboardDate"),
              dated ? day(entry, "deliveryDate") : null));
    }
  },
  /** instruments-info of one category. */
  BYBIT("bybit") {
    @Override
    JsonNode entries(JsonNode root) {
      return root.path("result").path("list");
    }

    @Override
    boolean isHeld(JsonNode entry) {
      return !entry.has("optionsType");
    }

    @Override
    Optional<Contract> contract(JsonNode entry, String venue) {
      String type = entry.path("contractType").asText("");
      boolean inverse = type.startsWith("Inverse");
      boolean dated = type.endsWith("Futures");
      Entry of =
          new Entry(
              text(entry, "symbol"),
              text(entry, "baseCoin"),
              text(entry, "quoteCoin"),
              type.isEmpty() ? null : text(entry, "settleCoin"));
      return Optional.of(
          of.contract(
              venue,
              type.isEmpty() ? Product.SPOT : product(inverse, dated),
              kind(inverse, false),
              1,
              day(entry, "launchTime"),
              dated ? day(entry, "deliveryTime") : null));
    }
  },
  /** public/instruments. */
  OKX("okx") {
    @Override
    JsonNode entries(JsonNode root) {
      return root.path("data");
    }

    @Override
    boolean isHeld(JsonNode entry) {
      return !entry.path("instType").asText().matches("OPTION|MARGIN|EVENTS");
    }

    @Override
    Optional<Contract> contract(JsonNode entry, String venue) {
      boolean spot = text(entry, "instType").equals("SPOT");
      boolean inverse = entry.path("ctType").asText().equals("inverse");
      boolean dated = text(entry, "instType").equals("FUTURES");
      String[] pair = text(entry, "instId").split("-");
      Entry of =
          new Entry(
              text(entry, "instId"), pair[0], pair[1], spot ? null : text(entry, "settleCcy"));
      double multiplier = entry.path("ctMult").asDouble(1);
      double value = spot ? 1 : number(entry, "ctVal") * (multiplier > 0 ? multiplier : 1);
      return Optional.of(
          of.contract(
              venue,
              spot ? Product.SPOT : product(inverse, dated),
              kind(inverse, false),
              value,
              day(entry, "listTime"),
              dated ? day(entry, "expTime") : null));
    }
  },
  /** instrument. */
  BITMEX("bitmex") {
    @Override
    JsonNode entries(JsonNode root) {
      return root;
    }

    @Override
    boolean isHeld(JsonNode entry) {
      return entry.path("typ").asText().matches("FF[A-Z]{2}SX|IFXXXP");
    }

    @Override
    Optional<Contract> contract(JsonNode entry, String venue) {
      return Optional.of(bitmex(entry, venue));
    }
  },
  /** get_instruments. */
  DERIBIT("deribit") {
    @Override
    JsonNode entries(JsonNode root) {
      return root.path("result");
    }

    @Override
    boolean isHeld(JsonNode entry) {
      return entry.path("kind").asText().matches("future|spot");
    }

    @Override
    Optional<Contract> contract(JsonNode entry, String venue) {
      boolean spot = text(entry, "kind").equals("spot");
      boolean inverse = entry.path("instrument_type").asText().equals("reversed");
      boolean dated = !entry.path("settlement_period").asText().equals("perpetual") && !spot;
      Entry of =
          new Entry(
              text(entry, "instrument_name"),
              text(entry, "base_currency"),
              text(entry, "quote_currency"),
              spot ? null : text(entry, "settlement_currency"));
      return Optional.of(
          of.contract(
              venue,
              spot ? Product.SPOT : product(inverse, dated),
              kind(inverse, false),
              spot ? 1 : number(entry, "contract_size"),
              day(entry, "creation_timestamp"),
              dated ? day(entry, "expiration_timestamp") : null));
    }
  },
  /** meta. */
  HYPERLIQUID("hyperliquid") {
    @Override
    JsonNode entries(JsonNode root) {
      return root.path("universe");
    }

    @Override
    Optional<Contract> contract(JsonNode entry, String venue) {
      String name = text(entry, "name");
      Entry of = new Entry(name, name, "USDC", "USDC");
      return Optional.of(
          of.contract(venue, Product.LINEAR_PERP, ContractKind.LINEAR, 1, null, null));
    }
  },
  /** Markets of ccxt, by symbol or in an array. */
  CCXT(null) {
    @Override
    JsonNode entries(JsonNode root) {
      return root;
    }

    @Override
    boolean isHeld(JsonNode entry) {
      return !entry.path("option").asBoolean();
    }

    @Override
    Optional<Contract> contract(JsonNode entry, String venue) {
      JsonNode info = entry.path("info");
      if (info.has("isInverse") && info.has("multiplier") && info.has("typ")) {
        return Optional.of(bitmex(info, venue));
      }
      boolean spot = entry.path("spot").asBoolean();
      boolean inverse = entry.path("inverse").asBoolean();
      boolean linear = entry.path("linear").asBoolean();
      boolean dated = entry.path("future").asBoolean();
      if (!spot && !entry.path("swap").asBoolean() && !dated) {
        return Optional.empty();
      }
      Entry of =
          new Entry(
              text(entry, "id"),
              text(entry, "base"),
              text(entry, "quote"),
              spot ? null : text(entry, "settle"));
      return Optional.of(
          of.contract(
              venue,
              spot ? Product.SPOT : product(inverse, dated),
              kind(inverse, !spot && !inverse && !linear),
              spot ? 1 : number(entry, "contractSize"),
              day(entry, "created"),
              dated ? day(entry, "expiry") : null));
    }
  };

  /** Names of an entry. */
  private record Entry(String symbol, String base, String quote, String settlement) {
    Contract contract(
        String venue,
        Product product,
        ContractKind kind,
        double value,
        LocalDate listed,
        LocalDate expiry) {
      return new Contract(
          venue,
          symbol,
          product,
          base,
          quote,
          settlement,
          new Terms(kind, value, VenueGrammars.amounts(venue, product, kind, value)),
          expiry,
          listed,
          expiry == null ? null : expiry.plusDays(1),
          "list");
    }
  }

  private static final double SATOSHI = 1e8;

  private final String venue;

  InstrumentListKind(String venue) {
    this.venue = venue;
  }

  /** Returns the venue of the list; null if it does not say. */
  String venue() {
    return venue;
  }

  /** Returns the entries of the list. */
  abstract JsonNode entries(JsonNode root);

  /** Returns true if the archive holds such instruments: options and indices are passed over. */
  boolean isHeld(JsonNode entry) {
    return true;
  }

  /** Returns what an entry says. */
  abstract Optional<Contract> contract(JsonNode entry, String ofVenue);

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

  private static Contract bitmex(JsonNode entry, String venue) {
    boolean spot = text(entry, "typ").equals("IFXXXP");
    boolean inverse = entry.path("isInverse").asBoolean();
    boolean quanto = entry.path("isQuanto").asBoolean();
    boolean dated = entry.path("expiry").isTextual();
    double value =
        inverse || quanto
            ? Math.abs(number(entry, "multiplier")) / SATOSHI
            : 1 / number(entry, "underlyingToPositionMultiplier");
    Entry of =
        new Entry(
            text(entry, "symbol"),
            text(entry, "underlying"),
            text(entry, "quoteCurrency"),
            spot ? null : text(entry, "settlCurrency"));
    return of.contract(
        venue,
        spot ? Product.SPOT : product(inverse, dated),
        kind(inverse, quanto),
        value,
        instant(entry, "listing"),
        dated ? instant(entry, "expiry") : null);
  }

  private static Product product(boolean inverse, boolean dated) {
    return dated
        ? inverse ? Product.INVERSE_FUTURE : Product.LINEAR_FUTURE
        : inverse ? Product.INVERSE_PERP : Product.LINEAR_PERP;
  }

  private static ContractKind kind(boolean inverse, boolean quanto) {
    return inverse ? ContractKind.INVERSE : quanto ? ContractKind.QUANTO : ContractKind.LINEAR;
  }

  private static String text(JsonNode entry, String name) {
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

  /** Returns the day of a stamp in milliseconds, as number or text; null if there is none. */
  private static LocalDate day(JsonNode entry, String name) {
    long millis = entry.path(name).asLong(0);
    return millis <= 0 ? null : UtcDays.dayOf(Math.multiplyExact(millis, 1000L));
  }

  private static LocalDate instant(JsonNode entry, String name) {
    JsonNode value = entry.path(name);
    return value.isTextual()
        ? UtcDays.dayOf(Instant.parse(value.asText()).toEpochMilli() * 1000L)
        : null;
  }
}
