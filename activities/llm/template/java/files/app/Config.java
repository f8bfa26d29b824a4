package app;

import java.util.Map;

/** The settings of the service. */
public record Config(String host, int port, String dataDir) {
  /** Reads HOST (default 0.0.0.0), PORT (default 8080) and DATA_DIR (default ./data). */
  public static Config read(Map<String, String> settings) {
    String port = settings.getOrDefault("PORT", "");
    if (!port.matches("|\\d{1,5}") || (!port.isEmpty() && Integer.parseInt(port) > 65535)) {
      throw new IllegalArgumentException(
          "PORT must be a number from 0 to 65535, not \"" + port + "\"");
    }
    return new Config(
        settings.getOrDefault("HOST", "0.0.0.0"),
        port.isEmpty() ? 8080 : Integer.parseInt(port),
        settings.getOrDefault("DATA_DIR", "data"));
  }
}
