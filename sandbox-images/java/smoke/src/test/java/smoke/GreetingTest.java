package smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class GreetingTest {
  @Test
  void greetsByName() {
    assertEquals("Hello, Ada!", Greeting.greet("Ada"));
  }

  @Test
  void refusesAnEmptyName() {
    assertThrows(IllegalArgumentException.class, () -> Greeting.greet(""));
  }
}
