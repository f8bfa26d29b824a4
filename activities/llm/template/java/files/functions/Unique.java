package library;

import java.util.List;

/** The function {@code unique}. */
public final class Unique {
  private Unique() {}

  /** Returns the texts without repetitions, in the order of their first appearance. */
  public static List<String> unique(List<String> items) {
    return items.stream().distinct().toList();
  }
}
