package io.treadmill.jobs.report;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of a site as any web server would serve it, and its links. */
final class SiteFiles implements AutoCloseable {
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
  private static final Map<String, String> TYPES =
      Map.of("html", "text/html", "js", "text/javascript", "css", "text/css");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);

  SiteFiles(Path root) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          Path file = root.resolve(exchange.getRequestURI().getPath().substring(1));
          String name = file.getFileName().toString();
          boolean isFound = Files.isRegularFile(file);
          String type = TYPES.getOrDefault(name.replaceFirst(".*\\.", ""), "application/json");
          exchange.getResponseHeaders().add("Content-Type", type);
          byte[] bytes = isFound ? Files.readAllBytes(file) : new byte[] {' '};
          exchange.sendResponseHeaders(isFound ? 200 : 404, bytes.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
    server.setExecutor(threads);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
  }

  /** Returns the links of all pages that lead to no file, or out of the folder. */
  static List<String> broken(Path root) throws IOException {
    List<String> broken = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path page : files.filter(file -> file.toString().endsWith(".html")).toList()) {
        String text = Files.readString(page);
        LINK.matcher(text)
            .results()
            .map((MatchResult match) -> match.group(1))
            .filter(link -> !link.equals("data:,"))
            .distinct()
            .forEach(
                link -> {
                  String file = link.replaceFirst("[?#].*", "");
                  Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
                  String anchor = link.contains("#") ? link.replaceFirst(".*#", "") : "";
                  if (!target.startsWith(root) || !Files.isRegularFile(target)) {
                    broken.add(page + ": " + link);
                  } else if (!anchor.isEmpty() && !read(target).contains("id=\"" + anchor + "\"")) {
                    broken.add(page + ": no place of " + link);
                  }
                });
      }
    }
    return broken;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
