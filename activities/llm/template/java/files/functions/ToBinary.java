package library;

/** The function {@code toBinary}. */
public final class ToBinary {
  private ToBinary() {}

  /** Returns a whole number in binary digits. */
  public static String toBinary(long number) {
    return Long.toString(number, 2);
  }
}
