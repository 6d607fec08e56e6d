package io.treadmill.jobs.bars;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BooleanSupplier;
import scala.Tuple2;

/** The parts of a task, handed on as minutes close. */
final class PartIterator implements Iterator<Tuple2<Interval, byte[]>> {
  private final TradeKernel kernel;
  private final BooleanSupplier readBatch;
  private boolean finished;

  /** Reads batches into the kernel until the reader says that there was none left. */
  PartIterator(TradeKernel kernel, BooleanSupplier readBatch) {
    this.kernel = kernel;
    this.readBatch = readBatch;
  }

  @Override
  public boolean hasNext() {
    while (kernel.parts().isEmpty() && !finished) {
      if (readBatch.getAsBoolean()) {
        kernel.closeWhenLarge();
      } else {
        finished = true;
        kernel.finish();
      }
    }
    return !kernel.parts().isEmpty();
  }

  @Override
  public Tuple2<Interval, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return kernel.parts().remove();
  }
}
