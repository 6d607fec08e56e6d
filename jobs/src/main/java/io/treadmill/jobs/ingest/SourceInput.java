package io.treadmill.jobs.ingest;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.lake.ArchiveStore;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The bytes of one vendor file, unpacked as a stream: plain, gzip, zip, zstd, lz4 or bzip2, told by
 * the first bytes and not by the name. Only real bytes are counted, no size that an archive claims
 * is believed. A zip may hold several files if all are named as files of its kind and symbol.
 */
final class SourceInput {
  /** Most entries of a zip: more than the days of a year. */
  static final int MAX_ENTRIES = 400;

  /** Most bytes that one packed byte may become, once more than {@link #FREE_BYTES} came out. */
  static final int MAX_RATIO = 200;

  private static final long FREE_BYTES = 16L << 20;
  private static final int BUFFER = 1 << 16;
  private static final int ZIP_TAIL = 22;
  private static final int MAX_NAME = 255;

  /** Endings of names that promise a packed file. */
  private static final Pattern PACKED = Pattern.compile("(?i)\\.(zip|gz|zst|lz4|bz2)$");

  /** Entries that systems add to what a user packs. */
  private static final Pattern ADDED =
      Pattern.compile("(^|/)(__MACOSX/|\\._|\\.DS_Store$|Thumbs\\.db$|desktop\\.ini$)");

  /** Control and formatting characters, and the separator of another system. */
  private static final Pattern NOT_PLAIN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\\\]");

  private final FileSystem fs;
  private final Path path;
  private final Predicate<String> isOfKind;

  /** An input or output error of the storage, not of what is packed. */
  private static final class StorageError extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    StorageError(IOException cause) {
      super(cause);
    }
  }

  /**
   * Makes one.
   *
   * @param isOfKind tells of the name of a zip entry if it is of the kind of the file
   */
  SourceInput(FileSystem fs, Path path, Predicate<String> isOfKind) {
    this.fs = fs;
    this.path = path;
    this.isOfKind = isOfKind;
  }

  /**
   * Reads the file, each entry of a zip with a format of its own, and returns the sha256 of the
   * packed bytes.
   *
   * @throws RefusedFile if the file is damaged, hostile or not what its name says
   */
  String read(Supplier<FileFormat> formats, RecordSink sink) throws IOException {
    MessageDigest digest = ArchiveStore.newSha256();
    try (PackedInput packed = new PackedInput(fs.open(path), digest)) {
      unpack(packed, formats, sink);
      packed.drain();
    } catch (StorageError e) {
      throw e.getCause();
    } catch (EOFException e) {
      throw new RefusedFile("the file ends too early (cut off: fetch it again)");
    } catch (IOException e) {
      throw new RefusedFile("damaged archive: " + e.getMessage() + " (fetch it again)");
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Returns the first characters of the file, unpacked; of a zip those of its first entry. What
   * cannot be unpacked is returned as far as it could.
   */
  static String begin(FileSystem fs, Path path, int length) throws IOException {
    try (PackedInput packed = new PackedInput(fs.open(path), ArchiveStore.newSha256())) {
      byte[] magic = packed.peek();
      InputStream in = packed;
      if (startsWith(magic, 'P', 'K', 3, 4)) {
        ZipInputStream zip = new ZipInputStream(packed, StandardCharsets.ISO_8859_1);
        ZipEntry entry = nextEntry(zip);
        while (entry != null && (entry.isDirectory() || ADDED.matcher(entry.getName()).find())) {
          entry = nextEntry(zip);
        }
        in = zip;
      } else {
        InputStream unpacked = unpacked(packed, magic);
        in = unpacked == null ? packed : unpacked;
      }
      return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    } catch (StorageError e) {
      throw e.getCause();
    } catch (IOException | RefusedFile e) {
      return "";
    }
  }

  private void unpack(PackedInput packed, Supplier<FileFormat> formats, RecordSink sink)
      throws IOException {
    byte[] magic = packed.peek();
    if (magic.length == 0) {
      throw new RefusedFile("the file is empty (0 bytes: fetch it again)");
    }
    if (startsWith(magic, 'P', 'K', 3, 4)) {
      unzip(packed, formats, sink);
      return;
    }
    InputStream unpacked = unpacked(packed, magic);
    if (unpacked != null) {
      formats.get().read(new Limited(unpacked, packed), sink);
    } else if (startsWith(magic, 'P', 'K')) {
      throw new RefusedFile("a zip without entries (fetch it again)");
    } else if (startsWith(magic, 'P', 'A', 'R', '1') && !formats.get().readsParquet()) {
      throw new RefusedFile("a Parquet file (set archive.uri to its folder: no import is needed)");
    } else if (looksLikeMarkup(magic)) {
      throw new RefusedFile(
          "a web page instead of data: %s (an error of the download: fetch it again)"
              .formatted(printable(magic)));
    } else if (PACKED.matcher(path.getName()).find()) {
      throw new RefusedFile("not a " + ending() + " archive, whatever its name (fetch it again)");
    } else {
      formats.get().read(packed, sink);
    }
  }

  /** Returns the bytes of a packed stream; null if it is not packed. */
  private static InputStream unpacked(PackedInput packed, byte[] magic) throws IOException {
    if (startsWith(magic, 0x1f, 0x8b)) {
      return new GZIPInputStream(packed, BUFFER);
    }
    if (startsWith(magic, 0x28, 0xb5, 0x2f, 0xfd)) {
      return new ZstdInputStreamNoFinalizer(packed);
    }
    if (startsWith(magic, 4, 0x22, 0x4d, 0x18)) {
      return new FramedLZ4CompressorInputStream(packed, true);
    }
    if (startsWith(magic, 'B', 'Z', 'h')) {
      return new BZip2CompressorInputStream(packed, true);
    }
    return null;
  }

  private String ending() {
    return path.getName().substring(path.getName().lastIndexOf('.') + 1);
  }

  private void unzip(PackedInput packed, Supplier<FileFormat> formats, RecordSink sink)
      throws IOException {
    ZipInputStream zip = new Entries(packed);
    int entries = 0;
    List<String> read = new ArrayList<>();
    for (ZipEntry entry = nextEntry(zip); entry != null; entry = nextEntry(zip)) {
      if (++entries > MAX_ENTRIES) {
        throw new RefusedFile("more than " + MAX_ENTRIES + " entries in the zip");
      }
      String name = entry.getName();
      checkName(name);
      if (entry.isDirectory() || ADDED.matcher(name).find()) {
        continue;
      }
      read.add(name);
      if (read.size() > 1) {
        read.stream().filter(isOfKind.negate()).findFirst().ifPresent(SourceInput::refuseEntry);
      }
      sink.entry(name);
      formats.get().read(new Limited(zip, packed), sink);
    }
    packed.drain();
    if (read.isEmpty()) {
      throw new RefusedFile("no file in the zip");
    }
    if (read.size() > 1) {
      sink.note("several files in one zip are read as one");
    }
    if (!packed.hasZipEnd()) {
      throw new RefusedFile("the zip ends before its directory (cut off: fetch it again)");
    }
  }

  private static void refuseEntry(String name) {
    throw new RefusedFile(
        "more than one file in the zip, and %s is not named as one of its kind and symbol (unpack it)"
            .formatted(printable(name)));
  }

  private static ZipEntry nextEntry(ZipInputStream zip) throws IOException {
    try {
      return zip.getNextEntry();
    } catch (IllegalArgumentException e) {
      throw new RefusedFile("the name of a zip entry is not text: " + e.getMessage());
    }
  }

  /** Nothing is ever written under an entry's name; a hostile name says the file is hostile. */
  private static void checkName(String name) {
    boolean plain = name.length() <= MAX_NAME && !NOT_PLAIN.matcher(name).find();
    if (!plain || name.startsWith("/") || name.contains("..") || name.contains(":")) {
      throw new RefusedFile("Invalid name of a zip entry: " + printable(name));
    }
  }

  private static boolean startsWith(byte[] bytes, int... magic) {
    if (bytes.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((bytes[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean looksLikeMarkup(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1).stripLeading();
    return text.startsWith("<");
  }

  private static String printable(byte[] bytes) {
    return printable(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  static String printable(String text) {
    String plain = text.replaceAll("\\p{C}", "?");
    return plain.length() <= 80 ? plain : plain.substring(0, 80) + "..";
  }

  /**
   * The entries of a zip, read in large pieces: by itself it asks for 512 bytes at a time. Names
   * that are not UTF-8 are read as Latin: nothing is ever written under them.
   */
  private static final class Entries extends ZipInputStream {
    Entries(InputStream packed) {
      super(packed, StandardCharsets.ISO_8859_1);
      in = new PushbackInputStream(packed, BUFFER);
      buf = new byte[BUFFER];
    }
  }

  /** An input in which a byte is read as many are. */
  private abstract static class CountedInput extends FilterInputStream {
    CountedInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }
  }

  /** The packed bytes: hashed and counted; the last of them are kept for the end of a zip. */
  private static final class PackedInput extends CountedInput {
    private byte[] head;
    private int headAt;
    private long count;
    private final byte[] tail = new byte[1 << 10];

    PackedInput(InputStream in, MessageDigest digest) throws IOException {
      super(new DigestInputStream(new java.io.BufferedInputStream(in, BUFFER), digest));
      head = stored(() -> this.in.readNBytes(64));
    }

    private interface Stored<T> {
      T read() throws IOException;
    }

    /** Tells an error of the storage from one of the unpacking that asked for bytes. */
    private static <T> T stored(Stored<T> read) throws IOException {
      try {
        return read.read();
      } catch (IOException e) {
        throw new StorageError(e);
      }
    }

    byte[] peek() {
      return head;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n;
      if (headAt < head.length) {
        n = Math.min(length, head.length - headAt);
        System.arraycopy(head, headAt, buffer, offset, n);
        headAt += n;
      } else {
        n = stored(() -> in.read(buffer, offset, length));
      }
      for (int i = Math.max(0, n - tail.length); i < n; i++) {
        tail[(int) ((count + i) % tail.length)] = buffer[offset + i];
      }
      count += Math.max(0, n);
      return n;
    }

    @Override
    public int available() throws IOException {
      return headAt < head.length ? head.length - headAt : in.available();
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    long count() {
      return count;
    }

    void drain() throws IOException {
      byte[] buffer = new byte[BUFFER];
      while (read(buffer, 0, buffer.length) >= 0) {
        // The hash and the end of the file need every byte.
        continue;
      }
    }

    /** Returns true if the last bytes hold the end record of a zip directory. */
    boolean hasZipEnd() {
      int length = (int) Math.min(count, tail.length);
      byte[] last = new byte[length];
      for (int i = 0; i < length; i++) {
        last[i] = tail[(int) ((count - length + i) % tail.length)];
      }
      for (int i = length - ZIP_TAIL; i >= 0; i--) {
        if (startsWith(Arrays.copyOfRange(last, i, i + 4), 'P', 'K', 5, 6)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Unpacked bytes with a limit on how many one packed byte may become; close is the owner's. */
  private static final class Limited extends CountedInput {
    private final PackedInput packed;
    private long out;

    Limited(InputStream in, PackedInput packed) {
      super(in);
      this.packed = packed;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = in.read(buffer, offset, length);
      out += Math.max(0, n);
      if (out > FREE_BYTES && out / MAX_RATIO > packed.count()) {
        throw new RefusedFile(
            "one packed byte becomes more than " + MAX_RATIO + " (a zip bomb, or no market data)");
      }
      return n;
    }

    @Override
    public void close() {}
  }
}
