package library;

/** The function {@code digitSum}. */
public final class DigitSum {
  private DigitSum() {}

  /** Returns the sum of the decimal digits of a whole number. */
  public static long digitSum(long number) {
    long sum = 0;
    for (long rest = Math.abs(number); rest > 0; rest /= 10) {
      sum += rest % 10;
    }
    return sum;
  }
}
