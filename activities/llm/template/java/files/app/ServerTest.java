package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir private Path directory;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private Path data;
  private Server server;

  @BeforeEach
  void start() throws IOException {
    PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8);
    data = Files.createTempDirectory(directory, "data");
    server = new Server("127.0.0.1", 0, new Store(data), out);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private HttpResponse<String> call(String method, String path, Object body, String type)
      throws IOException, InterruptedException {
    String text = body == null ? "" : body instanceof String given ? given : Json.write(body);
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(text));
    if (body != null) {
      request.header("Content-Type", type);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> call(String method, String path, Object body)
      throws IOException, InterruptedException {
    return call(method, path, body, "application/json");
  }

  private Map<?, ?> json(HttpResponse<String> response) {
    return (Map<?, ?>) Json.read(response.body());
  }

  /** Creates the objects of a set and one of each set before it, on a new server. */
  private List<Object> samplesOf(Samples.Of wanted) throws Exception {
    stop();
    start();
    List<Object> items = new ArrayList<>();
    for (Samples.Of set : Samples.all()) {
      if (set.path().equals(wanted.path())) {
        break;
      }
      call("POST", set.path(), set.objects().get(0));
    }
    for (Map<String, Object> sample : wanted.objects()) {
      HttpResponse<String> created = call("POST", wanted.path(), sample);
      assertEquals(201, created.statusCode(), created.body());
      items.add(json(created));
    }
    return items;
  }

  @Test
  void createsReadsAndLists() throws Exception {
    for (Samples.Of set : Samples.all()) {
      List<Object> items = samplesOf(set);
      Map<?, ?> second = json(call("GET", set.path() + "/2", null));
      assertEquals(items.get(1), second);
      set.objects().get(1).forEach((name, value) -> assertEquals(value, second.get(name)));
      Map<?, ?> page = json(call("GET", set.path() + "?limit=2&sort=id", null));
      assertEquals(items.subList(0, 2), page.get("items"));
      assertEquals(3L, page.get("total"));
    }
  }

  @Test
  void replacesChangesAndDeletes() throws Exception {
    for (Samples.Of set : Samples.all()) {
      samplesOf(set);
      String path = set.path() + "/3";
      String name = set.entity().fields().get(0).name();
      Map<String, Object> change = new HashMap<>();
      change.put(name, set.objects().get(2).get(name));
      assertEquals(200, call("PATCH", path, change).statusCode());
      Map<?, ?> replaced = json(call("PUT", path, set.objects().get(2)));
      set.objects().get(2).forEach((field, value) -> assertEquals(value, replaced.get(field)));
      assertEquals(204, call("DELETE", path, null).statusCode());
      assertEquals(404, call("DELETE", path, null).statusCode());
    }
  }

  @Test
  void refusesInvalidFieldsByName() throws Exception {
    for (Samples.Of set : Samples.all()) {
      samplesOf(set);
      for (Field field : set.entity().fields()) {
        Map<String, Object> change = Map.of(field.name(), Samples.WRONG.get(field.type()));
        HttpResponse<String> refused = call("PATCH", set.path() + "/1", change);
        assertEquals(422, refused.statusCode());
        assertTrue(refused.body().contains("\"" + field.name() + "\""), refused.body());
      }
    }
  }

  @Test
  void tellsThatItIsUpAndDescribesItself() throws Exception {
    HttpResponse<String> health = call("GET", "/health", null);
    assertEquals("{\"status\":\"ok\"}", health.body());
    assertEquals("nosniff", health.headers().firstValue("X-Content-Type-Options").orElse(""));
    Map<?, ?> collections = (Map<?, ?>) json(call("GET", "/", null)).get("collections");
    Map<?, ?> paths = (Map<?, ?>) json(call("GET", "/openapi.json", null)).get("paths");
    for (Samples.Of set : Samples.all()) {
      assertTrue(collections.containsKey(set.path()) && paths.containsKey(set.path()));
    }
    HttpResponse<String> head = call("HEAD", "/health", null);
    assertEquals(List.of(200, ""), List.of(head.statusCode(), head.body()));
  }

  @Test
  void answersUnknownPathsAndMethods() throws Exception {
    String path = Samples.last().path();
    for (String unknown : List.of("/nothing", path + "/99", path + "/abc", path + "/1/2")) {
      assertEquals(404, call("GET", unknown, null).statusCode(), unknown);
    }
    HttpResponse<String> refused = call("DELETE", path, null);
    assertEquals(405, refused.statusCode());
    assertEquals("GET, HEAD, OPTIONS, POST", refused.headers().firstValue("Allow").orElse(""));
  }

  @Test
  void tellsWhatBrokeInItsLogOnly() throws Exception {
    Files.writeString(data.resolve("data.json"), "{");
    HttpResponse<String> broken = call("GET", Samples.last().path(), null);
    assertEquals(500, broken.statusCode());
    assertFalse(broken.body().contains("data.json"), broken.body());
    String logged = log.toString(StandardCharsets.UTF_8);
    assertTrue(logged.contains("\"level\":\"error\"") && logged.contains("damaged"), logged);
  }

  @Test
  void logsEachRequest() throws Exception {
    call("GET", "/nothing", null);
    stop();
    start();
    String logged = log.toString(StandardCharsets.UTF_8);
    assertTrue(logged.contains("\"path\":\"/nothing\",\"status\":404"), logged);
  }

  @Test
  void refusesBodiesItCanNotRead() throws Exception {
    String path = Samples.last().path();
    for (String body : List.of("{", "NaN", "{} x")) {
      assertEquals(400, call("POST", path, body).statusCode(), body);
    }
    assertEquals(422, call("POST", path, "[1]").statusCode());
    assertEquals(413, call("POST", path, " ".repeat(Server.LARGEST_BODY + 1)).statusCode());
    HttpResponse<String> refused = call("POST", path, "{}", "text/plain");
    assertEquals(415, refused.statusCode());
    assertTrue(json(refused).get("detail").toString().contains("Content-Type: application/json"));
  }
}
