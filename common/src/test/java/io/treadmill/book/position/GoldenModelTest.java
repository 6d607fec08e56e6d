package io.treadmill.book.position;

import static io.treadmill.book.Golden.assertSame;
import static io.treadmill.book.Golden.doubles;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.treadmill.book.Golden;
import io.treadmill.market.BtcTiers;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoldenModelTest {
  private static final LeverageComponents ALL =
      LeverageComponents.of(ParameterSet.REAL, BtcTiers.seenOn("2025-08-21"), false);

  @Test
  void bucketsAreThoseOfTheReference() {
    for (JsonNode row : Golden.group("bucket")) {
      double price = row.get("price").asDouble();
      assertSame(PriceGrid.position(price), row.get("position"), "position");
      assertThat(PriceGrid.bucket(price)).isEqualTo(row.get("bucket").asInt());
      assertSame(
          PriceGrid.bucketPrice(PriceGrid.bucket(price)), row.get("bucket_price"), "bucket price");
    }
  }

  @Test
  void tapsAndDecayOfEveryComponentAreThoseOfTheReference() {
    JsonNode taps = Golden.group("taps");
    assertThat(taps.size()).isEqualTo(ALL.count());
    for (int k = 0; k < ALL.count(); k++) {
      Component component = ALL.get(k);
      JsonNode expected = taps.get(k);
      assertThat(component.name()).isEqualTo(expected.get("name").asText());
      assertSame(component.decay(), expected.get("decay"), component.name());
      for (Side side : Side.values()) {
        JsonNode ofSide = expected.get(side.text());
        int first = component.firstOffset(side);
        int last = first + component.tapCount(side) - 1;
        if (component.isSpike()) {
          assertThat(new int[] {first, last}).isEqualTo(Golden.ints(ofSide.get("offsets")));
          // Weights are a fraction of a number of up to 250 buckets: that much fewer digits.
          for (int i = 0; i < 2; i++) {
            assertThat(component.tap(side, i))
                .isCloseTo(
                    ofSide.get("weights").get(i).asDouble(),
                    org.assertj.core.data.Offset.offset(1e-12));
          }
        } else {
          assertThat(first).isEqualTo(ofSide.get("first_offset").asInt());
          assertThat(last).isEqualTo(ofSide.get("last_offset").asInt());
          assertSame(component.tap(side, 0), ofSide.get("weight_of_each"), component.name());
        }
      }
    }
  }

  @Test
  void turnoverIsThatOfTheReference() {
    for (JsonNode row : Golden.group("turnover")) {
      Turnover turnover =
          Turnover.of(
              row.get("volume").asDouble(),
              row.get("oi_start").asDouble(),
              row.get("oi_end").asDouble(),
              ParameterSet.REAL);
      assertSame(turnover.opens(), row.get("opens"), "opens");
      assertSame(turnover.closes(), row.get("closes"), "closes");
      assertSame(turnover.clock(), row.get("dtau"), "clock");
    }
  }

  @Test
  void everyBarOfTheBookIsThatOfTheReference() {
    JsonNode golden = Golden.group("book");
    JsonNode path = Golden.group("path");
    double[] low = positions(path.get("low"));
    double[] high = positions(path.get("high"));
    double[] opens = doubles(golden.get("opens_base"));
    double[] clock = new double[low.length];
    for (int t = 0; t < low.length; t++) {
      Turnover turnover =
          Turnover.of(
              path.get("volume_base").get(t).asDouble(),
              path.get("open_interest_base").get(t).asDouble(),
              path.get("open_interest_base").get(t + 1).asDouble(),
              ParameterSet.REAL);
      assertSame(turnover.opens(), golden.get("opens_base").get(t), "opens");
      assertSame(clock[t], golden.get("dtau_used").get(t), "lagged clock");
      if (t + 1 < low.length) {
        clock[t + 1] = turnover.clock();
      }
    }
    List<String> names = List.of("spike_100x", "box_4_6", "box_6_8");
    LeverageComponents three =
        new LeverageComponents(ALL.list().stream().filter(c -> names.contains(c.name())).toList());
    for (Side side : Side.values()) {
      LiquidationBook book = new LiquidationBook(three, side, InflowMode.ADD_AFTER_CROSSING);
      for (int t = 0; t < low.length; t++) {
        JsonNode bar = golden.get("bars").get(t);
        Profile profile = Profile.uniform(low[t], high[t]);
        assertThat(profile.buckets()[0]).isEqualTo(bar.get("profile_first_bucket").asInt());
        for (int i = 0; i < profile.count(); i++) {
          assertSame(profile.shares()[i], bar.get("profile_share").get(i), "share");
        }
        Crossing crossing = book.step(low[t], high[t], clock[t], opens[t], profile);
        compare(book, crossing, bar.get(side.text()), side + " bar " + t);
      }
    }
  }

  private static void compare(
      LiquidationBook book, Crossing crossing, JsonNode expected, String what) {
    int first = expected.get("mass_first_bucket").asInt();
    JsonNode mass = expected.get("mass_base");
    for (int k = 0; k < 3; k++) {
      double usd = 0;
      assertThat(crossing.rows()).isEqualTo(expected.get("crossed_base").get(k).size());
      for (int row = 0; row < crossing.rows(); row++) {
        assertSame(
            crossing.mass(k, row), expected.get("crossed_base").get(k).get(row), what + " crossed");
        usd += crossing.mass(k, row) * PriceGrid.bucketPrice(crossing.firstBucket() + row);
      }
      assertSame(usd, expected.get("crossed_usd").get(k), what + " USD");
      int buckets = mass.get(k).size();
      for (int i = -5; i < buckets + 5; i++) {
        JsonNode cell = i >= 0 && i < buckets ? mass.get(k).get(i) : null;
        if (cell == null) {
          assertThat(book.mass(k, first + i)).as(what).isZero();
        } else {
          assertSame(book.mass(k, first + i), cell, what + " mass");
        }
      }
    }
  }

  private static double[] positions(JsonNode prices) {
    double[] positions = doubles(prices);
    for (int t = 0; t < positions.length; t++) {
      positions[t] = PriceGrid.position(positions[t]);
    }
    return positions;
  }
}
