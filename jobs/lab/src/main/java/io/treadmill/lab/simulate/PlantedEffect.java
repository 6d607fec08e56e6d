package io.treadmill.lab.simulate;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** An effect that a world can plant on top of its laws, so that a statistic can be asked for it. */
public enum PlantedEffect {
  /**
   * After a flush the price wins back about half of the move within the hour and then, three times
   * out of four, leaves for a new extreme.
   */
  TREADMILL,
  /**
   * At the first close of five minutes after a fall (rise) of 1 % in 30 minutes, discretionary
   * buyers (sellers) step in, the harder the thinner the forced orders standing within 1 % ahead
   * are against those within 4 %: they move the price by up to 1.5 % in 15 minutes.
   */
  THIN_ZONE,
  /**
   * In the 20 minutes before each funding settlement traders leave early: a part of the standing
   * positions closes, and new ones wait until the settlement has passed.
   */
  FUNDING_CLOCK,
  /** On 2026-01-21, the 21st day of worlds, the price falls by 10 % within 90 minutes. */
  EARLY_FLUSH,
  /** The same on 2026-02-15, the 46th day. */
  LATE_FLUSH;

  /** Returns the name on the command line and in files, for example {@code thin-zone}. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
