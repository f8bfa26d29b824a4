package smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WorseTest {
  @Test
  void isWrong() throws Exception {
    assertEquals(1, Worse.sum("a").length);
  }
}
