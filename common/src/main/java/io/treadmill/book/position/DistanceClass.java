package io.treadmill.book.position;

import io.treadmill.market.Side;

/** How far from its entry a component is liquidated: effective leverage in three classes. */
public enum DistanceClass {
  /** Within 2 % of entry: effective leverage over about 50. */
  NEAR(20),
  /** 2 to 5 % from entry: about 20 to 50. */
  MIDDLE(50),
  /** Over 5 % from entry: under about 20. */
  FAR(Integer.MAX_VALUE);

  private final int mostBuckets;

  DistanceClass(int mostBuckets) {
    this.mostBuckets = mostBuckets;
  }

  /** Returns the class of a component by the mean of its taps; FAR if the tiers forbid it. */
  static DistanceClass of(Component component, Side side) {
    double mean = 0;
    for (int i = 0; i < component.tapCount(side); i++) {
      mean += component.tap(side, i) * Math.abs(component.firstOffset(side) + i);
    }
    if (component.tapCount(side) == 0) {
      return FAR;
    }
    for (DistanceClass one : values()) {
      if (mean <= one.mostBuckets) {
        return one;
      }
    }
    return FAR;
  }

  /** Returns the class of each component. */
  public static DistanceClass[] of(LeverageComponents components, Side side) {
    DistanceClass[] classes = new DistanceClass[components.count()];
    for (int k = 0; k < classes.length; k++) {
      classes[k] = of(components.get(k), side);
    }
    return classes;
  }
}
