package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CliTest {
  @TempDir private Path directory;

  private record Ran(int code, String out, String errors) {}

  private Ran run(String path, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    if (Models.ENTITIES.size() > 1) {
      all.add(0, path);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    Cli cli = new Cli(directory, new PrintStream(out, true), new PrintStream(errors, true));
    int code = cli.run(all);
    String said = out.toString(StandardCharsets.UTF_8).strip();
    return new Ran(code, said, errors.toString(StandardCharsets.UTF_8));
  }

  private Map<?, ?> add(Entity entity, Map<String, Object> sample) {
    String main = Cli.mainField(entity).name();
    List<String> words = new ArrayList<>(List.of("add", "--json", text(sample.get(main))));
    sample.forEach(
        (name, value) -> {
          if (!name.equals(main) && value != null) {
            words.add("--" + name.replace('_', '-') + "=" + text(value));
          }
        });
    Ran ran = run(entity.path(), words.toArray(new String[0]));
    assertEquals(Cli.DONE, ran.code(), ran.errors());
    return (Map<?, ?>) Json.read(ran.out());
  }

  private static String text(Object value) {
    return value instanceof List<?> texts
        ? String.join(",", texts.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }

  @Test
  void addsListsAndSearches() {
    for (Samples.Of set : Samples.all()) {
      String path = set.entity().path();
      for (Map<String, Object> sample : set.objects()) {
        Map<?, ?> item = add(set.entity(), sample);
        sample.forEach((name, value) -> assertEquals(value, item.get(name)));
      }
      String listed = run(path, "list", "--sort=-id").out();
      assertEquals(3, listed.lines().count());
      assertTrue(listed.startsWith("3  "));
      assertEquals("", run(path, "list", "--search", "no such text").out());
    }
  }

  @Test
  void showsMarksChangesAndRemoves() {
    for (Samples.Of set : Samples.all()) {
      String path = set.entity().path();
      add(set.entity(), set.objects().get(0));
      Cli.doneField(set.entity())
          .ifPresent(name -> assertTrue(run(path, "done", "1").out().contains(name + ": yes")));
      Field main = Cli.mainField(set.entity());
      String value = text(set.objects().get(1).get(main.name()));
      String changed = run(path, "update", "1", "--" + Cli.flagOf(main), value).out();
      assertTrue(changed.contains(value), changed);
    }
    String last = Samples.last().entity().path();
    assertEquals(Cli.DONE, run(last, "remove", "1").code());
    assertEquals(Cli.FAILED, run(last, "show", "1").code());
  }

  @Test
  void refusesWhatIsNotThereOrWrong() {
    String path = Samples.last().entity().path();
    for (String words : List.of("show 99", "remove 99", "update 99", "list --filter x")) {
      Ran ran = run(path, words.split(" "));
      assertEquals(Cli.FAILED, ran.code(), words);
      assertTrue(ran.errors().startsWith("error: "), ran.errors());
    }
    for (String words : List.of("no-such-command", "show x", "show", "add", "list --no-such 1")) {
      Ran ran = run(path, words.split(" "));
      assertEquals(Cli.USAGE, ran.code(), words);
      assertTrue(ran.errors().contains("usage"), ran.errors());
    }
  }

  @Test
  void explainsItself() {
    Ran ran = run(Samples.last().entity().path(), "--help");
    assertEquals(Cli.DONE, ran.code());
    assertTrue(ran.out().contains("usage"));
  }
}
