package library;

import java.util.ArrayList;
import java.util.List;

/** The function {@code primesUpTo}. */
public final class PrimesUpTo {
  private PrimesUpTo() {}

  /**
   * Returns all prime numbers up to and including the limit, in order. Refused: the limit must be
   * at most 10,000,000, so that it fits into memory.
   */
  public static List<Long> primesUpTo(long limit) {
    if (limit > 10_000_000) {
      throw new IllegalArgumentException("the limit must be at most 10000000");
    }
    boolean[] isComposite = new boolean[(int) Math.max(limit, 0) + 1];
    List<Long> primes = new ArrayList<>();
    for (long number = 2; number <= limit; number++) {
      if (isComposite[(int) number]) {
        continue;
      }
      primes.add(number);
      for (long multiple = number * number; multiple <= limit; multiple += number) {
        isComposite[(int) multiple] = true;
      }
    }
    return primes;
  }
}
