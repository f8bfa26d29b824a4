package app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  @TempDir private Path directory;
  private Store store;
  private final Samples.Of last = Samples.last();
  private final Entity entity = last.entity();

  /** Only the last entity stays without objects: nothing refers to it. */
  @BeforeEach
  void open() throws Exception {
    store = new Store(directory);
    for (Samples.Of set : Samples.all()) {
      for (int at = 0; at < 3 && !set.entity().equals(entity); at++) {
        store.create(set.entity(), set.valid(at));
      }
    }
  }

  private static long id(Map<String, Object> item) {
    return (Long) item.get("id");
  }

  @Test
  void keepsObjectsOverARestart() throws Exception {
    Map<String, Object> first = store.create(entity, last.valid(0));
    Map<String, Object> second = store.create(entity, last.valid(1));
    assertEquals(List.of(1L, 2L), List.of(id(first), id(second)));
    assertEquals(first.get("created_at"), first.get("updated_at"));
    assertEquals(Optional.of(second), new Store(directory).get(entity, 2));
  }

  @Test
  void seesWhatAnotherProcessWrote() throws Exception {
    Store other = new Store(directory);
    Map<String, Object> item = store.create(entity, last.valid(0));
    assertEquals(List.of(item), other.all(entity));
  }

  @Test
  void neverGivesAnIdTwice() throws Exception {
    Map<String, Object> item = store.create(entity, last.valid(0));
    assertTrue(store.delete(entity, id(item)));
    assertEquals(id(item) + 1, id(new Store(directory).create(entity, last.valid(0))));
  }

  @Test
  void changesOnlyTheGivenFields() throws Exception {
    Map<String, Object> item = store.create(entity, last.valid(0));
    String name = entity.fields().get(0).name();
    Map<String, Object> change = new HashMap<>();
    change.put(name, last.valid(1).get(name));
    Map<String, Object> changed = store.update(entity, id(item), change).orElseThrow();
    Map<String, Object> wanted = new HashMap<>(item);
    wanted.putAll(change);
    wanted.put("updated_at", changed.get("updated_at"));
    assertEquals(wanted, changed);
  }

  @Test
  void answersNothingForAnUnknownId() throws Exception {
    assertEquals(Optional.empty(), store.get(entity, 99));
    assertEquals(Optional.empty(), store.update(entity, 99, Map.of()));
    assertFalse(store.delete(entity, 99));
  }

  @Test
  void losesNothingWhenSeveralWrite() throws Exception {
    Map<String, Object> values = new HashMap<>(last.valid(0));
    entity.fields().stream().filter(Field::unique).forEach(field -> values.put(field.name(), null));
    ExecutorService threads = Executors.newFixedThreadPool(5);
    try {
      List<Callable<Object>> writers = new ArrayList<>();
      for (int at = 0; at < 10; at++) {
        writers.add(() -> store.create(entity, values));
      }
      for (Future<Object> written : threads.invokeAll(writers)) {
        written.get();
      }
    } finally {
      threads.shutdown();
    }
    assertEquals(10, new Store(directory).all(entity).size());
  }

  @Test
  void leavesNoTemporaryFile() throws Exception {
    store.create(entity, last.valid(0));
    try (var files = Files.list(directory)) {
      assertEquals(List.of("data.json"), files.map(file -> file.getFileName().toString()).toList());
    }
  }

  @Test
  void refusesADamagedFileWithAReason() throws Exception {
    for (String damaged : List.of("{", "{}", "[]")) {
      Files.writeString(directory.resolve("data.json"), damaged);
      IOException error = assertThrows(IOException.class, () -> new Store(directory));
      assertTrue(error.getMessage().contains("damaged"));
    }
  }

  @Test
  void holdsUniqueValuesAndReferences() throws Exception {
    Map<String, Object> item = store.create(entity, last.valid(0));
    for (Field field : entity.fields()) {
      Object value = item.get(field.name());
      if (field.unique() && value != null) {
        assertThrows(Conflict.class, () -> store.create(entity, last.valid(0)));
      }
      if (field.references() != null) {
        Map<String, Object> change = Map.of(field.name(), 999L);
        Conflict unknown =
            assertThrows(Conflict.class, () -> store.update(entity, id(item), change));
        assertTrue(unknown.isUnknownReference());
      }
      if (field.references() != null && value instanceof Long other) {
        Entity target = Models.entityAt(field.references()).orElseThrow();
        Conflict used = assertThrows(Conflict.class, () -> store.delete(target, other));
        assertFalse(used.isUnknownReference());
      }
    }
  }
}
