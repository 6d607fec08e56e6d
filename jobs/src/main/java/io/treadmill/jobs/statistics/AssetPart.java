package io.treadmill.jobs.statistics;

import io.treadmill.jobs.instrument.SeriesBlock;
import io.treadmill.market.contract.Asset;
import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import scala.Tuple2;

/**
 * A part of the statistics of one asset: what one task computes.
 *
 * @param asset base asset, for example {@code BTC}
 * @param part number of the part, from 0
 */
record AssetPart(String asset, int part) implements Serializable {
  private static final int MOST_PARTS = 4;
  private static final int TASKS_A_THREAD = 4;

  /** Returns a block once for each part of the statistics of its asset. */
  static Iterator<Tuple2<AssetPart, SeriesBlock>> each(SeriesBlock block, int parts) {
    String asset = Asset.ofSymbol(block.key().symbol()).name();
    return IntStream.range(0, parts)
        .mapToObj(part -> new Tuple2<>(new AssetPart(asset, part), block))
        .iterator();
  }

  /** Deals the parts of the assets out in turn, so that tasks have equally many. */
  static final class Tasks extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final List<String> assets;
    private final int parts;
    private final int tasks;

    /**
     * Makes as many parts of each asset as keep all threads busy.
     *
     * @param assets assets in order
     * @param threads tasks that run at the same time
     */
    Tasks(List<String> assets, int threads) {
      this.assets = List.copyOf(assets);
      int count = Math.max(1, assets.size());
      this.parts = Math.min(MOST_PARTS, (threads + count - 1) / count);
      this.tasks = Math.min(parts * count, TASKS_A_THREAD * threads);
    }

    /** Returns the number of parts of each asset. */
    int parts() {
      return parts;
    }

    @Override
    public int numPartitions() {
      return tasks;
    }

    @Override
    public int getPartition(Object key) {
      AssetPart own = (AssetPart) key;
      int place = Collections.binarySearch(assets, own.asset);
      // An asset that is not among them, gone before the last day, goes to the first.
      return Math.floorMod(Math.max(0, place) * parts + own.part, tasks);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Tasks same
          && same.assets.equals(assets)
          && same.parts == parts
          && same.tasks == tasks;
    }

    @Override
    public int hashCode() {
      return Objects.hash(assets, parts, tasks);
    }
  }
}
