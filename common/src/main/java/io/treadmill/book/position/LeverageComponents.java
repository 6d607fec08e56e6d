package io.treadmill.book.position;

import io.treadmill.market.MarginTiers;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The components of a book, in a fixed order: spikes by leverage, then boxes by distance. Their
 * names do not depend on the margin tiers, so a state stays readable when tiers change.
 *
 * @param list the components
 */
public record LeverageComponents(List<Component> list) implements Serializable {
  /** Leverages of the spikes. */
  public static final List<Integer> SPIKES = List.of(5, 10, 20, 25, 50, 75, 100, 125, 150);

  /** Edges of the boxes, in buckets of log distance. */
  public static final List<Integer> BOX_EDGES =
      List.of(2, 3, 4, 6, 8, 11, 15, 21, 30, 42, 60, 85, 120, 170, 240, 340, 480);

  private static final double LEAST_DECAY = 0.02;
  private static final double MOST_DECAY = 40;
  private static final double REFERENCE_LEVERAGE = 10;
  private static final double REFERENCE_DISTANCE = 0.1;

  /** Copies the list. */
  public LeverageComponents {
    list = List.copyOf(list);
  }

  /**
   * Returns all components of an instrument.
   *
   * @param tiers margin tiers as of the day
   * @param inverse true for coin-margined contracts, whose losses grow faster than the price
   */
  public static LeverageComponents of(ParameterSet parameters, MarginTiers tiers, boolean inverse) {
    List<Component> all = new ArrayList<>(spikes(SPIKES, parameters, tiers, inverse).list);
    for (int i = 0; i + 1 < BOX_EDGES.size(); i++) {
      int lower = BOX_EDGES.get(i);
      int upper = BOX_EDGES.get(i + 1);
      all.add(Component.box(lower, upper, boxDecay(parameters, lower, upper)));
    }
    return new LeverageComponents(all);
  }

  /** Returns spikes alone, at the given leverages. */
  public static LeverageComponents spikes(
      List<Integer> leverages, ParameterSet parameters, MarginTiers tiers, boolean inverse) {
    List<Component> spikes = new ArrayList<>();
    for (int leverage : leverages) {
      double decay =
          clip(
              parameters.decay()
                  * StrictMath.pow(leverage / REFERENCE_LEVERAGE, parameters.beta()));
      spikes.add(
          Component.spike(
              leverage,
              decay,
              tiers.maintenanceMarginRate(leverage, parameters.spikes()),
              inverse));
    }
    return new LeverageComponents(spikes);
  }

  /** Decay at the geometric middle of the edges. */
  private static double boxDecay(ParameterSet parameters, int lower, int upper) {
    double distance = Math.sqrt((double) lower * upper) * parameters.gridStep();
    return clip(
        parameters.decay() * StrictMath.pow(distance / REFERENCE_DISTANCE, -parameters.beta()));
  }

  private static double clip(double decay) {
    return Math.max(LEAST_DECAY, Math.min(MOST_DECAY, decay));
  }

  /** Returns the number of components. */
  public int count() {
    return list.size();
  }

  /** Returns component k. */
  public Component get(int k) {
    return list.get(k);
  }

  /** Returns the names in order. */
  public List<String> names() {
    return list.stream().map(Component::name).toList();
  }

  /** Returns the names of the columns of a book: the components, then the freshness columns. */
  public List<String> columns() {
    List<String> all = new ArrayList<>(names());
    for (int column = 0; column < Freshness.UNCOVERED_COLUMNS; column++) {
      all.add(Freshness.name(column));
    }
    return List.copyOf(all);
  }
}
