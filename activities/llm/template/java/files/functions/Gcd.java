package library;

/** The function {@code gcd}. */
public final class Gcd {
  private Gcd() {}

  /** Returns the greatest common divisor of two whole numbers. */
  public static long gcd(long first, long second) {
    long divisor = Math.abs(first);
    long rest = Math.abs(second);
    while (rest != 0) {
      long next = divisor % rest;
      divisor = rest;
      rest = next;
    }
    return divisor;
  }
}
