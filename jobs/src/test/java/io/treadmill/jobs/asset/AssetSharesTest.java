package io.treadmill.jobs.asset;

import static io.treadmill.jobs.asset.ThreeVenues.DAY;
import static io.treadmill.jobs.asset.ThreeVenues.LARGE;
import static io.treadmill.jobs.asset.ThreeVenues.OWN;
import static io.treadmill.jobs.asset.ThreeVenues.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.asset.AssetShares.Share;
import io.treadmill.jobs.asset.AssetShares.Size;
import io.treadmill.jobs.asset.AssetShares.Source;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import java.util.List;
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
}
