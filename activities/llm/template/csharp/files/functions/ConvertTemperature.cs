using System;
using System.Collections.Generic;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns a temperature in another unit; the units are celsius, fahrenheit and kelvin, or c, f and k. Refused: the units must be known and the temperature must not be below absolute zero.</summary>
        public static double ConvertTemperature(double value, string fromUnit, string toUnit)
        {
            var names = new Dictionary<string, char>(StringComparer.OrdinalIgnoreCase)
            {
                { "c", 'c' },
                { "f", 'f' },
                { "k", 'k' },
                { "celsius", 'c' },
                { "fahrenheit", 'f' },
                { "kelvin", 'k' },
            };
            char first;
            char second;
            if (!names.TryGetValue(fromUnit, out first) || !names.TryGetValue(toUnit, out second))
                throw new ArgumentException("the units are celsius, fahrenheit and kelvin");
            var kelvin = first == 'c' ? value + 273.15 : first == 'f' ? (value + 459.67) * 5 / 9 : value;
            if (kelvin < -1e-9) throw new ArgumentException("the temperature is below absolute zero");
            return Math.Round(second == 'c' ? kelvin - 273.15 : second == 'f' ? kelvin * 9 / 5 - 459.67 : kelvin, 6);
        }
    }
}
