package io.treadmill.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.cluster.FaultyProxy.Fault;
import io.treadmill.lab.cluster.ObjectStore.Bucket;
import io.treadmill.lab.cluster.Processes.Ended;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Archive and lake in a bucket of an S3 server that is a process of its own. */
@Tag("sweep")
class ObjectStoreIT {
  private static SmallMarket market;
  private static ObjectStore store;

  @BeforeAll
  static void startTheServer() throws IOException, InterruptedException {
    market = SmallMarket.shared();
    store = new ObjectStore(market.folder("s3"));
  }

  @AfterAll
  static void stopTheServer() {
    if (store != null) {
      store.close();
    }
  }

  @Test
  void importAndNightlyRunInABucketGiveTheRowsOfLocalFolders()
      throws IOException, InterruptedException {
    Bucket bucket = store.bucket("market", store.port());

    succeed(ingest(bucket));
    succeed(nightly(bucket));

    assertThat(bucket.files("archive")).noneMatch(path -> path.contains("_staging"));
    assertThat(bucket.rows().byTable()).isNotEmpty().isEqualTo(market.expected().byTable());
  }

  @Test
  void aNightOverAStoreWithFaultsGivesTheSameRows() throws IOException, InterruptedException {
    try (FaultyProxy proxy = new FaultyProxy(store.port())) {
      Bucket bucket = store.bucket("faulty", proxy.port());
      proxy.meet(List.of(Fault.values()), .05);

      succeed(ingest(bucket));
      succeed(nightly(bucket));

      System.out.println(proxy.done());
      assertThat(bucket.rows().byTable()).isEqualTo(market.expected().byTable());
    }
  }

  private static Ended ingest(Bucket bucket) throws IOException, InterruptedException {
    return bucket.run("ingest", "binance", market.perpetual().toString());
  }

  private static Ended nightly(Bucket bucket) throws IOException, InterruptedException {
    String report = bucket.report().toString();
    return bucket.run("nightly", "--date", SmallMarket.DAY, "--out", report);
  }

  private static void succeed(Ended ended) {
    assertThat(ended.exitCode()).as(ended.output()).isZero();
  }
}
