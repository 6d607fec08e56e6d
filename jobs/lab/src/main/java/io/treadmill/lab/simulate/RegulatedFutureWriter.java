package io.treadmill.lab.simulate;

import io.treadmill.market.BarClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

/**
 * Writes the front future of a regulated venue as ccxt-style 5 min bars, one CSV a month: {@code
 * timestamp} (ms, start of the bar), open, high, low, close, volume in coins. It trades above the
 * index by 6 % a year until the last Friday of the month. It rests from Friday 16:00 to Sunday
 * 17:00 and one hour from 16:00 on other days, Chicago time; bars at rest do not exist.
 */
final class RegulatedFutureWriter implements StepWriter {
  private static final ZoneId CHICAGO = ZoneId.of("America/Chicago");
  private static final double BASIS_PER_YEAR = 0.06;
  private static final double TICK = 5;
  private static final double VOLUME_SHARE = 0.06;
  private static final int CONTRACT_COINS = 5;
  private final SimulatedSymbol symbol;
  private final Path root;
  private VendorFile bars;
  private YearMonth month;
  private double basis;
  private boolean empty = true;
  private long open;
  private long high;
  private long low;
  private long close;
  private double coins;

  RegulatedFutureWriter(SimulatedSymbol symbol, Path root) {
    this.symbol = symbol;
    this.root = root;
  }

  @Override
  public void beginDay(LocalDate day) throws IOException {
    if (!YearMonth.from(day).equals(month)) {
      close();
      month = YearMonth.from(day);
      bars =
          VendorFile.open(
              root.resolve("cme_regulated_future_%s_5m_%s.csv".formatted(symbol.asset(), month)),
              "timestamp,open,high,low,close,volume");
    }
    basis = BASIS_PER_YEAR * ChronoUnit.DAYS.between(day, expiry(day)) / 365;
  }

  private static LocalDate expiry(LocalDate day) {
    LocalDate last = day.with(TemporalAdjusters.lastInMonth(DayOfWeek.FRIDAY));
    return day.isAfter(last)
        ? day.plusMonths(1).with(TemporalAdjusters.lastInMonth(DayOfWeek.FRIDAY))
        : last;
  }

  @Override
  public void step(Step step, List<Print> prints) throws IOException {
    long ticks = Math.round(step.indexPrice() * (1 + basis) / TICK);
    if (empty) {
      open = ticks;
      high = ticks;
      low = ticks;
      coins = 0;
      empty = false;
    }
    high = Math.max(high, ticks);
    low = Math.min(low, ticks);
    close = ticks;
    coins += VOLUME_SHARE * symbol.amount(step.takerBuyLots() + step.takerSellLots());
    if (step.endMicros() % BarClock.BAR_MICROS == 0) {
      long startMicros = step.endMicros() - BarClock.BAR_MICROS;
      if (trades(Instant.ofEpochSecond(startMicros / 1_000_000))) {
        write(startMicros / 1000);
      }
      empty = true;
    }
  }

  private void write(long startMillis) throws IOException {
    bars.number(startMillis)
        .number(open * (long) TICK)
        .number(high * (long) TICK)
        .number(low * (long) TICK)
        .number(close * (long) TICK)
        .number(CONTRACT_COINS * Math.round(coins / CONTRACT_COINS))
        .endRow();
  }

  /** Returns true if the venue trades at an instant. */
  static boolean trades(Instant instant) {
    ZonedDateTime there = instant.atZone(CHICAGO);
    int hour = there.getHour();
    return switch (there.getDayOfWeek()) {
      case SATURDAY -> false;
      case SUNDAY -> hour >= 17;
      case FRIDAY -> hour < 16;
      case MONDAY, TUESDAY, WEDNESDAY, THURSDAY -> hour != 16;
    };
  }

  @Override
  public void endDay() {}

  @Override
  public void close() throws IOException {
    if (bars != null) {
      bars.close();
    }
  }
}
