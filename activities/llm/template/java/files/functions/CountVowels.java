package library;

import java.util.Locale;

/** The function {@code countVowels}. */
public final class CountVowels {
  private CountVowels() {}

  /** Returns how many of the letters a, e, i, o and u the text has, whatever their case. */
  public static long countVowels(String text) {
    return text.toLowerCase(Locale.ROOT).chars().filter(each -> "aeiou".indexOf(each) >= 0).count();
  }
}
