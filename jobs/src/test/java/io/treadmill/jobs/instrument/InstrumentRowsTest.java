package io.treadmill.jobs.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** In which order a fold reads the rows of blocks that came from several tasks. */
class InstrumentRowsTest {
  private static final SeriesBlock.Key KEY =
      new SeriesBlock.Key(
          "binance", "linear_perp", "BTCUSDT", 20_000, InstrumentSeries.OPEN_INTEREST, "", "");

  private static SeriesBlock block(SeriesBlock.Given... rows) {
    return SeriesBlock.pack(List.of(rows).iterator()).next();
  }

  private static SeriesBlock.Given size(long at, double size) {
    return new SeriesBlock.Given(KEY, at, 0, size);
  }

  private static List<Double> read(SeriesBlock... blocks) {
    List<Double> sizes = new ArrayList<>();
    new InstrumentRows.Sorted(
            List.of(blocks).stream().map(block -> new Tuple2<>(block.key(), block)).iterator())
        .forEachRemaining(row -> sizes.add(row.value("size")));
    return sizes;
  }

  /**
   * Two files of others may tell an instant twice; whichever task is first, the same row counts.
   */
  @Test
  void rowsOfOneInstantAreReadInOneOrderWhicheverBlockComesFirst() {
    SeriesBlock one = block(size(300, 7), size(100, 5));
    SeriesBlock other = block(size(200, 9), size(300, 6));
    assertThat(read(one, other)).containsExactly(5.0, 9.0, 6.0, 7.0);
    assertThat(read(other, one)).containsExactly(5.0, 9.0, 6.0, 7.0);
  }
}
