package io.treadmill.jobs.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP by the client of the JDK. Redirects are followed here: a key goes to the host it belongs to
 * alone, and none leads from https to http.
 */
final class HttpTransport implements Transport {
  private static final int MOST_REDIRECTS = 5;
  private static final Duration MOST_CONNECT = Duration.ofSeconds(30);
  private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

  private final HttpClient client;
  private final ScheduledExecutorService watch;
  private final Duration idle;
  private final Duration total;
  private final Clock clock;

  /**
   * Makes a client that gives up after so long without a byte, and after so long for one answer.
   */
  HttpTransport(Duration idle, Duration total, Clock clock) {
    this.idle = idle;
    this.total = total;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(idle.compareTo(MOST_CONNECT) < 0 ? idle : MOST_CONNECT)
            .build();
    this.watch =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "fetch-watch");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public Reply ask(Question question) throws IOException, InterruptedException {
    URI at = question.address();
    for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
      HttpResponse<InputStream> response =
          client.send(request(question, at), BodyHandlers.ofInputStream());
      Optional<String> location = response.headers().firstValue("Location");
      if (!isRedirect(response.statusCode()) || location.isEmpty()) {
        return reply(response);
      }
      response.body().close();
      URI next = at.resolve(location.get());
      if (at.getScheme().equals("https") && !"https".equals(next.getScheme())) {
        throw new IOException("a redirect from https to " + next);
      }
      at = next;
    }
    throw new IOException("more than " + MOST_REDIRECTS + " redirects");
  }

  private HttpRequest request(Question question, URI at) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at)
            .method(question.method(), HttpRequest.BodyPublishers.noBody())
            .timeout(idle)
            .header("User-Agent", "treadmill");
    if (at.getAuthority().equals(question.address().getAuthority())) {
      for (Map.Entry<String, String> key : question.keys().entrySet()) {
        request.header(key.getKey(), key.getValue());
      }
    }
    if (question.offset() > 0) {
      request.header("Range", "bytes=" + question.offset() + "-");
      request.header("If-Range", question.validator());
    }
    return request.build();
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private Reply reply(HttpResponse<InputStream> response) throws IOException {
    long from = 0;
    long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    if (response.statusCode() == 206) {
      Matcher range = RANGE.matcher(header(response, "Content-Range").orElse(""));
      if (!range.matches()) {
        response.body().close();
        throw new IOException("a part of the file without saying which");
      }
      from = Long.parseLong(range.group(1));
      length = range.group(2).equals("*") ? -1 : Long.parseLong(range.group(2));
    }
    return new Reply(
        response.statusCode(),
        from,
        length,
        header(response, "ETag").filter(tag -> tag.startsWith("\"")).orElse(null),
        header(response, "Last-Modified").orElse(null),
        header(response, "Retry-After").flatMap(this::wait).orElse(null),
        new WatchedInput(response.body(), watch, idle, total));
  }

  private static Optional<String> header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name);
  }

  /** Seconds, or a date. */
  private Optional<Duration> wait(String text) {
    try {
      if (text.strip().matches("\\d{1,9}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(text.strip())));
      }
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(clock.instant(), until);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
