package library;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The function {@code convertUnit}. */
public final class ConvertUnit {
  private ConvertUnit() {}

  /**
   * Returns a length (mm, cm, m, km, in, ft, yd, mi) or a weight (mg, g, kg, t, oz, lb) in another
   * unit of its kind. Refused: both units must be known and of the same kind.
   */
  public static double convertUnit(double value, String fromUnit, String toUnit) {
    Map<String, Double> lengths =
        Map.of(
            "mm", 0.001, "cm", 0.01, "m", 1.0, "km", 1000.0, "in", 0.0254, "ft", 0.3048, "yd",
            0.9144, "mi", 1609.344);
    Map<String, Double> weights =
        Map.of(
            "mg",
            0.001,
            "g",
            1.0,
            "kg",
            1000.0,
            "t",
            1_000_000.0,
            "oz",
            28.349523125,
            "lb",
            453.59237);
    for (Map<String, Double> units : List.of(lengths, weights)) {
      Double first = units.get(fromUnit.toLowerCase(Locale.ROOT));
      Double second = units.get(toUnit.toLowerCase(Locale.ROOT));
      if (first != null && second != null) {
        return Math.round(value * first / second * 1e6) / 1e6;
      }
    }
    throw new IllegalArgumentException("the units must be known and of the same kind");
  }
}
