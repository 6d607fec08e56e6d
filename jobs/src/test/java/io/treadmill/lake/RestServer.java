package io.treadmill.lake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.RESTSerializers;
import org.apache.iceberg.rest.requests.CommitTransactionRequest;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.apache.iceberg.shaded.com.fasterxml.jackson.annotation.JsonAutoDetect;
import org.apache.iceberg.shaded.com.fasterxml.jackson.annotation.PropertyAccessor;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.DeserializationFeature;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.iceberg.shaded.com.fasterxml.jackson.databind.PropertyNamingStrategies;

/** Iceberg's REST catalog over HTTP; several tables are committed as one transaction. */
final class RestServer implements AutoCloseable {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
          .setPropertyNamingStrategy(new PropertyNamingStrategies.KebabCaseStrategy());

  static {
    RESTSerializers.registerAll(JSON);
    // Else each answer waits for the client's kernel.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final InMemoryCatalog catalog = new InMemoryCatalog();
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final HttpServer server;

  RestServer(Path warehouse) throws IOException {
    catalog.initialize(
        "server",
        Map.of(
            "warehouse",
            warehouse.toString(),
            "io-impl",
            "org.apache.iceberg.hadoop.HadoopFileIO"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v1/", this::answer);
    server.start();
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      int code = 200;
      Object answer;
      try {
        byte[] body = exchange.getRequestBody().readAllBytes();
        synchronized (catalog) {
          answer = answer(exchange, body);
        }
      } catch (NoSuchTableException | NoSuchNamespaceException e) {
        code = 404;
        answer = error(code, e);
      } catch (CommitFailedException | AlreadyExistsException e) {
        code = 409;
        answer = error(code, e);
      } catch (RuntimeException e) {
        code = 500;
        answer = error(code, e);
      }
      byte[] bytes = answer == null ? new byte[0] : JSON.writeValueAsBytes(answer);
      boolean isHead = exchange.getRequestMethod().equals("HEAD");
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(
          answer == null ? 204 : code, isHead || bytes.length == 0 ? -1 : bytes.length);
      if (!isHead && bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private static ErrorResponse error(int code, RuntimeException e) {
    return ErrorResponse.builder()
        .responseCode(code)
        .withType(e.getClass().getSimpleName())
        .withMessage(e.getMessage())
        .build();
  }

  private Object answer(HttpExchange exchange, byte[] body) throws IOException {
    List<String> path =
        List.of(exchange.getRequestURI().getPath().replaceFirst("^/v1/", "").split("/"));
    boolean isPost = exchange.getRequestMethod().equals("POST");
    if (path.get(0).equals("config")) {
      return ConfigResponse.builder().build();
    }
    if (path.get(0).equals("transactions")) {
      commit(JSON.readValue(body, CommitTransactionRequest.class));
      return null;
    }
    if (path.size() == 1) {
      return isPost
          ? CatalogHandlers.createNamespace(
              catalog, JSON.readValue(body, CreateNamespaceRequest.class))
          : CatalogHandlers.listNamespaces(catalog, Namespace.empty());
    }
    Namespace namespace = Namespace.of(path.get(1));
    if (path.size() == 2) {
      return CatalogHandlers.loadNamespace(catalog, namespace);
    }
    if (!path.get(2).equals("tables")) { // Reports of what a reader read.
      return null;
    }
    if (path.size() == 3) {
      return isPost
          ? CatalogHandlers.createTable(
              catalog, namespace, JSON.readValue(body, CreateTableRequest.class))
          : CatalogHandlers.listTables(catalog, namespace);
    }
    TableIdentifier table = TableIdentifier.of(namespace, path.get(3));
    if (path.size() > 4) {
      return null;
    }
    return isPost
        ? CatalogHandlers.updateTable(catalog, table, read(body))
        : CatalogHandlers.loadTable(catalog, table, SnapshotMode.ALL);
  }

  private static UpdateTableRequest read(byte[] body) throws IOException {
    return JSON.readValue(new String(body, StandardCharsets.UTF_8), UpdateTableRequest.class);
  }

  private void commit(CommitTransactionRequest request) {
    List<Runnable> commits = new ArrayList<>();
    for (UpdateTableRequest change : request.tableChanges()) {
      TableOperations table = ((BaseTable) catalog.loadTable(change.identifier())).operations();
      TableMetadata base = table.current();
      change.requirements().forEach(requirement -> requirement.validate(base));
      TableMetadata.Builder next = TableMetadata.buildFrom(base);
      change.updates().forEach(update -> update.applyTo(next));
      TableMetadata after = next.build();
      commits.add(() -> table.commit(base, after));
    }
    commits.forEach(Runnable::run);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
