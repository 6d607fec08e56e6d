package io.treadmill.lake;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** The few things that are done to files of an archive, on a local path or an object store. */
public final class ArchiveStore {
  /** Name of a file that several symbols share. */
  public static final String SHARED = "all";

  private static final Pattern OF_IMPORT =
      Pattern.compile(".*-\\d{8}T\\d{6}Z-[0-9a-f]{8}\\.parquet");

  /** What object stores answer if a file is not what was seen. */
  private static final Set<String> CHANGED =
      Set.of("RemoteFileChangedException", "FileAlreadyExistsException");

  private static final int BUFFER = 1 << 16;
  private static final int NAME_HASH_BYTES = 6;

  private ArchiveStore() {}

  /** Returns the file system of a path; a local one without Hadoop's side files. */
  public static FileSystem of(Path path, Configuration conf) throws IOException {
    FileSystem fs = path.getFileSystem(conf);
    return fs instanceof LocalFileSystem local ? local.getRawFileSystem() : fs;
  }

  /** Opens a Parquet file. Parquet itself would read all defaults of Hadoop for each. */
  static ParquetFileReader open(HadoopInputFile file) throws IOException {
    return ParquetFileReader.open(
        file, HadoopReadOptions.builder(file.getConfiguration(), file.getPath()).build());
  }

  /** Returns the sha256 of a file in hex. */
  public static String sha256(FileSystem fs, Path path) throws IOException {
    return sha256(fs, path, 0);
  }

  /** Returns the sha256 of the last bytes of a file in hex. */
  static String sha256(FileSystem fs, FileStatus file, long last) throws IOException {
    return sha256(fs, file.getPath(), file.getLen() - last);
  }

  private static String sha256(FileSystem fs, Path path, long from) throws IOException {
    MessageDigest digest = newSha256();
    byte[] buffer = new byte[BUFFER];
    try (FSDataInputStream in = fs.open(path)) {
      in.seek(from);
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Returns a new sha256 digest. */
  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns a name of a file for a symbol of any script: plain letters, digits, dots and dashes; a
   * symbol with others ends in a hash of it, and so does {@link #SHARED}: no two share a name.
   */
  public static String plainName(String symbol) {
    String plain = symbol.replaceAll("[^A-Za-z0-9._-]", "-");
    if (plain.equals(symbol) && !plain.equals(SHARED)) {
      return plain;
    }
    byte[] hash = newSha256().digest(symbol.getBytes(StandardCharsets.UTF_8));
    return plain + "-" + HexFormat.of().formatHex(hash, 0, NAME_HASH_BYTES);
  }

  /** Replaces a small file so that a reader sees the old bytes or the new ones. */
  static void put(FileSystem fs, Path path, byte[] bytes) throws IOException {
    String scheme = fs.getUri().getScheme();
    boolean renames = Set.of("file", "hdfs").contains(scheme);
    Path target = renames ? new Path(path.getParent(), "." + path.getName() + ".new") : path;
    try (OutputStream out = fs.create(target, true)) {
      out.write(bytes);
    }
    if (scheme.equals("hdfs")) {
      FileContext.getFileContext(fs.getUri(), fs.getConf())
          .rename(target, path, Options.Rename.OVERWRITE);
    } else if (renames && !fs.rename(target, path)) {
      throw new IOException("Cannot rename " + target + " to " + path);
    }
  }

  /**
   * Replaces a small file if it is still what was seen, where the store can tell; others replace it
   * as {@link #put(FileSystem, Path, byte[])} does.
   *
   * @param seen what was seen; null if there was none
   * @return false if somebody else has replaced it
   */
  static boolean put(FileSystem fs, Path path, byte[] bytes, FileStatus seen) throws IOException {
    if (!fs.hasPathCapability(path, CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE)) {
      put(fs, path, bytes);
      return true;
    }
    var builder = fs.createFile(path).overwrite(true);
    if (seen == null) {
      builder.must(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
    } else {
      builder.must(
          CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE_ETAG,
          ((EtagSource) seen).getEtag());
    }
    try (OutputStream out = builder.build()) {
      out.write(bytes);
    } catch (IOException e) {
      if (CHANGED.contains(e.getClass().getSimpleName())) {
        return false;
      }
      throw e;
    }
    return true;
  }

  /** Returns what is known of a file; null if there is none. */
  static FileStatus status(FileSystem fs, Path path) throws IOException {
    try {
      return fs.getFileStatus(path);
    } catch (java.io.FileNotFoundException e) {
      return null;
    }
  }

  /** Returns true if a name ends in the id of a run: an import of Treadmill wrote the part. */
  static boolean isOfImport(String name) {
    return OF_IMPORT.matcher(name).matches();
  }

  /** Returns the files of a folder sorted by path; none if there is no such folder. */
  static List<FileStatus> list(FileSystem fs, Path folder) {
    try {
      FileStatus[] found = fs.listStatus(folder);
      Arrays.sort(found);
      return List.of(found);
    } catch (java.io.FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns true for data files: Parquet, not hidden. */
  static boolean isData(FileStatus file) {
    String name = file.getPath().getName();
    return file.isFile()
        && name.endsWith(".parquet")
        && !name.startsWith("_")
        && !name.startsWith(".");
  }
}
