package library;

import java.util.List;

/** The function {@code median}. */
public final class Median {
  private Median() {}

  /**
   * Returns the median of the numbers: the middle one, or the mean of the two in the middle.
   * Refused: there must be at least one number.
   */
  public static double median(List<Double> numbers) {
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one number");
    }
    List<Double> sorted = numbers.stream().sorted().toList();
    int middle = sorted.size() / 2;
    boolean hasMiddle = sorted.size() % 2 == 1;
    return hasMiddle ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
