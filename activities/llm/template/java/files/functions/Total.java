package library;

import java.util.List;

/** The function {@code total}. */
public final class Total {
  private Total() {}

  /** Returns the sum of the numbers. */
  public static double total(List<Double> numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    return sum;
  }
}
