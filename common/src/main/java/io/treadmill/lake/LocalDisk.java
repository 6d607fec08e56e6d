package io.treadmill.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * The local disk for Hadoop. Without its native library, Hadoop's own starts a process {@code
 * chmod} for each file and folder that it makes: hundreds in a night.
 */
public final class LocalDisk extends LocalFileSystem {
  /** The setting of Hadoop that names the class of the local disk. */
  public static final String KEY = "fs.file.impl";

  /** Hadoop makes it. */
  public LocalDisk() {
    super(new Raw());
  }

  /** The disk without checksums. */
  public static class Raw extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      if (permission.getStickyBit()) {
        super.setPermission(path, permission);
        return;
      }
      String symbols =
          permission.getUserAction().SYMBOL
              + permission.getGroupAction().SYMBOL
              + permission.getOtherAction().SYMBOL;
      Files.setPosixFilePermissions(
          pathToFile(path).toPath(), PosixFilePermissions.fromString(symbols));
    }
  }
}
