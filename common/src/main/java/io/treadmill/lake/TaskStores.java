package io.treadmill.lake;

import java.io.Serializable;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.iceberg.io.FileIO;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * What opens files in tasks. It is sent to each process once: a function of rows that held it would
 * hold every key of Hadoop's configuration, and is written and read for each step and task.
 */
final class TaskStores {
  private final Map<FileIO, Broadcast<Store>> sent = new IdentityHashMap<>();

  /** What opens files. */
  @FunctionalInterface
  interface Store extends Serializable {
    /** Returns it, here or in a task. */
    FileIO io();
  }

  /** Spark closes what it sent and no longer holds, if that can be closed: this cannot. */
  private record Sent(FileIO io) implements Store {}

  /** Returns the same as tasks know it. */
  synchronized Store of(JavaSparkContext tasks, FileIO io) {
    Broadcast<Store> held = sent.computeIfAbsent(io, any -> tasks.broadcast(new Sent(io)));
    return () -> held.value().io();
  }
}
