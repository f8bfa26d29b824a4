package service;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Items in memory, in the order they came; safe for several threads. */
public final class Store {
  private final Map<Integer, Item> items = new LinkedHashMap<>();
  private int nextId = 1;

  /** Keeps a new item. */
  public synchronized Item add(String name) {
    Item item = new Item(nextId++, name);
    items.put(item.id(), item);
    return item;
  }

  /** A copy of the items. */
  public synchronized List<Item> all() {
    return new ArrayList<>(items.values());
  }

  /** The item with this id. */
  public synchronized Optional<Item> get(int id) {
    return Optional.ofNullable(items.get(id));
  }

  /** Whether there was such an item. */
  public synchronized boolean remove(int id) {
    return items.remove(id) != null;
  }
}
