package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private int run(String in, String... words) {
    PrintStream said = new PrintStream(out, true);
    byte[] bytes = in.getBytes(StandardCharsets.UTF_8);
    return new Cli(new ByteArrayInputStream(bytes), said, said).run(List.of(words));
  }

  @Test
  void countsLinesWordsAndCharacters() {
    assertEquals(new Cli.Counts(0, 0, 0), Cli.count(""));
    assertEquals(new Cli.Counts(1, 2, 8), Cli.count("one two\n"));
    assertEquals(new Cli.Counts(2, 2, 7), Cli.count("one\ntwo"));
    assertEquals(new Cli.Counts(2, 2, 8), Cli.count(" é  b \n\n"));
  }

  @Test
  void readsFilesAndTheStandardInput(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("in.txt"), "a b\n");
    assertEquals(0, run("c\n", file.toString(), "-"));
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(3, lines.size());
    assertTrue(lines.get(2).matches(" +2 +3 +6 +total"), lines.get(2));
  }

  @Test
  void namesAFileThatCanNotBeRead() {
    assertEquals(1, run("", "no/such/file"));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("no/such/file"));
  }

  @Test
  void explainsItself() {
    assertEquals(0, run("", "--help"));
    assertEquals(2, run("", "--no-such-flag"));
    assertTrue(out.toString(StandardCharsets.UTF_8).contains("usage"));
  }
}
