package library;

import java.util.Arrays;
import java.util.Locale;

/** The function {@code areAnagrams}. */
public final class AreAnagrams {
  private AreAnagrams() {}

  /**
   * Returns whether two texts are made of the same letters and digits, whatever their order and
   * case.
   */
  public static boolean areAnagrams(String first, String second) {
    return Arrays.equals(letters(first), letters(second));
  }

  private static int[] letters(String text) {
    return text.toLowerCase(Locale.ROOT)
        .codePoints()
        .filter(Character::isLetterOrDigit)
        .sorted()
        .toArray();
  }
}
