// what: a server on localhost, asked by name, and the own name resolved
// expect: fine
// says: hello sandbox
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

public class Program {
  public static void main(String[] args) throws Exception {
    var server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    server.createContext("/", exchange -> {
      exchange.sendResponseHeaders(200, 5);
      exchange.getResponseBody().write("hello".getBytes());
      exchange.close();
    });
    server.start();
    var uri = URI.create("http://localhost:" + server.getAddress().getPort());
    var answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    System.out.println(answer.body() + " " + InetAddress.getLocalHost().getHostName());
    server.stop(0);
    System.exit(0);
  }
}
