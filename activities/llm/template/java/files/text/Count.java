package app;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Counts the lines, words and characters of files. */
public final class Cli {
  private static final String HELP =
      "usage: app.Main [FILE]...\n"
          + "Prints how many lines, words and characters each FILE has; - is the standard input.";

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream errors;

  public Cli(InputStream in, PrintStream out, PrintStream errors) {
    this.in = in;
    this.out = out;
    this.errors = errors;
  }

  /** What a text has. */
  public record Counts(long lines, long words, long characters) {
    Counts plus(Counts other) {
      return new Counts(lines + other.lines, words + other.words, characters + other.characters);
    }

    String line(String name) {
      return String.format("%8d %8d %8d  %s", lines, words, characters, name);
    }
  }

  /** Counts a text. A last line without a line break counts too. */
  public static Counts count(String text) {
    long words = text.isBlank() ? 0 : text.strip().split("\\s+").length;
    return new Counts(text.lines().count(), words, text.codePointCount(0, text.length()));
  }

  /** Runs the command line. The exit code: 0 done, 1 failed, 2 wrong use. */
  public int run(List<String> words) {
    if (words.contains("--help") || words.contains("-h")) {
      out.println(HELP);
      return 0;
    }
    if (words.stream().anyMatch(word -> word.startsWith("-") && !word.equals("-"))) {
      errors.println(HELP);
      return 2;
    }
    Counts total = new Counts(0, 0, 0);
    int code = 0;
    for (String name : words.isEmpty() ? List.of("-") : words) {
      try {
        Counts counts = count(read(name));
        total = total.plus(counts);
        out.println(counts.line(name));
      } catch (IOException error) {
        errors.println("error: " + name + " can't be read");
        code = 1;
      }
    }
    if (words.size() > 1) {
      out.println(total.line("total"));
    }
    return code;
  }

  private String read(String name) throws IOException {
    byte[] bytes = name.equals("-") ? in.readAllBytes() : Files.readAllBytes(Path.of(name));
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
