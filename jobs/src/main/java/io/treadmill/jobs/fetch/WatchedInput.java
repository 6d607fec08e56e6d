package io.treadmill.jobs.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A body that fails when no byte comes for a while, or when it takes too long as a whole. */
final class WatchedInput extends FilterInputStream {
  private final long idleNanos;
  private final long totalNanos;
  private final long begun = System.nanoTime();
  private final ScheduledFuture<?> task;
  private volatile long lastByte = begun;
  private volatile String lateness;

  WatchedInput(InputStream in, ScheduledExecutorService watch, Duration idle, Duration total) {
    super(in);
    this.idleNanos = idle.toNanos();
    this.totalNanos = total.toNanos();
    long step = Math.max(1, idleNanos / 4);
    this.task = watch.scheduleWithFixedDelay(this::look, step, step, TimeUnit.NANOSECONDS);
  }

  private void look() {
    long now = System.nanoTime();
    if (now - lastByte > idleNanos) {
      end("no byte for %.0f s".formatted(idleNanos / 1e9));
    } else if (now - begun > totalNanos) {
      end("not done in %.0f min".formatted(totalNanos / 60e9));
    }
  }

  private void end(String reason) {
    lateness = reason;
    try {
      in.close();
    } catch (IOException e) {
      // The reader learns the reason.
      lateness = reason + " (" + e.getMessage() + ")";
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n;
    try {
      n = in.read(buffer, offset, length);
    } catch (IOException e) {
      throw lateness == null ? e : new IOException(lateness, e);
    }
    if (lateness != null) {
      throw new IOException(lateness);
    }
    lastByte = System.nanoTime();
    return n;
  }

  @Override
  public void close() throws IOException {
    task.cancel(false);
    in.close();
  }
}
