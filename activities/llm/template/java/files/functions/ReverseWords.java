package library;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The function {@code reverseWords}. */
public final class ReverseWords {
  private ReverseWords() {}

  /** Returns the words of the text in reverse order, with one blank between them. */
  public static String reverseWords(String text) {
    List<String> words = Arrays.asList(text.strip().split("\\s+"));
    Collections.reverse(words);
    return String.join(" ", words);
  }
}
