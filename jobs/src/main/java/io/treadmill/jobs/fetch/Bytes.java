package io.treadmill.jobs.fetch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.jobs.fetch.vendors.Packing;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import net.jpountz.lz4.LZ4FrameInputStream;

/**
 * The bytes of a file, read once to the end.
 *
 * @param sha256 hash in hex
 * @param md5 hash in hex
 */
record Bytes(String sha256, String md5) {
  private static final int BUFFER = 1 << 16;
  private static final int SHOWN = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Bytes that are not what the vendor publishes. */
  static final class Wrong extends IOException {
    private static final long serialVersionUID = 1L;

    Wrong(String message) {
      super(message);
    }
  }

  /**
   * Reads a file to its end and unpacks it: sums inside of it are checked.
   *
   * @throws Wrong if it is damaged, cut or something else
   */
  static Bytes check(Path file, Packing packing) throws IOException {
    MessageDigest sha256 = digest("SHA-256");
    MessageDigest md5 = digest("MD5");
    try (InputStream raw = Files.newInputStream(file);
        InputStream in =
            new BufferedInputStream(
                new DigestInputStream(new DigestInputStream(raw, sha256), md5), BUFFER)) {
      checkStart(in, packing);
      try {
        unpack(in, packing);
      } catch (Wrong e) {
        throw e;
      } catch (IOException | IllegalArgumentException e) {
        throw new Wrong("damaged or cut %s: %s".formatted(packing, e.getMessage()));
      }
      drain(in);
    }
    if (packing == Packing.ZIP) {
      try (ZipFile zip = new ZipFile(file.toFile())) {
        if (zip.size() == 0) {
          throw new Wrong("a zip without files");
        }
      } catch (java.util.zip.ZipException e) {
        throw new Wrong("a zip without its directory: " + e.getMessage());
      }
    }
    return new Bytes(hex(sha256), hex(md5));
  }

  /** Returns false if an entity tag is an MD5 as object stores make it, and that of other bytes. */
  boolean fitTag(String etag) {
    String tag = etag == null ? "" : etag.replace("\"", "").toLowerCase(Locale.ROOT);
    return !tag.matches("[0-9a-f]{32}") || tag.equals(md5);
  }

  /** Returns the sha256 of a file in hex. */
  static String sha256(Path file) throws IOException {
    MessageDigest digest = digest("SHA-256");
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      drain(in);
    }
    return hex(digest);
  }

  private static void checkStart(InputStream in, Packing packing) throws IOException {
    in.mark(BUFFER);
    byte[] start = in.readNBytes(SHOWN);
    in.reset();
    int first = start.length < 2 ? -1 : (start[0] & 0xff) << 8 | start[1] & 0xff;
    boolean fits =
        switch (packing) {
          case ZIP -> first == ('P' << 8 | 'K');
          case GZIP -> first == 0x1f8b;
          case LZ4 -> first == 0x0422;
          case JSON -> first >> 8 == '{' || first >> 8 == '[';
        };
    if (!fits) {
      String text =
          new String(start, StandardCharsets.ISO_8859_1).replaceAll("[^\\x20-\\x7e]", "?");
      throw new Wrong("no %s: it begins with \"%s\"".formatted(packing, text));
    }
  }

  private static void unpack(InputStream in, Packing packing) throws IOException {
    switch (packing) {
      case GZIP -> drain(new GZIPInputStream(in, BUFFER));
      case LZ4 -> drain(new LZ4FrameInputStream(in));
      case ZIP -> {
        ZipInputStream zip = new ZipInputStream(in);
        while (zip.getNextEntry() != null) {
          drain(zip);
        }
      }
      case JSON -> {
        try (JsonParser json = JSON.createParser(in)) {
          json.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
          json.nextToken();
          json.skipChildren();
          if (!json.hasCurrentToken() || json.nextToken() != null) {
            throw new Wrong("not one whole JSON document");
          }
        }
      }
    }
  }

  private static void drain(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (in.read(buffer) >= 0) {
      // Sums are checked on the way.
      continue;
    }
  }

  private static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }
}
