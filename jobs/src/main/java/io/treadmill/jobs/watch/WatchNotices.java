package io.treadmill.jobs.watch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.treadmill.conf.WatchSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Tells what fired. Who cannot be told is said in words and ends nothing: the night is published.
 */
public final class WatchNotices {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TRIES = 3;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final WatchSettings settings;
  private final Duration firstWait;

  /** Makes one that waits a second before the second try, and two before the third. */
  public WatchNotices(WatchSettings settings) {
    this(settings, Duration.ofSeconds(1));
  }

  WatchNotices(WatchSettings settings, Duration firstWait) {
    this.settings = settings;
    this.firstWait = firstWait;
  }

  /**
   * Tells those of the events that fired to the webhook and the file of the settings, if there are
   * any.
   *
   * @return lines on what was told, and on what could not be
   */
  public List<String> tell(List<WatchEvent> events) {
    List<WatchEvent> fired = events.stream().filter(WatchEvent::fired).toList();
    List<String> lines = new ArrayList<>();
    if (fired.isEmpty()) {
      return lines;
    }
    if (!settings.file().isBlank()) {
      lines.add(write(fired));
    }
    if (!settings.webhook().isBlank()) {
      lines.add(post(fired));
    }
    return lines;
  }

  private String write(List<WatchEvent> fired) {
    StringBuilder text = new StringBuilder();
    fired.forEach(event -> text.append(json(event)).append('\n'));
    Path file = Path.of(settings.file()).toAbsolutePath();
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return "watch: %d told in %s".formatted(fired.size(), file);
    } catch (IOException e) {
      return "watch: cannot write %s: %s (the night is published; treadmill watch --tell tells again)"
          .formatted(file, e);
    }
  }

  private String post(List<WatchEvent> fired) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(settings.webhook()))
            .timeout(LONGEST)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(document(fired)))
            .build();
    HttpClient client = HttpClient.newBuilder().connectTimeout(LONGEST).build();
    String why = "";
    for (int attempt = 0; attempt < TRIES; attempt++) {
      try {
        if (attempt > 0) {
          Thread.sleep(firstWait.multipliedBy(1L << (attempt - 1)).toMillis());
        }
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status / 100 == 2) {
          return "watch: %d told to %s".formatted(fired.size(), settings.webhookHost());
        }
        why = "it answered " + status;
        if (status / 100 == 4 && status != 429) {
          break;
        }
      } catch (IOException e) {
        why = e.getClass().getSimpleName();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        why = "the process is to end";
        break;
      }
    }
    return "watch: cannot tell %s: %s (the night is published; treadmill watch --tell tells again)"
        .formatted(settings.webhookHost(), why);
  }

  private static String document(List<WatchEvent> fired) {
    ObjectNode document = JSON.createObjectNode();
    document.put("day", fired.get(0).day().toString());
    document.put("text", fired.stream().map(WatchEvent::told).collect(Collectors.joining("\n")));
    ArrayNode events = document.putArray("events");
    fired.forEach(event -> events.add(json(event)));
    return document.toString();
  }

  private static ObjectNode json(WatchEvent event) {
    ObjectNode node = JSON.createObjectNode();
    node.put("rule", event.rule().name());
    node.put("kind", event.kind().text());
    node.put("venue", event.instrument().venue());
    node.put("product", event.instrument().product().text());
    node.put("symbol", event.instrument().symbol());
    node.put("day", event.day().toString());
    node.put("ts", event.ts() == null ? null : event.ts().toString());
    node.put("side", event.side());
    node.put("value", Double.isNaN(event.value()) ? null : event.value());
    node.put("threshold", event.threshold());
    node.put("message", event.message());
    return node;
  }
}
