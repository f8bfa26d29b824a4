package library;

import java.util.List;

/** The function {@code average}. */
public final class Average {
  private Average() {}

  /** Returns the arithmetic mean of the numbers. Refused: there must be at least one number. */
  public static double average(List<Double> numbers) {
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one number");
    }
    double total = 0;
    for (double number : numbers) {
      total += number;
    }
    return total / numbers.size();
  }
}
