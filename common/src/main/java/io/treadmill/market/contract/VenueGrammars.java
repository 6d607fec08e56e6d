package io.treadmill.market.contract;

import static io.treadmill.market.AmountUnit.BASE;
import static io.treadmill.market.AmountUnit.CONTRACTS;
import static io.treadmill.market.AmountUnit.QUOTE;
import static io.treadmill.market.Product.INVERSE_FUTURE;
import static io.treadmill.market.Product.INVERSE_PERP;
import static io.treadmill.market.Product.LINEAR_FUTURE;
import static io.treadmill.market.Product.LINEAR_PERP;
import static io.treadmill.market.Product.REGULATED_FUTURE;
import static io.treadmill.market.Product.SPOT;
import static io.treadmill.market.contract.ContractKind.INVERSE;
import static io.treadmill.market.contract.ContractKind.LINEAR;
import static io.treadmill.market.contract.SymbolForm.of;

import io.treadmill.market.AmountUnit;
import io.treadmill.market.Product;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The grammars of all venues whose symbols are known by rule. */
public final class VenueGrammars {
  private static final String BASE_NAME = "(?<base>[\\p{L}\\p{N}]+?)";
  private static final String DAY = "(?<dmy>\\d{1,2}[A-Z]{3}\\d{2})";
  private static final String YMD = "(?<ymd>\\d{6})";
  private static final String MONTH = "(?<month>[FGHJKMNQUVXZ]\\d{2})";
  private static final Map<String, VenueGrammar> ALL = new TreeMap<>();

  static {
    add(binance(), "binanceusdm", "binancecoinm");
    add(bybit());
    add(okx(), "okex");
    add(bitmex());
    add(deribit());
    add(hyperliquid());
    add(kraken(), "krakenfutures", "cryptofacilities");
    add(coinbase(), "coinbaseinternational", "coinbase-international", "coinbaseexchange");
    add(bitstamp());
    add(bitfinex(), "bitfinex-derivatives");
    add(htx(), "huobi", "huobi-dm", "huobi-dm-swap", "huobi-dm-linear-swap");
    add(gate(), "gateio", "gate-io", "gate-io-futures");
    add(kucoin(), "kucoinfutures", "kucoin-futures");
    add(cme());
  }

  private VenueGrammars() {}

  private static void add(VenueGrammar grammar, String... otherNames) {
    ALL.put(grammar.venue(), grammar);
    for (String name : otherNames) {
      ALL.put(name, grammar);
    }
  }

  /** Returns the grammar of a venue, if there is one. */
  static Optional<VenueGrammar> grammar(String venue) {
    return Optional.ofNullable(ALL.get(venue));
  }

  /** Returns the names of the venues with rules. */
  public static List<String> venues() {
    return ALL.values().stream().map(VenueGrammar::venue).distinct().sorted().toList();
  }

  /**
   * Returns the unit in which a venue counts amounts. Of a venue without rules it is contracts,
   * unless a contract is one coin.
   */
  public static AmountUnit amounts(String venue, Product product, ContractKind kind, double value) {
    return grammar(venue)
        .map(grammar -> grammar.amounts(product, kind, value))
        .orElse(value == 1 && kind == LINEAR ? BASE : CONTRACTS);
  }

  private static String quotes(String names) {
    return "(?<quote>" + names.strip().replaceAll("\\s+", "|") + ")";
  }

  /** 100 USD of BTC, 10 of every other coin: Binance, OKX and HTX alike. */
  private static double hundredOrTen(String base) {
    return base.equals("BTC") ? 100 : 10;
  }

  private static VenueGrammar binance() {
    String spot =
        quotes(
            """
            USDT USDC BUSD FDUSD TUSD USDP USDS USD1 PAX DAI UST BTC ETH BNB TRX XRP DOGE DOT SOL
            EUR GBP AUD TRY BRL RUB UAH NGN ZAR PLN RON ARS CZK JPY MXN COP IDR IDRT BIDR BKRW BVND
            VAI AEUR EURI
            """);
    String usd = quotes("USDT USDC BUSD");
    return new VenueGrammar(
        "binance",
        List.of(
            of(BASE_NAME + spot, "BTCUSDT", SPOT, "2017-07-14"),
            of(BASE_NAME + usd + "(?:_?SETTLED\\d*)?", "BTCUSDT", LINEAR_PERP, "2019-09-08"),
            of("(?<base>ETH)(?<quote>BTC)", "ETHBTC", LINEAR_PERP, "2023-08-01"),
            of(BASE_NAME + usd + "_" + YMD, "BTCUSDT_240628", LINEAR_FUTURE, "2020-01-01"),
            of(BASE_NAME + "USD_PERP", "BTCUSD_PERP", INVERSE_PERP, "2020-06-01"),
            of(BASE_NAME + "USD_" + YMD, "BTCUSD_240628", INVERSE_FUTURE, "2020-06-01")),
        (product, kind, base, quote) -> kind == INVERSE ? hundredOrTen(base) : 1,
        BASE,
        CONTRACTS);
  }

  private static VenueGrammar bybit() {
    return new VenueGrammar(
        "bybit",
        List.of(
            of(
                BASE_NAME + quotes("USDT USDC BTC ETH DAI EUR BRL BRZ TRY PLN MNT USDE"),
                "BTCUSDT",
                SPOT,
                "2021-07-01"),
            of(BASE_NAME + "(?<quote>USDT)", "BTCUSDT", LINEAR_PERP, "2020-03-25"),
            of(BASE_NAME + "PERP", "BTCPERP (USDC)", LINEAR_PERP, "2021-12-01").quotedIn("USDC"),
            of(BASE_NAME + "USD", "BTCUSD", INVERSE_PERP, "2018-11-14"),
            of(BASE_NAME + "USD" + MONTH, "BTCUSDH23", INVERSE_FUTURE, "2021-01-01"),
            of(BASE_NAME + "(?<quote>USDT)-" + DAY, "BTCUSDT-27JUN25", LINEAR_FUTURE, "2024-01-01"),
            of(BASE_NAME + "-" + DAY, "BTC-14MAR25", LINEAR_FUTURE, "2021-12-01").quotedIn("USDC")),
        (product, kind, base, quote) -> 1,
        BASE,
        CONTRACTS);
  }

  private static VenueGrammar okx() {
    return new VenueGrammar(
        "okx",
        List.of(
            of(
                BASE_NAME + "-" + quotes("USDT USDC USDK BTC ETH OKB OKT DAI EUR BRL AUD AED TRY"),
                "BTC-USDT",
                SPOT,
                "2017-10-01"),
            of(
                BASE_NAME + "-" + quotes("USDT USDC") + "-SWAP",
                "BTC-USDT-SWAP",
                LINEAR_PERP,
                "2019-11-01"),
            of(BASE_NAME + "-USD-SWAP", "BTC-USD-SWAP", INVERSE_PERP, "2018-12-01"),
            of(
                BASE_NAME + "-" + quotes("USDT USDC") + "-" + YMD,
                "BTC-USDT-240628",
                LINEAR_FUTURE,
                "2019-11-01"),
            of(BASE_NAME + "-USD-" + YMD, "BTC-USD-240628", INVERSE_FUTURE, "2018-12-01")),
        (product, kind, base, quote) ->
            product == SPOT
                ? 1
                : kind == INVERSE
                    ? hundredOrTen(base)
                    : quote.equals("USDT")
                        ? KnownContractValues.of(KnownContractValues.OKX_USDT, base)
                        : Double.NaN,
        CONTRACTS,
        CONTRACTS);
  }

  private static VenueGrammar bitmex() {
    String usdt = "(?<quote>USDT)";
    String coins = "(?<base>[A-Z0-9]+?)";
    return new VenueGrammar(
        "bitmex",
        List.of(
            of("(?<base>[A-Z0-9]+)_" + usdt, "XBT_USDT", SPOT, "2022-05-17"),
            of("(?<base>XBT)USD", "XBTUSD", INVERSE_PERP, "2016-05-13"),
            of("(?<base>XBT)" + MONTH, "XBTH24", INVERSE_FUTURE, "2016-01-01"),
            of(coins + usdt, "XBTUSDT", LINEAR_PERP, "2020-11-01"),
            of(coins + usdt + MONTH, "XBTUSDTZ22", LINEAR_FUTURE, "2020-11-01"),
            of(coins + "USD", "ETHUSD (quanto)", LINEAR_PERP, "2018-08-01")
                .settledIn("BTC")
                .quanto(),
            of(coins + "USD" + MONTH, "ETHUSDH24 (quanto)", LINEAR_FUTURE, "2020-01-01")
                .settledIn("BTC")
                .quanto()),
        (product, kind, base, quote) ->
            switch (kind) {
              case INVERSE -> 1;
              case QUANTO -> KnownContractValues.of(KnownContractValues.BITMEX_QUANTO, base);
              case LINEAR ->
                  KnownContractValues.of(
                      product == SPOT
                          ? KnownContractValues.BITMEX_SPOT
                          : KnownContractValues.BITMEX_USDT,
                      base);
            },
        CONTRACTS,
        CONTRACTS);
  }

  private static VenueGrammar deribit() {
    String usd = "_" + quotes("USDC USDT");
    return new VenueGrammar(
        "deribit",
        List.of(
            of("(?<base>[A-Z0-9]+)" + usd, "BTC_USDC", SPOT, "2023-01-01"),
            of("(?<base>BTC|ETH)-PERPETUAL", "BTC-PERPETUAL", INVERSE_PERP, "2018-08-14"),
            of("(?<base>BTC|ETH)-" + DAY, "BTC-27DEC24", INVERSE_FUTURE, "2016-06-01"),
            of(
                "(?<base>[A-Z0-9]+)" + usd + "-PERPETUAL",
                "BTC_USDC-PERPETUAL",
                LINEAR_PERP,
                "2022-04-01"),
            of(
                "(?<base>[A-Z0-9]+)" + usd + "-" + DAY,
                "BTC_USDC-27DEC24",
                LINEAR_FUTURE,
                "2022-04-01")),
        (product, kind, base, quote) -> kind == INVERSE ? base.equals("BTC") ? 10 : 1 : 1,
        BASE,
        QUOTE);
  }

  private static VenueGrammar hyperliquid() {
    return new VenueGrammar(
        "hyperliquid",
        List.of(
            of("(?<base>@\\d+)", "@107", SPOT, "2023-01-01").quotedIn(null),
            of(
                    "(?<base>(?:[a-z0-9]+:)?[A-Za-z0-9]+)",
                    "BTC, kPEPE, xyz:TSLA",
                    LINEAR_PERP,
                    "2023-01-01")
                .quotedIn("USDC")),
        (product, kind, base, quote) -> kind == LINEAR ? 1 : Double.NaN,
        BASE,
        BASE);
  }

  private static VenueGrammar kraken() {
    String quote = quotes("USDT USDC USD EUR GBP JPY CAD AUD CHF DAI XBT BTC ETH");
    return new VenueGrammar(
        "kraken",
        List.of(
            of(
                "X(?<base>[A-Z]{3})Z(?<quote>USD|EUR|GBP|JPY|CAD|AUD)",
                "XXBTZUSD", SPOT, "2013-09-01"),
            of("X(?<base>[A-Z]{3})X(?<quote>XBT|ETH)", "XETHXXBT", SPOT, "2013-09-01"),
            of("(?<base>[A-Z0-9]+?)" + quote, "XBTUSD", SPOT, "2013-09-01"),
            of("PI_(?<base>[A-Z0-9]+)USD", "PI_XBTUSD", INVERSE_PERP, "2018-08-01"),
            of("FI_(?<base>[A-Z0-9]+)USD_" + YMD, "FI_XBTUSD_240628", INVERSE_FUTURE, "2016-01-01"),
            of("PF_(?<base>[A-Z0-9]+)USD", "PF_XBTUSD", LINEAR_PERP, "2022-03-01"),
            of("FF_(?<base>[A-Z0-9]+)USD_" + YMD, "FF_XBTUSD_240628", LINEAR_FUTURE, "2022-03-01")),
        (product, kind, base, ofPrice) -> 1,
        BASE,
        CONTRACTS);
  }

  private static VenueGrammar coinbase() {
    return new VenueGrammar(
        "coinbase",
        List.of(
            of(
                "(?<base>[A-Z0-9]+)-" + quotes("USD USDT USDC EUR GBP BTC ETH DAI"),
                "BTC-USD",
                SPOT,
                "2015-01-01"),
            of("(?<base>[A-Z0-9]+)-PERP(?:-INTX)?", "BTC-PERP-INTX", LINEAR_PERP, "2023-05-01")
                .quotedIn("USDC"),
            of(
                "(?<base>[A-Z]+)-" + DAY + "-CDE",
                "BIP-20DEC30-CDE",
                REGULATED_FUTURE,
                "2022-06-01")),
        (product, kind, base, quote) ->
            product == REGULATED_FUTURE
                ? KnownContractValues.of(KnownContractValues.COINBASE_DERIVATIVES, base)
                : 1,
        BASE,
        BASE,
        Map.of("BIT", "BTC", "BIP", "BTC", "ET", "ETH", "ETP", "ETH"));
  }

  private static VenueGrammar bitstamp() {
    return new VenueGrammar(
        "bitstamp",
        List.of(
            of(
                "(?i)(?<base>[a-z0-9]+?)" + quotes("usdt usdc usd eur gbp btc eth pax"),
                "btcusd",
                SPOT,
                "2011-08-01")),
        (product, kind, base, quote) -> product == SPOT ? 1 : Double.NaN,
        BASE,
        BASE);
  }

  private static VenueGrammar bitfinex() {
    return new VenueGrammar(
        "bitfinex",
        List.of(
            of(
                "t?(?<base>[A-Z0-9]+)F0:?(?<quote>UST)F0",
                "tBTCF0:USTF0",
                LINEAR_PERP,
                "2019-09-01"),
            of(
                "t?(?<base>[A-Z0-9]+?):?" + quotes("USD UST EUR GBP JPY BTC ETH"),
                "tBTCUSD",
                SPOT,
                "2013-01-01")),
        (product, kind, base, quote) -> kind == LINEAR ? 1 : Double.NaN,
        BASE,
        BASE);
  }

  private static VenueGrammar htx() {
    return new VenueGrammar(
        "htx",
        List.of(
            of(
                "(?<base>[a-z0-9]+?)" + quotes("usdt usdc husd usdd btc eth ht trx"),
                "btcusdt",
                SPOT,
                "2017-10-01"),
            of("(?<base>[A-Z0-9]+)-(?<quote>USDT)", "BTC-USDT", LINEAR_PERP, "2020-10-01"),
            of(
                "(?<base>[A-Z0-9]+)-(?<quote>USDT)-" + YMD,
                "BTC-USDT-240628",
                LINEAR_FUTURE,
                "2021-01-01"),
            of("(?<base>[A-Z0-9]+)-USD", "BTC-USD", INVERSE_PERP, "2020-03-01"),
            of("(?<base>[A-Z]+)" + YMD, "BTC240628", INVERSE_FUTURE, "2018-12-01")),
        (product, kind, base, quote) ->
            product == SPOT
                ? 1
                : kind == INVERSE
                    ? hundredOrTen(base)
                    : KnownContractValues.of(KnownContractValues.HTX_USDT, base),
        CONTRACTS,
        CONTRACTS);
  }

  private static VenueGrammar gate() {
    return new VenueGrammar(
        "gate",
        List.of(
            of(
                BASE_NAME + "_" + quotes("USDT USDC BTC ETH USD1 TRY EUR"),
                "BTC_USDT",
                SPOT,
                "2013-01-01"),
            of(BASE_NAME + "_(?<quote>USDT)", "BTC_USDT", LINEAR_PERP, "2019-06-01"),
            of(
                BASE_NAME + "_(?<quote>USDT)_(?<ymd>\\d{8})",
                "BTC_USDT_20240628",
                LINEAR_FUTURE,
                "2021-01-01"),
            of("(?<base>BTC)_USD", "BTC_USD", INVERSE_PERP, "2018-12-01")),
        (product, kind, base, quote) ->
            product == SPOT
                ? 1
                : kind == INVERSE ? 1 : KnownContractValues.of(KnownContractValues.GATE_USDT, base),
        CONTRACTS,
        CONTRACTS);
  }

  private static VenueGrammar kucoin() {
    return new VenueGrammar(
        "kucoin",
        List.of(
            of(
                "(?<base>[A-Z0-9]+)-" + quotes("USDT USDC BTC ETH KCS TUSD USD1 DAI TRX"),
                "BTC-USDT",
                SPOT,
                "2017-09-01"),
            of("(?<base>[A-Z0-9]+?)(?<quote>USDT)M", "XBTUSDTM", LINEAR_PERP, "2019-11-01"),
            of("(?<base>[A-Z0-9]+?)USDM", "XBTUSDM", INVERSE_PERP, "2019-07-01"),
            of("(?<base>XBT)M" + MONTH, "XBTMH24", INVERSE_FUTURE, "2019-07-01")),
        (product, kind, base, quote) ->
            product == SPOT
                ? 1
                : kind == INVERSE
                    ? 1
                    : KnownContractValues.of(KnownContractValues.KUCOIN_USDT, base),
        CONTRACTS,
        CONTRACTS);
  }

  private static VenueGrammar cme() {
    return new VenueGrammar(
        "cme",
        List.of(
            of(
                "(?<base>BTC|MBT|ETH|MET|SOL|MSL|XRP|MXP)" + MONTH,
                "BTCH24, MBTH24",
                REGULATED_FUTURE,
                "2017-12-17")),
        (product, kind, base, quote) ->
            product == REGULATED_FUTURE
                ? KnownContractValues.of(KnownContractValues.CME, base)
                : Double.NaN,
        CONTRACTS,
        CONTRACTS,
        Map.of("MBT", "BTC", "MET", "ETH", "MSL", "SOL", "MXP", "XRP"));
  }
}
