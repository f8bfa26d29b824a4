package library;

/** The function {@code isLeapYear}. */
public final class IsLeapYear {
  private IsLeapYear() {}

  /** Returns whether a year of the Gregorian calendar is a leap year. */
  public static boolean isLeapYear(long year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }
}
