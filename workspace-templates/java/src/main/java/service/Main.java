package service;

import java.io.IOException;

/** Starts the service. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
    new Api(new Store()).start(port);
    System.out.println("listening on port " + port);
  }
}
