package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CliTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private int run(String... words) {
    out.reset();
    PrintStream said = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Cli(new ByteArrayInputStream(new byte[0]), said, said).run(List.of(words));
  }

  private void prints(String expected, String... words) {
    int code = run(words);
    assertEquals(expected + System.lineSeparator(), out.toString(StandardCharsets.UTF_8));
    assertEquals(0, code);
  }

  @Test
  void printsTheResults() {
    // @CASES@
  }

  @Test
  void refusesWrongUse() {
    assertEquals(0, run("--help"));
    assertEquals(2, run("--no-such-option", "and", "more", "than", "any", "takes", "here"));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("usage"));
  }
}
