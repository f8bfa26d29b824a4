package library;

/** The function {@code fibonacci}. */
public final class Fibonacci {
  private Fibonacci() {}

  /**
   * Returns the n-th Fibonacci number, counted from 0. Refused: n must be a whole number from 0 to
   * 78, the last one that every language holds exactly.
   */
  public static long fibonacci(long n) {
    if (n < 0 || n > 78) {
      throw new IllegalArgumentException("n must be a whole number from 0 to 78");
    }
    long previous = 0;
    long current = 1;
    for (long step = 0; step < n; step++) {
      long next = previous + current;
      previous = current;
      current = next;
    }
    return previous;
  }
}
