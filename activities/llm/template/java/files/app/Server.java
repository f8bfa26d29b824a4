package app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The HTTP server: reads requests, writes responses and one log line each. */
public final class Server {
  static final int LARGEST_BODY = 1024 * 1024;
  // A client that sends too much is read this far before it is answered: closing with unread
  // bytes would reset the connection.
  private static final long LARGEST_DRAIN = 64L * LARGEST_BODY;
  // Requests under way get this long to end when the service stops.
  private static final int STOP_SECONDS = 5;
  private static final int THREADS = 16;
  private static final int LOGGED_PATH_MAX = 500;
  private static final int LOGGED_FRAMES_MAX = 10;
  private static final Map<String, String> SECURITY_HEADERS =
      Map.of(
          "Cache-Control", "no-store",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "Referrer-Policy", "no-referrer",
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY");

  static {
    // A client gets this many seconds to send a whole request; the JDK's server waits for ever.
    System.setProperty("sun.net.httpserver.maxReqTime", "30");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final Routes routes;
  private final PrintStream out;

  /** A server on this address; port 0 takes a free one. */
  public Server(String host, int port, Store store, PrintStream out) throws IOException {
    this.routes = new Routes(store);
    this.out = out;
    server = HttpServer.create(new InetSocketAddress(host, port), 128);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  /** Starts to listen. */
  public void start() {
    server.start();
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Takes no new requests and lets those under way end. */
  public void stop() {
    server.stop(isIdle() ? 0 : STOP_SECONDS);
    threads.shutdown();
    try {
      threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isIdle() {
    return !(threads instanceof ThreadPoolExecutor pool) || pool.getActiveCount() == 0;
  }

  /** Writes one line of JSON for what happens in the usual course of things. */
  public static void log(PrintStream out, String event, Map<String, ?> details) {
    log(out, "info", event, details);
  }

  private static void log(PrintStream out, String level, String event, Map<String, ?> details) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("time", Instant.now().toString());
    line.put("level", level);
    line.put("event", event);
    line.putAll(details);
    out.println(Json.write(line));
    out.flush();
  }

  private void handle(HttpExchange exchange) throws IOException {
    long started = System.nanoTime();
    try (exchange) {
      Response response = answer(exchange);
      SECURITY_HEADERS.forEach(exchange.getResponseHeaders()::set);
      response.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = response.bytes();
      boolean isHead = exchange.getRequestMethod().equals("HEAD");
      if (response.status() != 204) {
        exchange.getResponseHeaders().set("Content-Type", response.contentType());
      }
      if (isHead) {
        exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      }
      exchange.sendResponseHeaders(
          response.status(), isHead || body.length == 0 ? -1 : body.length);
      if (!isHead && body.length > 0) {
        exchange.getResponseBody().write(body);
      }
      logRequest(exchange, response.status(), System.nanoTime() - started);
    }
  }

  private void logRequest(HttpExchange exchange, int status, long nanos) {
    Map<String, Object> details = new LinkedHashMap<>();
    String path = pathOf(exchange);
    details.put("method", exchange.getRequestMethod());
    details.put("path", path.substring(0, Math.min(path.length(), LOGGED_PATH_MAX)));
    details.put("status", (long) status);
    details.put("ms", TimeUnit.NANOSECONDS.toMillis(nanos));
    log(out, "request", details);
  }

  /** The path of a request; empty for an address without one. */
  private static String pathOf(HttpExchange exchange) {
    return Objects.requireNonNullElse(exchange.getRequestURI().getPath(), "");
  }

  /** Reads the request and hands it to its route; what breaks becomes a 500 without details. */
  private Response answer(HttpExchange exchange) throws IOException {
    try (InputStream stream = exchange.getRequestBody()) {
      byte[] body = stream.readNBytes(LARGEST_BODY + 1);
      if (body.length > LARGEST_BODY) {
        drain(stream);
        String detail = "The body is larger than " + LARGEST_BODY + " bytes";
        return Response.problem(413, detail, List.of()).with("Connection", "close");
      }
      String type = exchange.getRequestHeaders().getFirst("Content-Type");
      String query = exchange.getRequestURI().getRawQuery();
      return routes.handle(
          new Request(
              exchange.getRequestMethod(),
              pathOf(exchange),
              query == null ? "" : query,
              type == null ? "" : type,
              new String(body, StandardCharsets.UTF_8)));
    } catch (IOException | RuntimeException broken) {
      List<String> frames =
          Arrays.stream(broken.getStackTrace())
              .limit(LOGGED_FRAMES_MAX)
              .map(StackTraceElement::toString)
              .toList();
      log(out, "error", "request failed", Map.of("error", broken.toString(), "at", frames));
      String detail = "Something broke on our side; the log says what";
      return Response.problem(500, detail, List.of());
    }
  }

  private static void drain(InputStream stream) throws IOException {
    byte[] piece = new byte[64 * 1024];
    long left = LARGEST_DRAIN;
    int read = stream.read(piece);
    while (read > 0 && left > 0) {
      left -= read;
      read = stream.read(piece);
    }
  }
}
