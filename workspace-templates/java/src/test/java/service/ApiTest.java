package service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = new Api(new Store()).start(0);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private HttpResponse<String> ask(String method, String path, String body)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body)).build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Test
  void saysThatItIsUp() throws Exception {
    assertEquals("{\"status\":\"ok\"}", ask("GET", "/health", "").body());
  }

  @Test
  void addsReadsListsAndRemoves() throws Exception {
    HttpResponse<String> added = ask("POST", "/items", "{\"name\": \"  first \"}");
    assertEquals(201, added.statusCode());
    assertEquals("{\"id\":1,\"name\":\"first\"}", added.body());
    assertEquals(added.body(), ask("GET", "/items/1", "").body());
    assertEquals("[" + added.body() + "]", ask("GET", "/items", "").body());
    assertEquals(204, ask("DELETE", "/items/1", "").statusCode());
    assertEquals(404, ask("GET", "/items/1", "").statusCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"name\": \" \"}", "{\"name\": 1}"})
  void refusesBadItems(String body) throws Exception {
    assertEquals(422, ask("POST", "/items", body).statusCode());
  }

  @Test
  void refusesWhatIsNoJson() throws Exception {
    assertEquals(400, ask("POST", "/items", "{").statusCode());
  }
}
