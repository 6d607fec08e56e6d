package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MapLawsTest {
  private static long micros(String instant) {
    return Instant.parse(instant).toEpochMilli() * 1000;
  }

  @Test
  void theLawsAreToldInTheOrderOfTheirUse() {
    MapLaws laws = new MapLaws();
    laws.add(micros("2026-01-31T00:15:00Z"), "full");
    laws.add(micros("2026-01-31T00:00:00Z"), "full");
    laws.add(micros("2026-01-30T00:00:00Z"), "prior law, scale of binance+bybit as reported");
    assertThat(laws.text())
        .isEqualTo(
            "prior law, scale of binance+bybit as reported, before any calibration;"
                + " from 2026-01-31 law fitted to the prints of full");
  }

  @Test
  void noMapHasNoLaw() {
    assertThat(new MapLaws().text()).isEmpty();
  }
}
