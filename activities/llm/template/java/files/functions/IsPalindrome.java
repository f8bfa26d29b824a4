package library;

import java.util.Locale;

/** The function {@code isPalindrome}. */
public final class IsPalindrome {
  private IsPalindrome() {}

  /**
   * Returns whether the text reads the same in both directions, looking only at letters and digits
   * and at no case.
   */
  public static boolean isPalindrome(String text) {
    int[] characters =
        text.toLowerCase(Locale.ROOT).codePoints().filter(Character::isLetterOrDigit).toArray();
    for (int at = 0; at < characters.length / 2; at++) {
      if (characters[at] != characters[characters.length - 1 - at]) {
        return false;
      }
    }
    return true;
  }
}
