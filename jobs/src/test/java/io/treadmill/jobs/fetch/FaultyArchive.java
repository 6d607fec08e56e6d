package io.treadmill.jobs.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A small host of files that answers ranges and tags as real ones do, and fails where it is told.
 */
public final class FaultyArchive implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");
  private static final int CHUNK = 4096;

  /** One way to answer badly. */
  @FunctionalInterface
  public interface Fault {
    /** Answers a request for these bytes. */
    void answer(HttpExchange exchange, byte[] bytes) throws IOException;
  }

  /**
   * One request that came.
   *
   * @param method GET or HEAD
   * @param path its path
   * @param offset first byte that was asked for; -1 for all
   * @param headers names and values of its headers
   */
  public record Request(
      String method, String path, long offset, Map<String, List<String>> headers) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, Deque<Fault>> faults = new ConcurrentHashMap<>();
  private final Map<String, Fault> always = new ConcurrentHashMap<>();
  private final List<Request> requests = new ArrayList<>();
  private volatile long pauseMillis;
  private long bodyBytes;

  /** Starts on a free port of this machine. */
  public FaultyArchive() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Returns the address of the root. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Puts a file under a path. */
  public void put(String path, byte[] bytes) {
    files.put(path, bytes);
  }

  /** Puts a file and its CHECKSUM. */
  public void putWithChecksum(String path, byte[] bytes) {
    put(path, bytes);
    String name = path.substring(path.lastIndexOf('/') + 1);
    put(
        path + ".CHECKSUM",
        (hash("SHA-256", bytes) + "  " + name).getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the bytes under a path; null if there are none. */
  public byte[] bytes(String path) {
    return files.get(path);
  }

  /** Fails the next GETs of a path, one fault each. */
  public void fail(String path, Fault... next) {
    faults.computeIfAbsent(path, key -> new ArrayDeque<>()).addAll(List.of(next));
  }

  /** Answers every request of a path so, HEAD too; well again with null. */
  public void failAlways(String path, Fault fault) {
    if (fault == null) {
      always.remove(path);
    } else {
      always.put(path, fault);
    }
  }

  /** Waits so long after each 4 KiB of a body. */
  public void slow(long millis) {
    pauseMillis = millis;
  }

  /** Returns the requests so far. */
  public List<Request> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  /** Returns the GETs of a path so far. */
  public List<Request> gets(String path) {
    return requests().stream()
        .filter(request -> request.method().equals("GET") && request.path().equals(path))
        .toList();
  }

  /** Returns the bytes of bodies that left so far. */
  public long bodyBytes() {
    synchronized (requests) {
      return bodyBytes;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = exchange.getRequestURI().getQuery();
    String key = (query == null ? path : path + "?" + query).substring(1);
    Matcher range = RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
    long offset = range.matches() ? Long.parseLong(range.group(1)) : -1;
    synchronized (requests) {
      requests.add(
          new Request(
              exchange.getRequestMethod(), key, offset, Map.copyOf(exchange.getRequestHeaders())));
    }
    try (exchange) {
      byte[] bytes = files.get(key);
      Deque<Fault> next = faults.get(key);
      Fault fault = always.get(key);
      if (fault == null && exchange.getRequestMethod().equals("GET") && next != null) {
        synchronized (next) {
          fault = next.poll();
        }
      }
      if (fault != null) {
        fault.answer(exchange, bytes);
      } else if (bytes == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        send(exchange, bytes, offset);
      }
    } catch (IOException e) {
      // The other side went away, or a fault cut the body.
      exchange.close();
    }
  }

  private void send(HttpExchange exchange, byte[] bytes, long offset) throws IOException {
    String tag = tag(bytes);
    exchange.getResponseHeaders().set("ETag", tag);
    String wanted = exchange.getRequestHeaders().getFirst("If-Range");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(bytes.length));
      exchange.sendResponseHeaders(200, -1);
    } else if (offset >= bytes.length) {
      exchange.sendResponseHeaders(416, -1);
    } else if (offset > 0 && tag.equals(wanted)) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes %d-%d/%d".formatted(offset, bytes.length - 1, bytes.length));
      exchange.sendResponseHeaders(206, bytes.length - offset);
      write(exchange, bytes, (int) offset, bytes.length);
    } else {
      exchange.sendResponseHeaders(200, bytes.length);
      write(exchange, bytes, 0, bytes.length);
    }
  }

  private void write(HttpExchange exchange, byte[] bytes, int from, int to) throws IOException {
    OutputStream out = exchange.getResponseBody();
    for (int at = from; at < to; at += CHUNK) {
      int n = Math.min(CHUNK, to - at);
      out.write(bytes, at, n);
      out.flush();
      synchronized (requests) {
        bodyBytes += n;
      }
      sleep(pauseMillis);
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Answers a status. */
  public static Fault status(int status) {
    return (exchange, bytes) -> exchange.sendResponseHeaders(status, -1);
  }

  /** Answers a status and how many seconds to wait. */
  public static Fault busy(int status, String seconds) {
    return (exchange, bytes) -> {
      exchange.getResponseHeaders().set("Retry-After", seconds);
      exchange.sendResponseHeaders(status, -1);
    };
  }

  /** Ends the connection without an answer. */
  public static Fault reset() {
    return (exchange, bytes) -> exchange.close();
  }

  /** Says how long the file is and ends after a share of it. */
  public static Fault cut(double share) {
    return (exchange, bytes) -> {
      exchange.getResponseHeaders().set("ETag", tag(bytes));
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes, 0, (int) (bytes.length * share));
      exchange.getResponseBody().flush();
    };
  }

  /** Sends a share of the file, and then nothing for a while. */
  public static Fault stall(double share, long millis) {
    return (exchange, bytes) -> {
      exchange.getResponseHeaders().set("ETag", tag(bytes));
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes, 0, (int) (bytes.length * share));
      exchange.getResponseBody().flush();
      sleep(millis);
    };
  }

  /** Answers other bytes, with status 200 and without a tag. */
  public static Fault instead(byte[] other) {
    return (exchange, bytes) -> {
      exchange.sendResponseHeaders(200, other.length);
      exchange.getResponseBody().write(other);
    };
  }

  /** Sends on to another address. */
  public static Fault redirect(String address) {
    return (exchange, bytes) -> {
      exchange.getResponseHeaders().set("Location", address);
      exchange.sendResponseHeaders(302, -1);
    };
  }

  /** Returns the entity tag of bytes, an MD5 as object stores make it. */
  public static String tag(byte[] bytes) {
    return "\"" + hash("MD5", bytes) + "\"";
  }

  /** Returns a hash in hex. */
  public static String hash(String name, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a zip with one entry of random bytes. */
  public static byte[] zip(Random random, int bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("data.csv"));
      zip.write(random(random, bytes));
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Returns random bytes as gzip. */
  public static byte[] gzip(Random random, int bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(random(random, bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] random(Random random, int bytes) {
    byte[] result = new byte[bytes];
    random.nextBytes(result);
    return result;
  }

  /** Returns a copy with one byte changed in the middle. */
  public static byte[] damaged(byte[] bytes) {
    byte[] result = Arrays.copyOf(bytes, bytes.length);
    result[bytes.length / 2] ^= 0x55;
    return result;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
