package app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The command line: add, list, show, update, done and remove. */
public final class Cli {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  private static final List<String> DONE_NAMES =
      List.of(
          "done",
          "completed",
          "complete",
          "finished",
          "closed",
          "resolved",
          "paid",
          "read",
          "watched");
  private static final List<String> LIST_FLAGS = List.of("filter", "search", "sort");

  private final Path directory;
  private final PrintStream out;
  private final PrintStream errors;

  public Cli(Path directory, PrintStream out, PrintStream errors) {
    this.directory = directory;
    this.out = out;
    this.errors = errors;
  }

  /** The command is used wrongly; the message says how it is used. */
  private static final class Usage extends Exception {
    private static final long serialVersionUID = 1L;

    Usage(String message) {
      super(message);
    }
  }

  /** The command can't be done; the message says why. */
  private static final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
      super(message);
    }
  }

  private record Arguments(
      Entity entity, List<String> positionals, Map<String, List<String>> flags, boolean isJson) {
    String only(String flag) {
      List<String> values = flags.getOrDefault(flag, List.of());
      return values.isEmpty() ? "" : values.get(values.size() - 1);
    }
  }

  /** Runs one command. The exit code: 0 done, 1 failed, 2 wrong use. */
  public int run(List<String> words) {
    if (words.isEmpty() || words.contains("--help") || words.contains("-h")) {
      out.println(usage());
      return words.isEmpty() ? USAGE : DONE;
    }
    try {
      runCommand(words).forEach(out::println);
      return DONE;
    } catch (Usage wrong) {
      errors.println("error: " + wrong.getMessage() + System.lineSeparator() + usage());
      return USAGE;
    } catch (Conflict conflict) {
      errors.println("error: " + sentences(conflict.problems()));
    } catch (Failure | IOException failure) {
      errors.println("error: " + failure.getMessage());
    }
    return FAILED;
  }

  private static String usage() {
    List<String> lines = new ArrayList<>(List.of("usage (each takes --json):"));
    for (Entity entity : Models.ENTITIES) {
      String start = Models.ENTITIES.size() > 1 ? "  " + entity.path() + " " : "  ";
      Field main = mainField(entity);
      StringBuilder flags = new StringBuilder();
      for (Field field : entity.fields()) {
        if (!field.equals(main)) {
          flags.append(" [--").append(flagOf(field)).append(' ').append(field.type()).append(']');
        }
      }
      lines.add(start + "add " + main.name().toUpperCase(Locale.ROOT) + flags);
      lines.add(start + "list [--filter FIELD=VALUE]... [--search TEXT] [--sort=FIELD or -FIELD]");
      lines.add(start + "show ID");
      lines.add(start + "update ID [--" + flagOf(main) + " " + main.type() + "]" + flags);
      lines.add(start + "remove ID");
      doneField(entity).ifPresent(name -> lines.add(start + "done ID"));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private List<String> runCommand(List<String> words) throws Usage, Failure, Conflict, IOException {
    Entity entity = Models.ENTITIES.get(0);
    List<String> rest = words;
    if (Models.ENTITIES.size() > 1) {
      Optional<Entity> found = Models.entityAt(words.get(0));
      if (found.isEmpty()) {
        throw new Usage("there is nothing called " + words.get(0));
      }
      entity = found.get();
      rest = words.subList(1, words.size());
    }
    String command = rest.isEmpty() ? "" : rest.get(0);
    List<String> flags =
        switch (command) {
          case "add", "update" -> entity.fields().stream().map(Cli::flagOf).toList();
          case "list" -> LIST_FLAGS;
          case "show", "done", "remove" -> List.of();
          default -> throw new Usage("there is no command " + command);
        };
    Arguments given = parse(entity, rest.subList(1, rest.size()), flags);
    Store store = new Store(directory);
    return switch (command) {
      case "add" -> add(store, given);
      case "list" -> list(store, given);
      case "remove" -> remove(store, given);
      default -> onOne(store, command, given);
    };
  }

  private static Arguments parse(Entity entity, List<String> words, List<String> allowed)
      throws Usage {
    List<String> positionals = new ArrayList<>();
    Map<String, List<String>> flags = new LinkedHashMap<>();
    boolean isJson = false;
    for (int at = 0; at < words.size(); at++) {
      String word = words.get(at);
      if (word.equals("--json")) {
        isJson = true;
        continue;
      }
      if (!word.startsWith("--")) {
        positionals.add(word);
        continue;
      }
      int equals = word.indexOf('=');
      String name = equals < 0 ? word.substring(2) : word.substring(2, equals);
      if (!allowed.contains(name)) {
        throw new Usage("there is no flag --" + name);
      }
      if (equals < 0 && at + 1 == words.size()) {
        throw new Usage("--" + name + " takes a value");
      }
      String value = equals < 0 ? words.get(at + 1) : word.substring(equals + 1);
      at += equals < 0 ? 1 : 0;
      flags.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }
    return new Arguments(entity, positionals, flags, isJson);
  }

  private static List<String> add(Store store, Arguments given)
      throws Usage, Failure, Conflict, IOException {
    Field main = mainField(given.entity());
    if (given.positionals().size() != 1) {
      throw new Usage("add takes " + main.name().toUpperCase(Locale.ROOT) + " and flags");
    }
    given.flags().put(flagOf(main), given.positionals());
    return shown(given, store.create(given.entity(), checked(given, false)));
  }

  private static List<String> list(Store store, Arguments given) throws Failure, IOException {
    List<Query.Pair> query = new ArrayList<>();
    for (String text : given.flags().getOrDefault("filter", List.of())) {
      int at = text.indexOf('=');
      String name = at < 0 ? "" : text.substring(0, at).replace('-', '_');
      if (given.entity().field(name).isEmpty()) {
        throw new Failure(
            "--filter takes FIELD=VALUE with a field of "
                + given.entity().name()
                + ", not "
                + text);
      }
      query.add(new Query.Pair(name, text.substring(at + 1)));
    }
    query.add(new Query.Pair("limit", "1000"));
    query.add(new Query.Pair("q", given.only("search")));
    query.add(new Query.Pair("sort", given.only("sort").replaceAll("(?<=\\w)-", "_")));
    Query.Page page = Query.list(given.entity(), store.all(given.entity()), query);
    if (!page.problems().isEmpty()) {
      throw new Failure(sentences(page.problems()));
    }
    return given.isJson()
        ? List.of(Json.write(page.items()))
        : page.items().stream().map(item -> line(given.entity(), item)).toList();
  }

  private static List<String> onOne(Store store, String command, Arguments given)
      throws Usage, Failure, Conflict, IOException {
    Entity entity = given.entity();
    long id = id(command, given);
    Optional<Map<String, Object>> item;
    if (command.equals("show")) {
      item = store.get(entity, id);
    } else if (command.equals("update")) {
      item = store.update(entity, id, checked(given, true));
    } else {
      Optional<String> done = doneField(entity);
      if (done.isEmpty()) {
        throw new Usage(entity.path() + " have nothing to be done");
      }
      item = store.update(entity, id, Map.of(done.get(), true));
    }
    if (item.isEmpty()) {
      throw new Failure("there is no " + entity.name() + " " + id);
    }
    return shown(given, item.get());
  }

  private static List<String> remove(Store store, Arguments given)
      throws Usage, Failure, Conflict, IOException {
    long id = id("remove", given);
    if (!store.delete(given.entity(), id)) {
      throw new Failure("there is no " + given.entity().name() + " " + id);
    }
    String removed = "removed " + given.entity().name() + " " + id;
    return List.of(given.isJson() ? Json.write(Map.of("removed", id)) : removed);
  }

  private static long id(String command, Arguments given) throws Usage {
    if (given.positionals().size() != 1 || !given.positionals().get(0).matches("\\d{1,15}")) {
      throw new Usage(command + " takes one ID");
    }
    return Long.parseLong(given.positionals().get(0));
  }

  private static Map<String, Object> checked(Arguments given, boolean isPartial) throws Failure {
    Map<String, Object> data = new LinkedHashMap<>();
    for (Field field : given.entity().fields()) {
      if (given.flags().containsKey(flagOf(field))) {
        data.put(field.name(), value(field, given.only(flagOf(field))));
      }
    }
    Validation.Checked checked = Validation.validate(given.entity(), data, isPartial);
    if (!checked.problems().isEmpty()) {
      throw new Failure(sentences(checked.problems()));
    }
    return checked.values();
  }

  /** What a text on the command line stands for; what it can't is left to validation. */
  private static Object value(Field field, String text) {
    if (field.type().equals("list")) {
      return List.of(text.split(",")).stream()
          .map(String::strip)
          .filter(part -> !part.isEmpty())
          .toList();
    }
    if (field.type().equals("boolean")) {
      Optional<Boolean> known = Query.flag(text);
      return known.isPresent() ? known.get() : text;
    }
    if (text.isEmpty() && !field.required()) {
      return null;
    }
    boolean isNumber = field.type().matches("integer|number|reference");
    return isNumber && text.matches("-?\\d{1,15}(\\.\\d{1,15})?") ? Json.read(text) : text;
  }

  private static String sentences(List<Problem> problems) {
    return String.join(
        "; ", problems.stream().map(each -> each.field() + " " + each.message()).toList());
  }

  /** The field given without a flag: the first required text, else required, else first one. */
  static Field mainField(Entity entity) {
    List<Field> required = entity.fields().stream().filter(Field::required).toList();
    return required.stream()
        .filter(field -> field.type().equals("string"))
        .findFirst()
        .or(() -> required.stream().findFirst())
        .orElse(entity.fields().get(0));
  }

  /** The field that says that something is done. */
  static Optional<String> doneField(Entity entity) {
    return entity.fields().stream()
        .filter(field -> field.type().equals("boolean") && DONE_NAMES.contains(field.name()))
        .map(Field::name)
        .findFirst();
  }

  static String flagOf(Field field) {
    return field.name().replace('_', '-');
  }

  private static List<String> shown(Arguments given, Map<String, Object> item) {
    return List.of(given.isJson() ? Json.write(item) : line(given.entity(), item));
  }

  /** One object on one line: "1 Buy milk done: no". */
  private static String line(Entity entity, Map<String, Object> item) {
    String main = mainField(entity).name();
    List<String> parts = new ArrayList<>(List.of("" + item.get("id"), word(item.get(main))));
    for (Field field : entity.fields()) {
      String text = word(item.get(field.name()));
      if (!field.name().equals(main) && !text.isEmpty()) {
        parts.add(field.name() + ": " + text);
      }
    }
    return String.join("  ", parts);
  }

  private static String word(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? "yes" : "no";
    }
    if (value instanceof List<?> texts) {
      return word(String.join(", ", texts.stream().map(String::valueOf).toList()));
    }
    String text = value instanceof Number ? Json.write(value) : value == null ? "" : "" + value;
    // Control characters in stored text must not reach the terminal.
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
