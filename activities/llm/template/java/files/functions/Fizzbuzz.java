package library;

import java.util.ArrayList;
import java.util.List;

/** The function {@code fizzbuzz}. */
public final class Fizzbuzz {
  private Fizzbuzz() {}

  /**
   * Returns the numbers from 1 to n as texts, with Fizz for multiples of 3, Buzz for multiples of 5
   * and FizzBuzz for both.
   */
  public static List<String> fizzbuzz(long n) {
    List<String> words = new ArrayList<>();
    for (long number = 1; number <= n; number++) {
      String word = (number % 3 == 0 ? "Fizz" : "") + (number % 5 == 0 ? "Buzz" : "");
      words.add(word.isEmpty() ? String.valueOf(number) : word);
    }
    return words;
  }
}
