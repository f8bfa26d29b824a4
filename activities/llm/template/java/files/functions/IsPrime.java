package library;

/** The function {@code isPrime}. */
public final class IsPrime {
  private IsPrime() {}

  /** Returns whether n is a prime number. */
  public static boolean isPrime(long n) {
    if (n < 2) {
      return false;
    }
    for (long divisor = 2; divisor <= n / divisor; divisor++) {
      if (n % divisor == 0) {
        return false;
      }
    }
    return true;
  }
}
