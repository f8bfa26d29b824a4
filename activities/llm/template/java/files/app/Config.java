package app;

import java.util.Map;

/** The settings of the service. */
public record Config(String host, int port, String dataDir) {
  /** Reads HOST (default 127.0.0.1: this machine only), PORT (8080) and DATA_DIR (./data). */
  public static Config read(Map<String, String> settings) {
    String port = or(settings.get("PORT"), "8080");
    if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
      throw new IllegalArgumentException(
          "PORT must be a number from 0 to 65535, not \"" + port + "\"");
    }
    return new Config(
        or(settings.get("HOST"), "127.0.0.1"),
        Integer.parseInt(port),
        or(settings.get("DATA_DIR"), "data"));
  }

  private static String or(String given, String fallback) {
    return given == null || given.isEmpty() ? fallback : given;
  }
}
