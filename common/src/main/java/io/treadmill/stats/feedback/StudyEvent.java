package io.treadmill.stats.feedback;

import io.treadmill.market.Side;
import java.io.Serializable;

/** An event of a test that pools those of many instruments. */
public interface StudyEvent extends Serializable {
  /** Returns when its outcome was known, microseconds; no value of it is later. */
  long completeMicros();

  /** Returns the side of the positions concerned. */
  Side side();
}
