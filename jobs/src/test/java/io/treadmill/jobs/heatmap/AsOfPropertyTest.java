package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.book.position.DaySteps;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.book.replay.InstrumentReplay;
import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.book.replay.TierHistory;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.market.AmountUnit;
import io.treadmill.market.BarClock;
import io.treadmill.market.MarginTiers;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.sql.Row;

/** Whatever comes after an instant, also on the same day, what is said of it stays. */
class AsOfPropertyTest {
  private static final MadeUpBook MADE_UP = MadeUpBook.with(3, 1, 60);
  private static final int DAYS = 6;
  private static final LocalDate CHANGED = MadeUpDays.FIRST.plusDays(DAYS - 1);
  private static final LocalDate USE = CHANGED.minusDays(1);
  private static final List<TrainingHistory.Day> ALL = MadeUpDays.days(3, DAYS);
  private static final InstrumentLaw LAW = MADE_UP.fit(ALL, USE);

  private static final List<String> SAID_OF_AN_INSTANT =
      List.of("liquidation_heatmap", "zones", "fragility", "heatmap_prediction", "zone_touch");

  /** What is different from an instant on. */
  enum Change {
    PRICES,
    VOLUME,
    OPEN_INTEREST,
    MARK,
    REALISED,
    LAW,
    TIERS
  }

  @Property(tries = 14, seed = "1", generation = net.jqwik.api.GenerationMode.RANDOMIZED)
  void nothingThatIsSaidOfAnInstantDependsOnWhatComesAfterIt(
      @ForAll Change change, @ForAll @IntRange(min = 0, max = 287) int bar) {
    long from = ALL.get(DAYS - 1).steps().ts()[bar];
    List<String> then = saidUpTo(from, ALL, tiers(false), LAW);
    List<TrainingHistory.Day> other = new ArrayList<>(ALL.subList(0, DAYS - 1));
    other.add(changed(ALL.get(DAYS - 1), change, bar));
    List<String> now;
    if (change == Change.LAW) {
      now =
          saidUpTo(
              from,
              other,
              tiers(false),
              LAW,
              MADE_UP.fit(MadeUpDays.days(4, DAYS + 1), CHANGED.plusDays(1)));
    } else {
      now = saidUpTo(from, other, tiers(change == Change.TIERS), LAW);
    }
    assertThat(then).hasSizeGreaterThan(1000).anyMatch(row -> row.contains("kind=thin"));
    assertThat(now).isEqualTo(then);
  }

  /** What the property holds is there: rows of every table, and the columns of standing maps. */
  @Example
  void theColumnsOfStandingMapsAreSaid() {
    List<String> all = saidUpTo(ALL.get(DAYS - 1).steps().ts()[287], ALL, tiers(false), LAW);
    for (String column :
        List.of(
            "liquidation_heatmap horizon_h=4 inflow_usd freshness_usd",
            "zones horizon_h=4 null_usd excess_usd share_freshness share_inflow",
            "fragility horizon_h=4 inflow_usd expected_usd",
            "heatmap_prediction horizon=map_4h realised_low_usd realised_high_usd",
            "zone_touch horizon_h=4 mass_usd usual_usd beyond_usd realised_usd",
            "zone_touch horizon_h=0 mass_usd usual_usd realised_usd")) {
      String[] words = column.split(" ");
      assertThat(all)
          .as(column)
          .anyMatch(
              row ->
                  row.startsWith(words[0] + " ")
                      && row.contains(" " + words[1] + " ")
                      && Stream.of(words).skip(2).allMatch(name -> isTold(row, name)));
    }
  }

  /** The column has a value other than 0; of the cells of a map some have. */
  private static boolean isTold(String row, String name) {
    return row.replaceFirst(".* " + name + "=(.*?) ([a-z_]+=.*|$)", "$1").matches(".*[1-9].*")
        && row.contains(" " + name + "=");
  }

  @Property(tries = 2, seed = "2", generation = net.jqwik.api.GenerationMode.RANDOMIZED)
  void whatComesBeforeAnInstantDecidesWhatIsSaidOfIt(
      @ForAll @IntRange(min = 1, max = 200) int bar) {
    long end = ALL.get(DAYS - 1).steps().ts()[287];
    for (Change change : List.of(Change.PRICES, Change.VOLUME, Change.OPEN_INTEREST, Change.MARK)) {
      List<TrainingHistory.Day> other = new ArrayList<>(ALL.subList(0, DAYS - 1));
      other.add(changed(ALL.get(DAYS - 1), change, bar));
      assertThat(saidUpTo(end, other, tiers(false), LAW))
          .as("else the property above proves nothing: " + change)
          .isNotEqualTo(saidUpTo(end, ALL, tiers(false), LAW));
    }
  }

  /**
   * Maps, zones and sums by move up to an instant, and what is told of windows that ended by it.
   */
  private static List<String> saidUpTo(
      long instant, List<TrainingHistory.Day> days, TierHistory tiers, InstrumentLaw... laws) {
    InstrumentReplay book = MADE_UP.book(new UtcDays(MadeUpDays.FIRST, CHANGED), tiers, laws);
    days.subList(0, DAYS - 2).forEach(book::remember);
    book.start(MadeUpBook.empty(book, USE).withUsual(MadeUpBook.usual()));
    FoldOutput output = MadeUpBook.output();
    List<String> said = new ArrayList<>();
    for (TrainingHistory.Day day : days.subList(DAYS - 2, DAYS)) {
      output.emit(
          book.run(day),
          row -> {
            Row named = FoldOutput.UNION.named(MadeUpBook.withLists(row));
            for (String table : SAID_OF_AN_INSTANT) {
              Row of = named.getAs(table);
              if (of != null && micros(of.getAs("ts")) + window(table, of) <= instant) {
                said.add(text(table, of));
              }
            }
          });
    }
    return said;
  }

  /** How long after its instant a row can be known. */
  private static long window(String table, Row row) {
    return switch (table) {
      case "heatmap_prediction" ->
          Integer.parseInt(row.<String>getAs("horizon").replaceAll("\\D", ""))
              * BarClock.HOUR_MICROS;
      case "zone_touch" -> Math.max(1, row.<Integer>getAs("horizon_h")) * BarClock.HOUR_MICROS;
      default -> 0;
    };
  }

  /** Every column with its name, so that one which differs is seen in the failure. */
  private static String text(String table, Row row) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> " " + row.schema().fieldNames()[i] + "=" + row.get(i))
        .collect(Collectors.joining("", table, " "));
  }

  private static long micros(Timestamp ts) {
    return ts.getTime() * 1000;
  }

  private static TierHistory tiers(boolean otherTomorrow) {
    TierHistory tiers = new TierHistory(100);
    add(tiers, MadeUpDays.FIRST, 0.004, 125);
    if (otherTomorrow) {
      add(tiers, CHANGED.plusDays(1), 0.02, 25);
    }
    return tiers;
  }

  private static void add(TierHistory tiers, LocalDate from, double rate, double leverage) {
    tiers.add(
        from.toEpochDay(),
        AmountUnit.QUOTE,
        new MarginTiers.Bracket(0, Double.POSITIVE_INFINITY, rate, leverage, 0));
  }

  private static TrainingHistory.Day changed(TrainingHistory.Day day, Change change, int from) {
    DaySteps s = day.steps();
    double up = change == Change.PRICES ? 1.03 : 1;
    ReportedLiquidations totals = new ReportedLiquidations(s.day());
    for (Side side : Side.values()) {
      double[] hours = day.totals().totals(MadeUpDays.RULE, side).hours();
      for (int h = 0; h < hours.length; h++) {
        boolean later = change == Change.REALISED && (h + 1) * 12 > from;
        long at = UtcDays.startMicros(s.day()) + h * BarClock.HOUR_MICROS;
        totals.add(at, 60, MadeUpDays.RULE, side, later ? 7 * hours[h] + 1e6 : hours[h]);
      }
    }
    double[] openInterest = s.openInterest().clone();
    for (int t = from + 1; t < openInterest.length; t++) {
      openInterest[t] *= change == Change.OPEN_INTEREST ? 1.5 : 1;
    }
    boolean mark = change == Change.MARK;
    DaySteps steps =
        new DaySteps(
            s.day(),
            s.ts(),
            later(s.open(), from + 1, up),
            later(s.high(), from, up),
            s.low(),
            later(s.close(), from, up),
            later(s.volume(), from, change == Change.VOLUME ? 9 : 1),
            openInterest,
            IntStream.range(0, s.count())
                .mapToDouble(t -> mark && t >= from ? 0.9 * s.low()[t] : Double.NaN)
                .toArray(),
            IntStream.range(0, s.count())
                .mapToDouble(t -> mark && t >= from ? 1.1 * s.high()[t] : Double.NaN)
                .toArray(),
            null);
    return new TrainingHistory.Day(steps, totals);
  }

  private static double[] later(double[] values, int from, double factor) {
    return IntStream.range(0, values.length)
        .mapToDouble(t -> t >= from ? values[t] * factor : values[t])
        .toArray();
  }
}
