package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CliTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private int run(String in, String... words) {
    PrintStream said = new PrintStream(out, true);
    byte[] bytes = in.getBytes(StandardCharsets.UTF_8);
    return new Cli(new ByteArrayInputStream(bytes), said, said).run(List.of(words));
  }

  @Test
  void turnsCsvIntoJson() {
    String csv = "name,note\r\nAda,\"a, \"\"b\"\"\"\nBob,";
    String json = "[{\"name\":\"Ada\",\"note\":\"a, \\\"b\\\"\"},{\"name\":\"Bob\",\"note\":\"\"}]";
    assertEquals(json, Cli.toJson(csv));
  }

  @Test
  void turnsJsonIntoCsv() {
    String json = "[{\"b\": \"x, y\", \"a\": 1}, {\"a\": null, \"c\": [1]}]";
    assertEquals("b,a,c\n\"x, y\",1,\n,,[1]\n", Cli.toCsv(json));
  }

  @Test
  void goesThereAndBack() {
    String csv = "b,a\n1,\"two\nlines\"\n";
    assertEquals(csv, Cli.toCsv(Cli.toJson(csv)));
  }

  @Test
  void refusesWhatDoesNotFit() {
    for (String csv : List.of("a,b\n1\n", "a,a\n1,2\n", "a\n\"1\n")) {
      assertThrows(IllegalArgumentException.class, () -> Cli.toJson(csv), csv);
    }
    for (String json : List.of("{", "{}", "[1]")) {
      assertThrows(RuntimeException.class, () -> Cli.toCsv(json), json);
    }
  }

  @Test
  void runsOnTheStandardInput() {
    assertEquals(0, run("a\n1\n", "to-json", "-"));
    assertEquals(1, run("", "to-json", "no/such/file"));
    assertEquals(1, run("x", "to-csv", "-"));
    assertEquals(2, run("", "no-such-command"));
    assertEquals(0, run("", "--help"));
    String said = out.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("[{\"a\":\"1\"}]") && said.contains("usage"), said);
  }
}
