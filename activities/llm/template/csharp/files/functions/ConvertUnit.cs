using System;
using System.Collections.Generic;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns a length (mm, cm, m, km, in, ft, yd, mi) or a weight (mg, g, kg, t, oz, lb) in another unit of its kind. Refused: both units must be known and of the same kind.</summary>
        public static double ConvertUnit(double value, string fromUnit, string toUnit)
        {
            var lengths = new Dictionary<string, double> { ["mm"] = 0.001, ["cm"] = 0.01, ["m"] = 1, ["km"] = 1000, ["in"] = 0.0254, ["ft"] = 0.3048, ["yd"] = 0.9144, ["mi"] = 1609.344 };
            var weights = new Dictionary<string, double> { ["mg"] = 0.001, ["g"] = 1, ["kg"] = 1000, ["t"] = 1000000, ["oz"] = 28.349523125, ["lb"] = 453.59237 };
            foreach (var units in new[] { lengths, weights })
            {
                double first;
                double second;
                if (units.TryGetValue(fromUnit.ToLowerInvariant(), out first) && units.TryGetValue(toUnit.ToLowerInvariant(), out second))
                    return Math.Round(value * first / second, 6);
            }
            throw new ArgumentException("the units must be known and of the same kind");
        }
    }
}
