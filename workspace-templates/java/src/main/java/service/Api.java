package service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/** The HTTP side of a store. */
public final class Api {
  private static final int NAME_LENGTH_MAX = 200;
  private static final int BODY_BYTES_MAX = 100 * 1024;

  private final ObjectMapper json = new ObjectMapper();
  private final Store store;

  public Api(Store store) {
    this.store = store;
  }

  /** Starts a server; port 0 takes any that is free. */
  public HttpServer start(int port) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext("/", this::handle);
    server.start();
    return server;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/health") && method.equals("GET")) {
        answer(exchange, 200, Map.of("status", "ok"));
      } else if (path.equals("/items") && method.equals("GET")) {
        answer(exchange, 200, store.all());
      } else if (path.equals("/items") && method.equals("POST")) {
        add(exchange);
      } else if (path.matches("/items/\\d{1,9}")
          && (method.equals("GET") || method.equals("DELETE"))) {
        one(exchange, method, Integer.parseInt(path.substring("/items/".length())));
      } else {
        answer(exchange, 404, Map.of("error", "there is no such thing"));
      }
    }
  }

  private void add(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(BODY_BYTES_MAX + 1);
    if (body.length > BODY_BYTES_MAX) {
      answer(exchange, 413, Map.of("error", "the body is too large"));
      return;
    }
    try {
      JsonNode name = json.readTree(body).path("name");
      String text = name.isTextual() ? name.textValue().strip() : "";
      if (text.isEmpty() || text.length() > NAME_LENGTH_MAX) {
        answer(
            exchange, 422, Map.of("error", "name must be 1 to " + NAME_LENGTH_MAX + " characters"));
      } else {
        answer(exchange, 201, store.add(text));
      }
    } catch (JsonProcessingException e) {
      answer(exchange, 400, Map.of("error", "the body could not be read"));
    }
  }

  private void one(HttpExchange exchange, String method, int id) throws IOException {
    Optional<Item> item = store.get(id);
    if (item.isEmpty()) {
      answer(exchange, 404, Map.of("error", "there is no such item"));
    } else if (method.equals("GET")) {
      answer(exchange, 200, item.get());
    } else {
      store.remove(id);
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private void answer(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
