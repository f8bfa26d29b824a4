package app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Starts the service. */
public final class Main {
  private Main() {}

  /** It ends on SIGTERM, after the requests under way. */
  public static void main(String[] arguments) {
    try {
      Config config = Config.read(System.getenv());
      Store store = new Store(Path.of(config.dataDir()));
      Server server = new Server(config.host(), config.port(), store, System.out);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    server.stop();
                    Server.log(System.out, "stopped", Map.of());
                  }));
      server.start();
      Map<String, Object> details = new LinkedHashMap<>();
      details.put("host", config.host());
      details.put("port", (long) server.port());
      details.put("data_dir", config.dataDir());
      Server.log(System.out, "started", details);
    } catch (IOException | IllegalArgumentException error) {
      System.err.println("The service can't start: " + error.getMessage());
      System.exit(1);
    }
  }
}
