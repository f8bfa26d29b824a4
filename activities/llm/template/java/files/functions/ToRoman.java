package library;

/** The function {@code toRoman}. */
public final class ToRoman {
  private ToRoman() {}

  /**
   * Returns a number from 1 to 3999 as a Roman numeral. Refused: the number must be a whole number
   * from 1 to 3999.
   */
  public static String toRoman(long number) {
    if (number < 1 || number > 3999) {
      throw new IllegalArgumentException("the number must be a whole number from 1 to 3999");
    }
    int[] values = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
    String[] symbols = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};
    StringBuilder numeral = new StringBuilder();
    int rest = (int) number;
    for (int at = 0; at < values.length; at++) {
      numeral.append(symbols[at].repeat(rest / values[at]));
      rest %= values[at];
    }
    return numeral.toString();
  }
}
