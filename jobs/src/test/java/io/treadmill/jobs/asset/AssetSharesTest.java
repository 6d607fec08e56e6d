package io.treadmill.jobs.asset;

import static io.treadmill.jobs.asset.ThreeVenues.DAY;
import static io.treadmill.jobs.asset.ThreeVenues.LARGE;
import static io.treadmill.jobs.asset.ThreeVenues.OWN;
import static io.treadmill.jobs.asset.ThreeVenues.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.jobs.asset.AssetShares.Share;
import io.treadmill.jobs.asset.AssetShares.Size;
import io.treadmill.jobs.asset.AssetShares.Source;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class AssetSharesTest {
  private static final List<Instrument> BOTH = List.of(LARGE, SMALL);
  private static final String SET = "aggregate of binance+bybit";
  private static final Instrument COIN =
      new Instrument("binance", Product.INVERSE_PERP, "BTCUSD_PERP");

  @Test
  void ownPrintsAndPriorLawsCountWhole() {
    AssetShares shares = ThreeVenues.shares();
    assertThat(shares.of(OWN, "full", List.of(OWN), DAY))
        .isEqualTo(new Share(1, Source.OWN_PRINTS));
    assertThat(shares.of(LARGE, "aggregate of binance, pair BTCUSDT", BOTH, DAY))
        .isEqualTo(new Share(1, Source.OWN_PRINTS));
    assertThat(shares.of(LARGE, "prior law, scale of binance", BOTH, DAY))
        .isEqualTo(new Share(1, Source.PRIOR_LAW));
  }

  @Test
  void aTotalOverVenuesIsSplitByOpenInterestThenVolumeThenEvenly() {
    AssetShares shares = new AssetShares();
    assertThat(shares.of(LARGE, SET, BOTH, DAY)).isEqualTo(new Share(0.5, Source.EQUAL));
    shares.addSize(DAY.minusDays(1), LARGE, new Size(3, 9));
    shares.addSize(DAY.minusDays(1), SMALL, new Size(Double.NaN, 1));
    assertThat(shares.of(LARGE, SET, BOTH, DAY)).isEqualTo(new Share(0.9, Source.VOLUME));
    shares.addSize(DAY.minusDays(1), SMALL, new Size(1, 1));
    assertThat(shares.of(LARGE, SET + ", pooled over 3 symbols: ..", BOTH, DAY))
        .isEqualTo(new Share(0.75, Source.OPEN_INTEREST));
    // The other instrument of the set was there the day before: its part is not given away.
    assertThat(shares.of(LARGE, SET, List.of(LARGE), DAY))
        .isEqualTo(new Share(0.75, Source.OPEN_INTEREST));
  }

  @Test
  void totalsOfEachVenueOfTheDaysBeforeComeFirst() {
    AssetShares shares = new AssetShares();
    shares.addSize(DAY.minusDays(1), LARGE, new Size(3, 9));
    shares.addSize(DAY.minusDays(1), COIN, new Size(1, 9));
    shares.addSize(DAY.minusDays(1), SMALL, new Size(100, 9));
    for (int before = 0; before <= 40; before++) {
      // The day itself, days long ago and those of one venue alone tell nothing.
      boolean counts = before > 0 && before <= AssetShares.DAYS;
      shares.addVenueTotal(DAY.minusDays(before), "BTC", "binance", counts ? 60 : 1e9);
      if (before != 5) {
        shares.addVenueTotal(DAY.minusDays(before), "BTC", "bybit", 40);
      }
    }
    List<Instrument> all = List.of(LARGE, COIN, SMALL);
    assertThat(shares.of(SMALL, SET, all, DAY)).isEqualTo(new Share(0.4, Source.PER_VENUE_TOTALS));
    assertThat(shares.of(LARGE, SET, all, DAY))
        .isEqualTo(new Share(0.6 * 0.75, Source.PER_VENUE_TOTALS));
    assertThat(shares.of(LARGE, SET + "+okx", all, DAY).source()).isEqualTo(Source.OPEN_INTEREST);
  }

  /** A day's total of an aggregator. */
  private static NamedRow total(String source, String symbol, String rule, int before, double usd) {
    StructType schema =
        new StructType()
            .add("venue", "string")
            .add("symbol", "string")
            .add("feed_rule", "string")
            .add("interval_minutes", "int")
            .add("ts", "timestamp")
            .add("usd", "double");
    return new NamedRow(
        new GenericRowWithSchema(
            new Object[] {
              source,
              symbol,
              rule,
              60,
              Timestamp.from(UtcDays.of(DAY.minusDays(before)).start()),
              usd
            },
            schema));
  }

  private static Map<AssetJob.VenueTotal, Double> byDay(NamedRow... totals) {
    return Stream.of(totals)
        .filter(total -> AssetJob.isOfOneVenue(total.text("feed_rule")))
        .collect(Collectors.toMap(AssetJob.VenueTotal::of, total -> total.number("usd")));
  }

  @Test
  void totalsOfOneVenueUnderTwoNamesAreNotAdded() {
    AssetShares shares = new AssetShares();
    AssetJob.addVenueTotals(
        byDay(
            total("coinglass", "BTC", "aggregate of binance", 1, 60),
            total("coinglass", "BTC", "aggregate of Binance", 1, 61),
            total("coinglass", "BTC", "aggregate of Binance", 2, 62),
            total("coinglass", "BTCUSDT", "aggregate of binance", 1, 63),
            total("made-up", "BTC", "aggregate of bybit", 1, 39),
            total("made-up", "BTC", "aggregate of bybit", 2, 38),
            total("made-up", "BTC", "aggregate of unknown", 1, 1e9),
            total("made-up", "ETH", "aggregate of bybit", 1, 1e9)),
        shares);
    // The name that tells two days: 61 + 62 of 200.
    assertThat(shares.of(LARGE, SET, BOTH, DAY))
        .isEqualTo(new Share(0.615, Source.PER_VENUE_TOTALS));
  }

  @Test
  void aVenueThatForcedNothingHasNoPartOfTheTotals() {
    AssetShares shares = new AssetShares();
    shares.addSize(DAY.minusDays(1), LARGE, new Size(3, 9));
    shares.addSize(DAY.minusDays(1), SMALL, new Size(1, 1));
    shares.addVenueTotal(DAY.minusDays(1), "BTC", "binance", 60);
    shares.addVenueTotal(DAY.minusDays(1), "BTC", "bybit", 0);
    assertThat(shares.of(LARGE, SET, BOTH, DAY)).isEqualTo(new Share(1, Source.PER_VENUE_TOTALS));
    assertThat(shares.of(SMALL, SET, BOTH, DAY)).isEqualTo(new Share(0, Source.PER_VENUE_TOTALS));
  }

  @Test
  void whatHasNoneOfTheOpenInterestHasNoPartByVolume() {
    AssetShares shares = new AssetShares();
    shares.addSize(DAY.minusDays(1), LARGE, new Size(3, 9));
    shares.addSize(DAY.minusDays(1), COIN, new Size(1, 1));
    shares.addSize(DAY.minusDays(1), SMALL, new Size(0, 10));
    // All three have a volume, two an open interest: one measure for all, so that parts add up.
    double sum = 0;
    for (Instrument one : List.of(LARGE, COIN, SMALL)) {
      Share share = shares.of(one, SET, BOTH, DAY);
      assertThat(share.source()).isEqualTo(Source.VOLUME);
      sum += share.value();
    }
    assertThat(sum).isCloseTo(1, within(1e-12));
  }

  @Test
  void aLawOfTotalsThatDoNotHoldAnInstrumentIsNoneOfIts() {
    AssetShares shares = ThreeVenues.shares();
    shares.addVenueTotal(DAY.minusDays(1), "BTC", "binance", 60);
    shares.addVenueTotal(DAY.minusDays(1), "BTC", "bybit", 40);
    assertThat(shares.of(OWN, SET, List.of(LARGE, SMALL, OWN), DAY)).isEqualTo(Share.NONE);
  }

  @Test
  void whatHasNoSizeBesideOthersIsTakenOut() {
    AssetShares shares = new AssetShares();
    shares.addSize(DAY.minusDays(1), LARGE, new Size(3, 9));
    shares.addSize(DAY.minusDays(1), SMALL, new Size(1, 1));
    shares.addSize(DAY.minusDays(1), OWN, new Size(Double.NaN, Double.NaN));
    List<Instrument> all = List.of(LARGE, SMALL, COIN, OWN);
    String set = SET + "+hyperliquid";
    assertThat(shares.of(LARGE, set, all, DAY)).isEqualTo(new Share(0.75, Source.OPEN_INTEREST));
    assertThat(shares.of(SMALL, set, all, DAY)).isEqualTo(new Share(0.25, Source.OPEN_INTEREST));
    assertThat(shares.of(COIN, set, all, DAY)).isEqualTo(Share.NONE);
    assertThat(shares.of(OWN, set, all, DAY)).isEqualTo(Share.NONE);
    // Its own prints, and those of its venue alone, are its own.
    assertThat(shares.of(OWN, "full", all, DAY)).isEqualTo(new Share(1, Source.OWN_PRINTS));
    assertThat(shares.of(OWN, "aggregate of hyperliquid", all, DAY))
        .isEqualTo(new Share(1, Source.EQUAL));
  }
}
