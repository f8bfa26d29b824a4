package library;

/** The function {@code reverseText}. */
public final class ReverseText {
  private ReverseText() {}

  /** Returns the characters of the text in reverse order. */
  public static String reverseText(String text) {
    return new StringBuilder(text).reverse().toString();
  }
}
