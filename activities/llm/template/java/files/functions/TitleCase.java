package library;

/** The function {@code titleCase}. */
public final class TitleCase {
  private TitleCase() {}

  /**
   * Returns the text with the first letter of each word in upper case and the others in lower case.
   */
  public static String titleCase(String text) {
    StringBuilder title = new StringBuilder();
    boolean isStart = true;
    for (int letter : text.codePoints().toArray()) {
      title.appendCodePoint(
          isStart ? Character.toUpperCase(letter) : Character.toLowerCase(letter));
      isStart = Character.isWhitespace(letter);
    }
    return title.toString();
  }
}
