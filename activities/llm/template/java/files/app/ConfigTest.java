package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTest {
  @Test
  void readsTheSettings() {
    Config usual = new Config("127.0.0.1", 8080, "data");
    assertEquals(usual, Config.read(Map.of()));
    assertEquals(usual, Config.read(Map.of("HOST", "", "PORT", "", "DATA_DIR", "")));
    Map<String, String> given = Map.of("HOST", "0.0.0.0", "PORT", "0", "DATA_DIR", "/data");
    assertEquals(new Config("0.0.0.0", 0, "/data"), Config.read(given));
  }

  @Test
  void refusesAPortThatIsNone() {
    for (String port : List.of("no port", "65536", "-1")) {
      assertThrows(IllegalArgumentException.class, () -> Config.read(Map.of("PORT", port)));
    }
  }
}
