package library;

/** The function {@code caesar}. */
public final class Caesar {
  private Caesar() {}

  /** Returns the text with each letter a to z moved on by the shift; a negative shift decodes. */
  public static String caesar(String text, long shift) {
    int steps = (int) Math.floorMod(shift, 26);
    StringBuilder moved = new StringBuilder();
    for (char letter : text.toCharArray()) {
      if (letter >= 'a' && letter <= 'z') {
        moved.append((char) ('a' + (letter - 'a' + steps) % 26));
      } else if (letter >= 'A' && letter <= 'Z') {
        moved.append((char) ('A' + (letter - 'A' + steps) % 26));
      } else {
        moved.append(letter);
      }
    }
    return moved.toString();
  }
}
