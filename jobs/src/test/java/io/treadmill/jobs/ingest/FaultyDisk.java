package io.treadmill.jobs.ingest;

import static io.treadmill.lake.LocalDisk.KEY;

import io.treadmill.lake.LocalDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk, with a power switch and a quota: at a chosen step that changes files it is as if
 * the process had died, before the step or after it; or it is full after so many bytes. A process
 * that is dead does nothing more.
 */
public final class FaultyDisk extends LocalFileSystem {
  /** What the disk does; one test at a time uses it. */
  private static volatile Plan plan = new Plan("", Integer.MAX_VALUE, false, Long.MAX_VALUE);

  /** Of a new process; Hadoop makes them. */
  public FaultyDisk() {
    super(new Raw());
  }

  /** Somebody who is dead. */
  static final class Death extends IOException {
    private static final long serialVersionUID = 1L;

    Death(String step) {
      super("died at: " + step);
    }
  }

  private static final class Plan {
    final String below;
    final int step;
    final boolean after;
    final List<String> steps = new ArrayList<>();
    long free;
    boolean dead;

    Plan(String below, int step, boolean after, long free) {
      this.below = below;
      this.step = step;
      this.after = after;
      this.free = free;
    }

    synchronized boolean diesBefore(String what) throws IOException {
      alive(what);
      steps.add(what);
      dead = steps.size() == step && !after;
      return dead;
    }

    synchronized void after(String what) throws IOException {
      if (steps.size() >= step && after) {
        dead = true;
        throw new Death("after " + what);
      }
    }

    synchronized void alive(String what) throws IOException {
      if (dead) {
        throw new Death(what);
      }
    }

    synchronized void take(long bytes) throws IOException {
      free -= bytes;
      if (free < 0) {
        throw new IOException("No space left on device");
      }
    }
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  /**
   * Work below a folder on a disk that dies at a step, counted from 1; returns the steps that it
   * took.
   */
  public static List<String> dying(
      Path folder, int step, boolean after, Configuration conf, Runnable work) {
    return with(new Plan(folder.toUri().getPath(), step, after, Long.MAX_VALUE), conf, work);
  }

  /** Work below a folder on a disk with so many free bytes. */
  static void full(Path folder, long free, Configuration conf, Runnable work) {
    with(new Plan(folder.toUri().getPath(), Integer.MAX_VALUE, false, free), conf, work);
  }

  private static List<String> with(Plan wanted, Configuration conf, Runnable work) {
    Plan before = plan;
    plan = wanted;
    conf.set(KEY, FaultyDisk.class.getName());
    conf.set(KEY + ".disable.cache", "true");
    try {
      work.run();
    } finally {
      plan = before;
      conf.set(KEY, LocalDisk.class.getName());
      conf.unset(KEY + ".disable.cache");
    }
    return wanted.steps;
  }

  /** A step that changes something else than a file, a database: the process may die before it. */
  public static void act(String what) {
    try {
      if (!plan.below.isEmpty() && plan.diesBefore(what)) {
        throw new Death("before " + what);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T step(String name, Path path, Step<T> step) throws IOException {
    Plan now = plan;
    if (!path.toUri().getPath().startsWith(now.below) || now.below.isEmpty()) {
      return step.run();
    }
    String what = name + " " + path.getParent().getName() + "/" + path.getName();
    if (now.diesBefore(what)) {
      throw new Death("before " + what);
    }
    T result = step.run();
    now.after(what);
    return result;
  }

  private static final class Raw extends LocalDisk.Raw {
    private static FSDataOutputStream faulty(Path path, FSDataOutputStream out) throws IOException {
      return new FSDataOutputStream(new Written(path, out), null);
    }

    @Override
    public FSDataOutputStream create(
        Path path, boolean overwrite, int buffer, short copies, long block, Progressable progress)
        throws IOException {
      return faulty(
          path,
          step(
              "create",
              path,
              () -> super.create(path, overwrite, buffer, copies, block, progress)));
    }

    @Override
    public FSDataOutputStream create(
        Path path,
        FsPermission permission,
        boolean overwrite,
        int buffer,
        short copies,
        long block,
        Progressable progress)
        throws IOException {
      return faulty(
          path,
          step(
              "create",
              path,
              () -> super.create(path, permission, overwrite, buffer, copies, block, progress)));
    }

    @Override
    public FSDataOutputStream createNonRecursive(
        Path path,
        FsPermission permission,
        EnumSet<CreateFlag> flags,
        int buffer,
        short copies,
        long block,
        Progressable progress)
        throws IOException {
      return faulty(
          path,
          step(
              "create",
              path,
              () ->
                  super.createNonRecursive(
                      path, permission, flags, buffer, copies, block, progress)));
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
      return step("rename to", to, () -> super.rename(from, to));
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
      return step("delete", path, () -> super.delete(path, recursive));
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
      return step("mkdirs", path, () -> super.mkdirs(path));
    }

    @Override
    public FSDataInputStream open(Path path, int buffer) throws IOException {
      plan.alive("open");
      return super.open(path, buffer);
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
      plan.alive("list");
      return super.listStatus(path);
    }
  }

  /** A file that is written when it is closed; half of it, if the process dies before. */
  private static final class Written extends OutputStream {
    private final Path path;
    private final OutputStream out;
    private final Plan process = plan;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean isClosed;

    Written(Path path, OutputStream out) {
      this.path = path;
      this.out = out;
    }

    @Override
    public void write(int value) {
      bytes.write(value);
    }

    @Override
    public void write(byte[] from, int offset, int count) {
      bytes.write(from, offset, count);
    }

    @Override
    public void close() throws IOException {
      if (isClosed) {
        return;
      }
      isClosed = true;
      try (out) {
        if (process != plan) { // Java closes what a dead process left open; that writes nothing.
          return;
        }
        try {
          step(
              "close",
              path,
              () -> {
                if (!plan.below.isEmpty() && path.toUri().getPath().startsWith(plan.below)) {
                  plan.take(bytes.size());
                }
                bytes.writeTo(out);
                return null;
              });
        } catch (IOException e) {
          out.write(bytes.toByteArray(), 0, bytes.size() / 2);
          throw e;
        }
      }
    }
  }
}
