package library;

/** The function {@code levenshtein}. */
public final class Levenshtein {
  private Levenshtein() {}

  /**
   * Returns how many single characters must be inserted, deleted or replaced to turn one text into
   * the other.
   */
  public static long levenshtein(String first, String second) {
    int[] others = second.codePoints().toArray();
    int[] previous = new int[others.length + 1];
    for (int at = 0; at < previous.length; at++) {
      previous[at] = at;
    }
    for (int one : first.codePoints().toArray()) {
      int[] current = new int[others.length + 1];
      current[0] = previous[0] + 1;
      for (int at = 0; at < others.length; at++) {
        int replaced = previous[at] + (one == others[at] ? 0 : 1);
        current[at + 1] = Math.min(replaced, Math.min(previous[at + 1], current[at]) + 1);
      }
      previous = current;
    }
    return previous[others.length];
  }
}
