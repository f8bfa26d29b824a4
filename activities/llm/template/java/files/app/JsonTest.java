package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void readsEveryKindOfValue() {
    String text = " {\"a\": [1, -2.5, 1e3, true, false, null], \"b\": \"x\\n\\u00e9\\\"\"} ";
    Map<?, ?> read = (Map<?, ?>) Json.read(text);
    assertEquals("[1, -2.5, 1000.0, true, false, null]", read.get("a").toString());
    assertEquals("x\né\"", read.get("b"));
  }

  @Test
  void writesWhatItReads() {
    String text = "{\"a\":[1,\"two\\t\",{}],\"b\":null,\"c\":[],\"d\":0.5}";
    assertEquals(text, Json.write(Json.read(text)));
    assertEquals("3", Json.write(3.0));
  }

  @Test
  void refusesWhatIsNoJson() {
    for (String text : List.of("", "{", "[1,]", "{} x", "NaN", "01", "\"a", "{a:1}", "tru")) {
      assertThrows(Json.Malformed.class, () -> Json.read(text), text);
    }
    assertThrows(Json.Malformed.class, () -> Json.read("[".repeat(100_000)));
  }
}
