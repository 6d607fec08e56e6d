package io.treadmill.book.law;

/** How the weights of a model are found. */
public enum FitRule {
  /** One set of weights for both sides. */
  SHARED,
  /** A set a side, pulled towards the shared one: the prior of each side is the shared fit. */
  POOLED,
  /** A set a side, apart from each other. */
  PER_SIDE,
  /** One scalar a side for all columns. */
  ONE_SCALE,
  /** No fit: the model's own weights. */
  NONE
}
