package io.treadmill.lab.cluster;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before a server of HTTP and does to some requests what a network or an overloaded store
 * does. A connection carries one request, so that no answer has to be understood.
 */
final class FaultyProxy implements Closeable {
  private static final int HEAD = 64 << 10;
  private static final int SLOW_MILLIS = 2_000;
  private static final int SLOW_BYTES = 16 << 10;
  private static final int CUT_AFTER = 700;

  private final ServerSocket door;
  private final int server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Random random = new Random(5);
  private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);
  private List<Fault> faults = List.of();
  private double share;

  /** What happens to a request. */
  enum Fault {
    /** 503: too many requests. */
    THROTTLED,
    /** 500. */
    BROKEN,
    /** The connection is reset before the server has seen the request. */
    RESET,
    /** The server does what it is asked, but the connection is reset before it answers. */
    ANSWER_LOST,
    /** The answer ends before it is whole, its length is that of the whole. */
    CUT,
    /** The answer begins late and comes in small pieces. */
    SLOW
  }

  FaultyProxy(int server) throws IOException {
    this.server = server;
    this.door = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    threads.execute(this::welcome);
  }

  int port() {
    return door.getLocalPort();
  }

  /** Lets a share of the requests meet one of some faults, each as often as the others. */
  synchronized void meet(List<Fault> kinds, double shareOfRequests) {
    faults = List.copyOf(kinds);
    share = shareOfRequests;
    done.clear();
  }

  /** Returns how many requests met each fault since the last change. */
  synchronized Map<Fault, Integer> done() {
    return new EnumMap<>(done);
  }

  private synchronized Fault next() {
    if (faults.isEmpty() || random.nextDouble() >= share) {
      return null;
    }
    Fault fault = faults.get(random.nextInt(faults.size()));
    done.merge(fault, 1, Integer::sum);
    return fault;
  }

  private void welcome() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return; // It is closed.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      byte[] head = head(client.getInputStream());
      Fault fault = next();
      if (fault == Fault.RESET) {
        client.setSoLinger(true, 0);
      } else if (fault == Fault.THROTTLED) {
        refuse(client, "503 Slow Down", "SlowDown");
      } else if (fault == Fault.BROKEN) {
        refuse(client, "500 Internal Server Error", "InternalError");
      } else {
        pass(client, head, fault);
      }
    } catch (IOException e) {
      // One of the two hung up: the other is told by the end of its connection.
    }
  }

  /** Reads a request up to the empty line, and asks for a connection of its own. */
  private static byte[] head(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 2) {
      int next = in.read();
      if (next < 0 || bytes.size() > HEAD) {
        throw new EOFException();
      }
      bytes.write(next);
      ends = next == '\n' ? ends + 1 : next == '\r' ? ends : 0;
    }
    String text = bytes.toString(StandardCharsets.ISO_8859_1);
    String single =
        text.replaceFirst("(?i)\r\nConnection: [^\r]*", "")
            .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
    return single.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void refuse(Socket client, String status, String code) throws IOException {
    String body = "<?xml version=\"1.0\"?><Error><Code>%s</Code></Error>".formatted(code);
    String answer =
        ("HTTP/1.1 %s\r\nContent-Type: application/xml\r\n"
                + "Content-Length: %d\r\nConnection: close\r\n\r\n%s")
            .formatted(status, body.length(), body);
    client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    client.shutdownOutput();
    client.setSoTimeout(SLOW_MILLIS);
    client.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  private void pass(Socket client, byte[] head, Fault fault) throws IOException {
    try (Socket to = new Socket("127.0.0.1", server)) {
      to.getOutputStream().write(head);
      threads.execute(() -> pump(client, to));
      InputStream answer = to.getInputStream();
      OutputStream out = client.getOutputStream();
      if (fault == Fault.ANSWER_LOST) {
        awaitAnswer(answer, out);
        client.setSoLinger(true, 0);
      } else if (fault == Fault.CUT) {
        out.write(answer.readNBytes(CUT_AFTER));
      } else if (fault == Fault.SLOW) {
        slow(answer, out);
      } else {
        answer.transferTo(out);
      }
    }
  }

  /** The client sends what it asks the server to keep once it is told to go on. */
  private static void awaitAnswer(InputStream answer, OutputStream out) throws IOException {
    String goOn = "HTTP/1.1 100 Continue\r\n\r\n";
    byte[] first = answer.readNBytes(goOn.length());
    if (new String(first, StandardCharsets.ISO_8859_1).equals(goOn)) {
      out.write(first);
      answer.read();
    }
  }

  private static void slow(InputStream answer, OutputStream out) throws IOException {
    try {
      Thread.sleep(SLOW_MILLIS);
      byte[] piece = new byte[SLOW_BYTES];
      for (int count = answer.read(piece); count >= 0; count = answer.read(piece)) {
        out.write(piece, 0, count);
        out.flush();
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pump(Socket client, Socket to) {
    try {
      client.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // The answer has come, or never will.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    threads.shutdownNow();
  }
}
