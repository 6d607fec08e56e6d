package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileNotFoundException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.iceberg.hadoop.HadoopFileIO;
import org.apache.iceberg.io.FileInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Hadoop's own disk makes of files, without its processes. */
class LocalDiskTest {
  @TempDir Path folder;

  private static FileSystem open(Class<?> disk) throws Exception {
    Configuration conf = new Configuration();
    conf.set(LocalDisk.KEY, disk.getName());
    conf.set("fs.permissions.umask-mode", "027");
    return FileSystem.newInstance(URI.create("file:///"), conf);
  }

  private static org.apache.hadoop.fs.Path path(Path file) {
    return new org.apache.hadoop.fs.Path(file.toUri());
  }

  private static String permissions(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void filesAndFoldersGetThePermissionsOfHadoopsOwnDisk() throws Exception {
    for (Class<?> disk : new Class<?>[] {LocalDisk.class, LocalFileSystem.class}) {
      Path made = folder.resolve(disk.getSimpleName()).resolve("a b");
      try (FileSystem files = open(disk)) {
        assertThat(files).isExactlyInstanceOf(disk);
        files.mkdirs(path(made));
        try (OutputStream out = files.create(path(made.resolve("file")))) {
          out.write(1);
        }
        assertThat(permissions(made)).isEqualTo("rwxr-x---");
        assertThat(permissions(made.resolve("file"))).isEqualTo("rw-r-----");
        files.setPermission(path(made.resolve("file")), new FsPermission("754"));
        assertThat(permissions(made.resolve("file"))).isEqualTo("rwxr-xr--");
        files.setPermission(path(made), new FsPermission("1777"));
        assertThat(files.getFileStatus(path(made)).getPermission().getStickyBit()).isTrue();
      }
    }
  }

  @Test
  void noProcessIsStarted() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")));
    ProcessHandle own = ProcessHandle.current();
    try (FileSystem files = open(LocalDisk.class)) {
      files.mkdirs(path(folder.resolve("warm")));
      long before = faultsOfChildren(own);
      for (int i = 0; i < 20; i++) {
        files.create(path(folder.resolve("file" + i))).close();
      }
      assertThat(faultsOfChildren(own)).as("page faults of children that ended").isEqualTo(before);
    }
  }

  @Test
  void noProcessIsStartedToList() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")));
    Files.createDirectories(folder.resolve("data/a b"));
    for (String file : List.of("data/a b/1.parquet", "data/2.parquet", "data/.2.parquet.crc")) {
      Files.writeString(folder.resolve(file), file);
    }
    HadoopFileIO io = new HadoopFileIO(new Configuration());
    List<String> byHadoop = new ArrayList<>();
    io.listPrefix(folder.toString()).forEach(file -> byHadoop.add(told(file)));
    long before = faultsOfChildren(ProcessHandle.current());
    List<String> found = new ArrayList<>();
    for (FileInfo file : StoredFiles.below(io, folder.toString())) {
      found.add(told(file));
    }
    assertThat(StoredFiles.below(io, "file:" + folder)).hasSize(2);
    assertThat(faultsOfChildren(ProcessHandle.current())).isEqualTo(before);
    assertThat(found).hasSize(2).containsExactlyInAnyOrderElementsOf(byHadoop);
    assertThatThrownBy(() -> StoredFiles.below(io, folder + "/none"))
        .hasCauseInstanceOf(FileNotFoundException.class);
  }

  /** Hadoop gives a local file the scheme that its folder was named without. */
  private static String told(FileInfo file) {
    return "%s %d %d"
        .formatted(
            path(Path.of(new org.apache.hadoop.fs.Path(file.location()).toUri().getPath())),
            file.size(),
            file.createdAtMillis());
  }

  private static long faultsOfChildren(ProcessHandle process) throws Exception {
    // Each child that ended has left hundreds of page faults here.
    String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[8]);
  }
}
