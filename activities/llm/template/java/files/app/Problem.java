package app;

import java.util.Map;

/** Says which field breaks which rule. */
public record Problem(String field, String message) {
  /** As it is told to a client. */
  public Map<String, Object> asMap() {
    return Map.of("field", field, "message", message);
  }
}
