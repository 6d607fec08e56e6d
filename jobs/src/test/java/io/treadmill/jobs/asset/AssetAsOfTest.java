package io.treadmill.jobs.asset;

import static io.treadmill.jobs.asset.ThreeVenues.LARGE;
import static io.treadmill.jobs.asset.ThreeVenues.OWN;
import static io.treadmill.jobs.asset.ThreeVenues.SMALL;
import static io.treadmill.jobs.asset.ThreeVenues.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.instrument.SeriesBlock;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.sql.Row;

/** The sum of an instant reads what is known before it, in whichever order rows come. */
class AssetAsOfTest {
  private static final long QUARTER = 900_000_000L;
  private static final int INSTANTS = 8;

  /** Random bars and maps; those of another seed from an instant on. */
  private static ThreeVenues market(long seed, long other, long from) {
    Random then = new Random(seed);
    Random since = new Random(other);
    ThreeVenues market = new ThreeVenues();
    for (int i = 0; i < INSTANTS; i++) {
      long ts = START + i * QUARTER;
      for (var instrument : List.of(LARGE, SMALL, OWN)) {
        Random before = ts > from ? since : then;
        if (before.nextInt(4) > 0) {
          market.bar(instrument, ts, price(before), price(before));
        }
        if (before.nextInt(5) > 0) {
          market.cell(
              instrument, ts, "long", 10_700 + 2 * before.nextInt(40), before.nextDouble(), 0, 2);
        }
      }
    }
    return market;
  }

  private static double price(Random random) {
    return ThreeVenues.at(10_800 + 20 * random.nextDouble());
  }

  private static List<String> upTo(long instant, List<Row> rows) {
    return rows.stream()
        .filter(row -> row.<Timestamp>getAs(2).getTime() * 1000 <= instant)
        .map(Row::toString)
        .toList();
  }

  @Property(tries = 50)
  void whatComesAfterAnInstantDoesNotMoveIt(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll @IntRange(min = 0, max = INSTANTS - 1) int instant) {
    long from = START + instant * QUARTER;
    assertThat(upTo(from, market(seed, -seed, from).sums()))
        .isEqualTo(upTo(from, market(seed, -seed - 1, from).sums()));
  }

  @Property(tries = 30)
  void theOrderOfRowsMovesNothing(@ForAll @IntRange(min = 1, max = 10_000) int seed) {
    ThreeVenues market = market(seed, seed, START);
    List<SeriesBlock.Given> shuffled = new ArrayList<>(market.rows());
    List<String> then = market.sums().stream().map(Row::toString).toList();
    Collections.shuffle(shuffled, new Random(seed));
    List<String> now = ThreeVenues.sums(shuffled).stream().map(Row::toString).toList();
    assertThat(now).isEqualTo(then);
  }
}
