package app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Keeps all objects in one JSON file that is replaced as a whole, so a crash never leaves half a
 * file. Safe to use from several threads.
 */
public final class Store {
  private static final String FILE_NAME = "data.json";

  private final Path file;
  private final Path temporary;
  private String seen = "";
  private Map<String, Table> tables = tablesOf(Map.of());

  private record Table(long nextId, Map<Long, Map<String, Object>> items) {}

  /** Opens the store in a directory, which is made when it is missing. */
  public Store(Path directory) throws IOException {
    Files.createDirectories(directory);
    file = directory.resolve(FILE_NAME);
    temporary = directory.resolve(FILE_NAME + ".tmp");
    refresh();
  }

  /** Every object of an entity, oldest first. */
  public synchronized List<Map<String, Object>> all(Entity entity) throws IOException {
    refresh();
    return List.copyOf(items(entity).values());
  }

  /** One object. */
  public synchronized Optional<Map<String, Object>> get(Entity entity, long id) throws IOException {
    refresh();
    return Optional.ofNullable(items(entity).get(id));
  }

  /** Stores a new object and answers it with its id and times. */
  public synchronized Map<String, Object> create(Entity entity, Map<String, Object> values)
      throws IOException, Conflict {
    refresh();
    checkRelations(entity, values, 0);
    long id = tables.get(entity.path()).nextId();
    String now = now();
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("id", id);
    item.putAll(values);
    item.put("created_at", now);
    item.put("updated_at", now);
    Map<Long, Map<String, Object>> items = new LinkedHashMap<>(items(entity));
    items.put(id, item);
    save(entity, new Table(id + 1, items));
    return item;
  }

  /** Changes the given fields of an object; empty when there is no such object. */
  public synchronized Optional<Map<String, Object>> update(
      Entity entity, long id, Map<String, Object> values) throws IOException, Conflict {
    refresh();
    Map<String, Object> old = items(entity).get(id);
    if (old == null) {
      return Optional.empty();
    }
    checkRelations(entity, values, id);
    Map<String, Object> item = new LinkedHashMap<>(old);
    item.putAll(values);
    item.put("updated_at", now());
    Map<Long, Map<String, Object>> items = new LinkedHashMap<>(items(entity));
    items.put(id, item);
    save(entity, new Table(tables.get(entity.path()).nextId(), items));
    return Optional.of(item);
  }

  /** Removes an object; false when there is no such object. */
  public synchronized boolean delete(Entity entity, long id) throws IOException, Conflict {
    refresh();
    if (!items(entity).containsKey(id)) {
      return false;
    }
    checkUnused(entity, id);
    Map<Long, Map<String, Object>> items = new LinkedHashMap<>(items(entity));
    items.remove(id);
    save(entity, new Table(tables.get(entity.path()).nextId(), items));
    return true;
  }

  private Map<Long, Map<String, Object>> items(Entity entity) {
    return tables.get(entity.path()).items();
  }

  private void checkRelations(Entity entity, Map<String, Object> values, long ownId)
      throws Conflict {
    for (Field field : entity.fields()) {
      Object value = values.get(field.name());
      if (value == null) {
        continue;
      }
      String other = field.references();
      if (other != null && !tables.get(other).items().containsKey(value)) {
        String message = "there is no object " + value + " in " + other;
        Problem problem = new Problem(field.name(), message);
        throw new Conflict("A referenced object does not exist", problem, true);
      }
      if (field.unique() && isTaken(entity, field, value, ownId)) {
        String message = "another " + entity.name() + " has this value already";
        Problem problem = new Problem(field.name(), message);
        throw new Conflict("A value that must be unique is taken", problem, false);
      }
    }
  }

  private boolean isTaken(Entity entity, Field field, Object value, long ownId) {
    return items(entity).entrySet().stream()
        .anyMatch(
            each -> each.getKey() != ownId && value.equals(each.getValue().get(field.name())));
  }

  private void checkUnused(Entity entity, long id) throws Conflict {
    for (Entity other : Models.ENTITIES) {
      for (Field field : other.fields()) {
        if (!entity.path().equals(field.references())) {
          continue;
        }
        for (Map.Entry<Long, Map<String, Object>> each : items(other).entrySet()) {
          boolean isItself = other.path().equals(entity.path()) && each.getKey() == id;
          if (!isItself && Objects.equals(each.getValue().get(field.name()), id)) {
            String message = other.path() + " " + each.getKey() + " still refers to it";
            Problem problem = new Problem(field.name(), message);
            throw new Conflict("The object is still in use", problem, false);
          }
        }
      }
    }
  }

  /** Reads the file when it changed since the last look: another process may have replaced it. */
  private void refresh() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    String now = stamp(file);
    if (now.equals(seen)) {
      return;
    }
    try {
      Object content = Json.read(Files.readString(file));
      tables = tablesOf((Map<?, ?>) ((Map<?, ?>) content).get("collections"));
    } catch (Json.Malformed | ClassCastException | NullPointerException error) {
      throw new IOException(
          "the data file is damaged ("
              + error.getMessage()
              + "). Restore it from a backup, or move it away to start empty.",
          error);
    }
    seen = now;
  }

  private static String stamp(Path file) throws IOException {
    BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
    return seen.fileKey() + " " + seen.lastModifiedTime() + " " + seen.size();
  }

  private void save(Entity entity, Table changed) throws IOException {
    Map<String, Table> next = new LinkedHashMap<>(tables);
    next.put(entity.path(), changed);
    Map<String, Object> collections = new LinkedHashMap<>();
    next.forEach(
        (path, table) ->
            collections.put(
                path,
                Map.of("next_id", table.nextId(), "items", List.copyOf(table.items().values()))));
    String content = Json.write(Map.of("version", 1L, "collections", collections));
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    String now = stamp(temporary);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    seen = now;
    tables = next;
  }

  /** The tables of a data file. Fields that were added since it was written get their default. */
  private static Map<String, Table> tablesOf(Map<?, ?> collections) {
    Map<String, Table> found = new LinkedHashMap<>();
    for (Entity entity : Models.ENTITIES) {
      Map<?, ?> table = (Map<?, ?>) collections.get(entity.path());
      Map<Long, Map<String, Object>> items = new LinkedHashMap<>();
      long nextId = table == null ? 1 : (Long) table.get("next_id");
      for (Object raw : table == null ? List.of() : (List<?>) table.get("items")) {
        Map<String, Object> item = itemOf(entity, (Map<?, ?>) raw);
        items.put((Long) item.get("id"), item);
        nextId = Math.max(nextId, (Long) item.get("id") + 1);
      }
      found.put(entity.path(), new Table(nextId, items));
    }
    return found;
  }

  private static Map<String, Object> itemOf(Entity entity, Map<?, ?> raw) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("id", raw.get("id"));
    for (Field field : entity.fields()) {
      Object value = raw.containsKey(field.name()) ? raw.get(field.name()) : field.empty();
      boolean isWhole = field.type().equals("number") && value instanceof Long;
      item.put(field.name(), isWhole ? ((Long) value).doubleValue() : value);
    }
    item.put("created_at", raw.get("created_at"));
    item.put("updated_at", raw.get("updated_at"));
    return item;
  }

  private static String now() {
    // Always with milliseconds, which an Instant leaves out when there are none.
    return Instant.now().truncatedTo(ChronoUnit.MILLIS).plusNanos(1).toString().substring(0, 23)
        + "Z";
  }
}
