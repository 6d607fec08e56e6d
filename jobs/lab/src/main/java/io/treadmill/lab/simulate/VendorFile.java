package io.treadmill.lab.simulate;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A CSV file in a zip with a checksum beside it, in a gzip, or plain. Rows go straight to disk. The
 * same rows give the same bytes: no times of the machine are in them.
 */
final class VendorFile implements AutoCloseable {
  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);
  private static final int FLUSH_AT = 1 << 16;

  private final Path path;
  private final boolean withChecksum;
  private final MessageDigest sha256;
  private final OutputStream out;
  private byte[] buffer = new byte[FLUSH_AT + 1024];
  private int length;
  private boolean rowHasCells;

  private VendorFile(Path path, boolean withChecksum, String header) throws IOException {
    this.path = path;
    this.withChecksum = withChecksum;
    this.sha256 = sha256();
    Files.createDirectories(path.toAbsolutePath().getParent());
    // The packers write in small pieces.
    OutputStream file =
        new BufferedOutputStream(
            new DigestOutputStream(Files.newOutputStream(path), sha256), FLUSH_AT);
    String name = path.getFileName().toString();
    if (name.endsWith(".zip")) {
      ZipOutputStream zip = new ZipOutputStream(file);
      ZipEntry entry = new ZipEntry(name.substring(0, name.length() - 4) + ".csv");
      entry.setTimeLocal(ENTRY_TIME);
      zip.putNextEntry(entry);
      this.out = zip;
    } else {
      this.out = name.endsWith(".gz") ? new GZIPOutputStream(file, FLUSH_AT) : file;
    }
    if (!header.isEmpty()) {
      text(header).endRow();
    }
  }

  /** Opens a file for writing; its ending decides the packing. No header if it is empty. */
  static VendorFile open(Path path, String header) throws IOException {
    return new VendorFile(path, false, header);
  }

  /** Opens a file that gets a {@code .CHECKSUM} beside it when it is closed. */
  static VendorFile openWithChecksum(Path path, String header) throws IOException {
    return new VendorFile(path, true, header);
  }

  /** Adds a cell; the text is plain ASCII without commas, or a whole row of them. */
  VendorFile text(String cell) {
    separate();
    byte[] bytes = cell.getBytes(StandardCharsets.US_ASCII);
    if (length + bytes.length + 64 > buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length + bytes.length + 64);
    }
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
    return this;
  }

  VendorFile number(long cell) {
    return decimal(cell, 0);
  }

  /** Adds {@code scaled / 10^decimals} with all its decimals. */
  VendorFile decimal(long scaled, int decimals) {
    separate();
    byte[] digits = new byte[24];
    int at = digits.length;
    long rest = Math.abs(scaled);
    int written = 0;
    do {
      if (written == decimals && decimals > 0) {
        digits[--at] = '.';
      }
      digits[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
      written++;
    } while (rest > 0 || written <= decimals);
    if (scaled < 0) {
      digits[--at] = '-';
    }
    System.arraycopy(digits, at, buffer, length, digits.length - at);
    length += digits.length - at;
    return this;
  }

  void endRow() throws IOException {
    buffer[length++] = '\n';
    rowHasCells = false;
    if (length >= FLUSH_AT) {
      flush();
    }
  }

  private void separate() {
    if (rowHasCells) {
      buffer[length++] = ',';
    }
    rowHasCells = true;
    if (length + 64 > buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
  }

  private void flush() throws IOException {
    out.write(buffer, 0, length);
    length = 0;
  }

  @Override
  public void close() throws IOException {
    try (out) {
      flush();
    }
    if (withChecksum) {
      String name = path.getFileName().toString();
      Files.writeString(
          path.resolveSibling(name + ".CHECKSUM"),
          HexFormat.of().formatHex(sha256.digest()) + "  " + name + "\n",
          StandardCharsets.US_ASCII);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot hash: this Java has no SHA-256", e);
    }
  }
}
