package library;

/** The function {@code countWords}. */
public final class CountWords {
  private CountWords() {}

  /** Returns how many words the text has; words are separated by white space. */
  public static long countWords(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }
}
