package library;

/** The function {@code lcm}. */
public final class Lcm {
  private Lcm() {}

  /** Returns the least common multiple of two whole numbers. */
  public static long lcm(long first, long second) {
    if (first == 0 || second == 0) {
      return 0;
    }
    long divisor = Math.abs(first);
    long rest = Math.abs(second);
    while (rest != 0) {
      long next = divisor % rest;
      divisor = rest;
      rest = next;
    }
    return Math.abs(first / divisor * second);
  }
}
