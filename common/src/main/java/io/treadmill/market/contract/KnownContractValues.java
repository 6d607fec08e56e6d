package io.treadmill.market.contract;

import java.util.Map;
import java.util.TreeMap;

/**
 * Values of contracts that a venue sets one by one. Each was found the same in lists of several
 * years; what changed or is not sure is not here, and is refused.
 */
final class KnownContractValues {
  /** OKX, ctVal of USDT swaps and futures, the same in lists of 2022, 2024 and 2025. */
  static final Map<String, Double> OKX_USDT =
      read(
          """
          1INCH 1 AAVE 0.1 ACE 1 ACH 100 ADA 100 AEVO 1 AGIX 10 AGLD 1 AIDOGE 10000000000 ALGO 10
          ALPHA 1 APE 0.1 API3 1 APT 1 AR 0.1 ARB 10 ATOM 1 AUCTION 0.1 AVAX 1 AXS 0.1 BADGER 0.1
          BAL 0.1 BAND 1 BAT 10 BCH 0.1 BICO 1 BIGTIME 10 BLUR 10 BNB 0.01 BNT 10 BONK 100000 BSV 1
          BTC 0.01 CELO 1 CETUS 10 CFX 10 CHZ 10 COMP 0.1 CORE 1 CRO 10 CRV 1 CSPR 1 CTC 10 CVC 100
          DGB 100 DOGE 1000 DOT 1 DYDX 1 EGLD 0.1 ENS 0.1 EOS 10 ETC 10 ETH 0.1 ETHFI 1 ETHW 0.1
          FIL 0.1 FITFI 10 FLM 10 FLOKI 100000 FLOW 10 FTM 10 FXS 1 GALA 10 GAS 1 GLM 10 GMT 1
          GMX 0.1 GODS 1 GRT 10 HBAR 100 ICP 0.01 ICX 10 ID 10 IMX 1 INJ 0.1 IOST 1000 IOTA 10 JOE 10
          JST 100 JTO 1 JUP 10 KISHU 1000000000 KNC 1 KSM 0.1 LDO 1 LINK 1 LOOKS 1 LPT 0.1 LQTY 1
          LRC 10 LTC 1 LUNC 10000 MAGIC 1 MANA 10 MASK 1 MATIC 10 MEME 100 MERL 1 METIS 0.1
          MEW 1000 MINA 1 MKR 0.01 NEAR 10 NEO 1 NFT 1000000 NMR 0.1 NOT 100 OM 10 OMG 1 ONE 100
          ONT 10 OP 1 ORBS 100 ORDI 0.1 PEOPLE 100 PEPE 10000000 PERP 1 PRCL 1 PYTH 10 QTUM 1 RAY 1
          RDNT 10 REN 10 RSR 100 RVN 10 SAND 10 SATS 10000000 SHIB 1000000 SLP 10 SNX 1 SOL 1
          SSV 0.1 STORJ 10 STRK 1 STX 10 SUI 1 SUSHI 1 T 100 THETA 10 TIA 1 TNSR 1 TON 1 TRB 0.1
          TRX 1000 TURBO 10000 UMA 0.1 UNI 1 USDC 10 USTC 100 W 1 WAXP 100 WIF 1 WLD 1 WOO 10
          XCH 0.01 XLM 100 XRP 100 XTZ 1 YFI 0.0001 YGG 1 ZENT 100 ZETA 10 ZIL 100 ZRX 10
          """);

  /** BitMEX, coins of a contract of USDT perpetuals and futures. */
  static final Map<String, Double> BITMEX_USDT =
      read("BTC 0.000001 ETH 0.00001 LTC 0.0001 ADA 0.01");

  /** BitMEX, XBT of a contract for each USD of the price. */
  static final Map<String, Double> BITMEX_QUANTO =
      read("ETH 0.000001 XRP 0.0002 LTC 0.000002 BCH 0.000001");

  /** BitMEX, coins of the unit in which spot is counted. */
  static final Map<String, Double> BITMEX_SPOT = read("BTC 0.00000001 ETH 0.000000001");

  /** KuCoin, multiplier of USDT perpetuals. */
  static final Map<String, Double> KUCOIN_USDT =
      read(
          """
          AAVE 0.01 ADA 10 ALGO 1 APE 0.1 APT 0.1 AR 0.1 ARB 1 ATOM 0.1 AVAX 0.1 AXS 0.1 BAND 0.1
          BAT 1 BCH 0.01 BLUR 1 BNB 0.01 BSV 0.01 BTC 0.001 CHZ 1 COMP 0.01 CRV 1 DASH 0.01 DOGE 100
          DOT 1 DYDX 0.1 EGLD 0.01 ENJ 1 ENS 0.1 EOS 1 ETC 0.1 ETH 0.01 FIL 0.1 FTM 1 GALA 1 GMT 1
          GRT 1 HBAR 10 ICP 0.01 IMX 1 INJ 1 KAVA 0.1 KSM 0.01 LDO 0.1 LINK 0.1 LTC 0.1 MANA 1
          MATIC 10 MINA 1 MKR 0.001 NEAR 0.1 NEO 0.1 OCEAN 1 ONT 1 OP 1 ORDI 0.1 PEOPLE 10 QTUM 0.1
          RNDR 1 ROSE 10 RUNE 0.1 SAND 1 SEI 10 SHIB 100000 SNX 0.1 SOL 0.1 STX 1 SUI 1 SUSHI 1
          THETA 0.1 TIA 1 TON 1 TRX 100 UNI 1 VET 100 WAVES 0.1 WLD 1 XLM 10 XMR 0.01 XRP 10 XTZ 1
          YFI 0.0001 ZEC 0.01 ZIL 10
          """);

  /** HTX, coins of a contract of USDT swaps. */
  static final Map<String, Double> HTX_USDT = read("BTC 0.001 ETH 0.01");

  /** Gate, quanto_multiplier of USDT perpetuals. */
  static final Map<String, Double> GATE_USDT = read("BTC 0.0001 ETH 0.01");

  /** CME, coins of a contract by its code. */
  static final Map<String, Double> CME =
      read("BTC 5 MBT 0.1 ETH 50 MET 0.1 SOL 500 MSL 25 XRP 50000 MXP 2500");

  /** Coinbase Derivatives, coins of a contract by its code. */
  static final Map<String, Double> COINBASE_DERIVATIVES = read("BIT 0.01 BIP 0.01 ET 0.1 ETP 0.1");

  private KnownContractValues() {}

  /** Returns the value of a base; NaN if it is not known. */
  static double of(Map<String, Double> values, String base) {
    return values.getOrDefault(base, Double.NaN);
  }

  private static Map<String, Double> read(String text) {
    Map<String, Double> values = new TreeMap<>();
    String[] words = text.strip().split("\\s+");
    for (int i = 0; i < words.length; i += 2) {
      values.put(words[i], Double.parseDouble(words[i + 1]));
    }
    return Map.copyOf(values);
  }
}
