package io.treadmill.lab.simulate;

import io.treadmill.book.map.BookFold;
import io.treadmill.book.map.Heatmap;
import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.map.MapGrid;
import io.treadmill.book.models.HobbyMap;
import io.treadmill.book.position.BookState;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.LeverageComponents;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.Step;
import io.treadmill.book.score.Score;
import io.treadmill.market.BarClock;
import io.treadmill.market.MarginTiers;
import io.treadmill.market.Side;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Holds maps against the true book of a world: once a day, the rank correlation over the 20 cells
 * of 1 % within 10 % of price, longs below and shorts above.
 */
public final class MapCheck {
  private static final int BOOK_WARM_UP_DAYS = 7;
  private static final MapGrid GRID = MapGrid.of(15, 10, 0.12);

  private final SimulatedBars bars;
  private final HeatmapModel book;
  private final HeatmapModel hobby;

  private MapCheck(World world, long seed) {
    bars = new SimulatedBars(world, seed, 0);
    MarginTiers tiers = bars.tiers();
    LeverageComponents components = LeverageComponents.of(ParameterSet.SIMULATED, tiers, false);
    var before = SimulatedBars.firstDay().minusDays(1);
    book =
        new BookFold(
            ParameterSet.SIMULATED,
            components,
            ContractValue.linear(),
            BookState.start(ParameterSet.SIMULATED, components.count(), before, Double.NaN));
    hobby = new HobbyMap(tiers, ContractValue.linear(), false);
  }

  /**
   * What one seed gave.
   *
   * @param book mean daily rank correlation of the first model's map
   * @param hobby mean daily rank correlation of the hobby map
   */
  public record Correlation(double book, double hobby) {}

  /** Prints a row for each seed and returns the rows. */
  public static List<Correlation> print(
      World world, List<Long> seeds, int days, Consumer<String> out) {
    out.accept(
        "rank correlation with the true book within 10 % of price, mean of " + days + " days");
    out.accept("seed   book  hobby");
    return seeds.stream()
        .map(
            seed -> {
              Correlation row = new MapCheck(world, seed).measure(days);
              out.accept(
                  String.format(Locale.ROOT, "%4d  %5.2f  %5.2f", seed, row.book(), row.hobby()));
              return row;
            })
        .toList();
  }

  private Correlation measure(int days) {
    double bookSum = 0;
    double hobbySum = 0;
    for (int day = 0; day < BOOK_WARM_UP_DAYS + days; day++) {
      for (int bar = 0; bar < BarClock.BARS_OF_A_DAY; bar++) {
        Step step = bars.next();
        book.step(step);
        hobby.step(step);
      }
      if (day >= BOOK_WARM_UP_DAYS) {
        double[] truth = bars.truth();
        bookSum += Score.spearman(truth, cells(book));
        hobbySum += Score.spearman(truth, cells(hobby));
      }
    }
    return new Correlation(bookSum / days, hobbySum / days);
  }

  private double[] cells(HeatmapModel model) {
    double[] cells = new double[2 * SimulatedBars.CELLS_A_SIDE];
    Heatmap map = model.heatmap(0, bars.close(), GRID);
    for (Side side : Side.values()) {
      for (int i = 0; i < map.rows(); i++) {
        int cell = SimulatedBars.cell(side, map.bucket(i), bars.close());
        if (cell >= 0) {
          cells[cell] += map.expectedUsd(side, i);
        }
      }
    }
    return cells;
  }
}
