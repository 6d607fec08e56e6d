package io.treadmill.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.treadmill.conf.WatchSettings;
import io.treadmill.conf.WatchSettings.WatchRule;
import io.treadmill.market.Instrument;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fired comes to a server and a file, and nothing of it ends a night. */
class WatchNoticesTest {
  private static final String SECRET = "T0K3N-of-the-room";

  @TempDir Path folder;

  private final List<String> bodies = new ArrayList<>();
  private final Deque<Integer> answers = new ArrayDeque<>();
  private HttpServer server;

  @BeforeEach
  void startAServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/" + SECRET,
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(answers.isEmpty() ? 204 : answers.remove(), -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stopIt() {
    server.stop(0);
  }

  private static WatchEvent event(String rule, double value, boolean fired) {
    return new WatchEvent(
        new WatchRule(rule, "flush", null, null, null, null, null, null, null, null, null),
        Instrument.parse("binance/linear_perp/BTCUSDT"),
        LocalDate.of(2026, 3, 4),
        null,
        "long",
        value,
        1,
        fired,
        "what " + rule + " says");
  }

  private List<String> tell(String file, WatchEvent... events) {
    String address = "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), SECRET);
    return new WatchNotices(new WatchSettings(List.of(), address, file), Duration.ofMillis(1))
        .tell(List.of(events));
  }

  @Test
  void whatFiredIsToldAndNothingElse() throws IOException {
    Path file = folder.resolve("new/events.jsonl");
    WatchEvent[] events = {event("a", 2, true), event("b", 0, false), event("c", Double.NaN, true)};
    assertThat(tell(file.toString(), events))
        .containsExactly("watch: 2 told in " + file, "watch: 2 told to 127.0.0.1");
    JsonNode told = new ObjectMapper().readTree(bodies.get(0));
    assertThat(told.get("day").asText()).isEqualTo("2026-03-04");
    assertThat(told.get("text").asText()).isEqualTo("a: what a says\nc: what c says");
    assertThat(told.get("events")).hasSize(2);
    assertThat(told.get("events").get(0).get("value").asDouble()).isEqualTo(2);
    assertThat(told.get("events").get(0).get("symbol").asText()).isEqualTo("BTCUSDT");
    assertThat(told.get("events").get(1).get("value").isNull()).isTrue();
    tell(file.toString(), event("d", 3, true));
    assertThat(Files.readAllLines(file)).as("lines are added").hasSize(3);
    assertThat(tell(file.toString(), event("b", 0, false))).isEmpty();
    assertThat(bodies).hasSize(2);
  }

  @Test
  void aServerThatFailsIsAskedAgainAndOneThatRefusesIsNot() {
    answers.addAll(List.of(500, 429, 200));
    assertThat(tell("", event("a", 2, true))).containsExactly("watch: 1 told to 127.0.0.1");
    assertThat(bodies).hasSize(3);
    answers.addAll(List.of(500, 500, 500));
    assertThat(tell("", event("a", 2, true)).get(0)).contains("cannot tell 127.0.0.1", "500");
    assertThat(bodies).hasSize(6);
    answers.add(404);
    assertThat(tell("", event("a", 2, true)).get(0)).contains("it answered 404");
    assertThat(bodies).hasSize(7);
  }

  @Test
  void nobodyThereAndNoFolderAreSaidInWordsWithoutTheAddress() throws IOException {
    server.stop(0);
    Path taken = Files.writeString(folder.resolve("taken"), "a file");
    assertThat(tell(taken.resolve("events.jsonl").toString(), event("a", 2, true)))
        .hasSize(2)
        .allMatch(line -> line.contains("the night is published"))
        .noneMatch(line -> line.contains(SECRET));
  }
}
