package io.treadmill.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.market.BarClock;
import io.treadmill.market.PriceGrid;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MapDayTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 31);
  private static final long START = UtcDays.startMicros(DAY);
  private static final long QUARTER = 900_000_000L;

  @Property(tries = 100)
  void packedCodesComeBack(
      @ForAll @Size(min = 1, max = 200) char[] codes, @ForAll @IntRange(min = 1, max = 20) int rows)
      throws DataFormatException {
    assertThat(unpack(MapDay.pack(codes, rows), codes.length, rows)).isEqualTo(codes);
  }

  private static char[] unpack(String packed, int count, int rows) throws DataFormatException {
    byte[] planes = new byte[2 * count];
    Inflater inflater = new Inflater();
    inflater.setInput(Base64.getDecoder().decode(packed));
    assertThat(inflater.inflate(planes)).isEqualTo(planes.length);
    inflater.end();
    char[] codes = new char[count];
    for (int i = 0; i < count; i++) {
      int folded = (planes[i] & 0xff) | (planes[count + i] & 0xff) << 8;
      int change = (folded >>> 1) ^ -(folded & 1);
      codes[i] = (char) ((i < rows ? 0 : codes[i - rows]) + change);
    }
    return codes;
  }

  @Test
  void columnsComeInAnyOrderAndCellsWithoutARowHaveNoValue() {
    MapBuilder builder = new MapBuilder(2);
    builder.add(
        MadeUpMarket.run(
            START + QUARTER, Side.SHORT, new int[] {104}, new double[] {5e5}, new double[1]));
    builder.add(
        MadeUpMarket.run(
            START,
            Side.LONG,
            new int[] {102, 100},
            new double[] {2e6, 1e6},
            new double[] {5e5, 0}));

    MapDay day = builder.build().get(0);

    assertThat(day.minutes()).containsExactly(0, 15);
    assertThat(day.firstBucket()).isEqualTo(100);
    assertThat(day.rows()).isEqualTo(3);
    assertThat(day.longs())
        .containsExactly(UsdCode.of(1e6), UsdCode.of(2e6), '\0', '\0', '\0', '\0');
    assertThat(day.shorts()).containsExactly('\0', '\0', '\0', '\0', '\0', UsdCode.of(5e5));
  }

  @Test
  void refusesCellsThatAreNotOnOneGrid() {
    MapBuilder builder = new MapBuilder(2);
    builder.add(
        MadeUpMarket.run(
            START, Side.LONG, new int[] {100, 103}, new double[] {1, 1}, new double[2]));
    assertThatThrownBy(builder::build).hasMessageContaining("heatmap.step-bp");
  }

  @Test
  void refusesDaysThatAreNotOnOneGrid() {
    MapBuilder builder = new MapBuilder(2);
    builder.add(
        MadeUpMarket.run(START, Side.LONG, new int[] {100}, new double[] {1}, new double[1]));
    builder.add(
        MadeUpMarket.run(
            START + BarClock.DAY_MICROS,
            Side.LONG,
            new int[] {103},
            new double[] {1},
            new double[1]));
    assertThatThrownBy(builder::build).hasMessageContaining("heatmap.step-bp");
  }

  @Test
  void aPixelShowsTheLargestCellItCovers() {
    // The middle in price lies just above the middle in log price, inside the cell of 30.
    MapBuilder builder = new MapBuilder(2);
    for (int column = 0; column < 96; column++) {
      builder.add(
          MadeUpMarket.run(
              START + column * QUARTER,
              Side.LONG,
              new int[] {1000, 1002, 1004, 1006},
              new double[] {10, column == 17 ? 7e6 : 20, 30, 40},
              new double[4]));
    }
    char[] pixels =
        HeatImage.codes(
            builder.build(),
            UtcDays.of(DAY),
            PriceGrid.lowerEdge(1000),
            PriceGrid.lowerEdge(1008),
            4,
            2);
    assertThat(pixels)
        .containsExactly(
            UsdCode.of(40),
            UsdCode.of(40),
            UsdCode.of(40),
            UsdCode.of(40),
            UsdCode.of(7e6),
            UsdCode.of(30),
            UsdCode.of(30),
            UsdCode.of(30));
  }

  @Test
  void theScaleEndsAtPowersOfTen() {
    MapBuilder builder = new MapBuilder(1);
    builder.add(
        MadeUpMarket.run(
            START,
            Side.LONG,
            new int[] {1, 2, 3, 4},
            new double[] {30, 4_000, 50_000, 800_000},
            new double[4]));
    assertThat(MapScale.of(builder.build())).isEqualTo(new ReportData.Scale(100, 1e6));
    assertThat(MapScale.of(List.of())).isEqualTo(new ReportData.Scale(1e3, 1e6));
  }

  @Test
  void dataCannotEndTheScriptElement() {
    assertThat(HtmlPage.escapeScript("{\"a\":\"</script><!--&\"}"))
        .isEqualTo("{\"a\":\"\\u003c/script\\u003e\\u003c!--\\u0026\"}");
  }
}
