package app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Valid objects for the tests, and values their fields must refuse. */
final class Samples {
  /** For each type a value of another kind. */
  static final Map<String, Object> WRONG = new LinkedHashMap<>();

  static {
    WRONG.put("string", 5L);
    WRONG.put("integer", 1.5);
    WRONG.put("number", "many");
    WRONG.put("boolean", "yes");
    WRONG.put("date", "2026-02-30");
    WRONG.put("datetime", "2026-02-30T12:00:00Z");
    WRONG.put("email", "nobody");
    WRONG.put("url", "nowhere");
    WRONG.put("enum", "none of these");
    WRONG.put("list", "not a list");
    WRONG.put("reference", 0L);
  }

  private Samples() {}

  /** Three objects of an entity. */
  record Of(Entity entity, List<Map<String, Object>> objects) {
    String path() {
      return "/" + entity.path();
    }

    /** An object as it is stored. */
    Map<String, Object> valid(int at) {
      return Validation.validate(entity, objects.get(at), false).values();
    }
  }

  /** The samples of all entities, so that each object finds what it refers to. */
  static List<Of> all() {
    List<Of> all = new ArrayList<>();
    for (Object set : (List<?>) Json.read(text())) {
      Map<?, ?> map = (Map<?, ?>) set;
      Entity entity = Models.entityAt((String) map.get("path")).orElseThrow();
      List<Map<String, Object>> objects = new ArrayList<>();
      for (Object object : (List<?>) map.get("objects")) {
        Map<String, Object> fields = new LinkedHashMap<>();
        ((Map<?, ?>) object).forEach((name, value) -> fields.put((String) name, value));
        objects.add(fields);
      }
      all.add(new Of(entity, objects));
    }
    return all;
  }

  static Of last() {
    List<Of> all = all();
    return all.get(all.size() - 1);
  }

  private static String text() {
    try (InputStream stream = Samples.class.getResourceAsStream("/samples.json")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }
}
