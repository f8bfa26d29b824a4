package library;

import java.util.Locale;
import java.util.Map;

/** The function {@code fromRoman}. */
public final class FromRoman {
  private FromRoman() {}

  /**
   * Returns the number a Roman numeral stands for. Refused: the numeral must be a well-formed Roman
   * numeral from I to MMMCMXCIX.
   */
  public static long fromRoman(String numeral) {
    String text = numeral.toUpperCase(Locale.ROOT);
    String form = "M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})";
    if (text.isEmpty() || !text.matches(form)) {
      throw new IllegalArgumentException("the numeral must be a Roman numeral from I to MMMCMXCIX");
    }
    Map<Integer, Integer> values =
        Map.of(
            (int) 'I', 1, (int) 'V', 5, (int) 'X', 10, (int) 'L', 50, (int) 'C', 100, (int) 'D',
            500, (int) 'M', 1000);
    long total = 0;
    int previous = 0;
    for (int symbol : text.codePoints().toArray()) {
      int value = values.get(symbol);
      // A smaller one before it was to be taken away.
      total += value > previous ? value - 2L * previous : value;
      previous = value;
    }
    return total;
  }
}
