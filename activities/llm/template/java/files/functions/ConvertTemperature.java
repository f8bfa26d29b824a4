package library;

import java.util.Map;
import java.util.TreeMap;

/** The function {@code convertTemperature}. */
public final class ConvertTemperature {
  private ConvertTemperature() {}

  /**
   * Returns a temperature in another unit; the units are celsius, fahrenheit and kelvin, or c, f
   * and k. Refused: the units must be known and the temperature must not be below absolute zero.
   */
  public static double convertTemperature(double value, String fromUnit, String toUnit) {
    char first = unit(fromUnit);
    char second = unit(toUnit);
    double kelvin = first == 'c' ? value + 273.15 : first == 'f' ? (value + 459.67) * 5 / 9 : value;
    if (kelvin < -1e-9) {
      throw new IllegalArgumentException("the temperature is below absolute zero");
    }
    double result =
        second == 'c' ? kelvin - 273.15 : second == 'f' ? kelvin * 9 / 5 - 459.67 : kelvin;
    return Math.round(result * 1e6) / 1e6;
  }

  private static char unit(String name) {
    Map<String, Character> units = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    units.putAll(Map.of("c", 'c', "f", 'f', "k", 'k'));
    units.putAll(Map.of("celsius", 'c', "fahrenheit", 'f', "kelvin", 'k'));
    if (!units.containsKey(name)) {
      throw new IllegalArgumentException("the units are celsius, fahrenheit and kelvin");
    }
    return units.get(name);
  }
}
