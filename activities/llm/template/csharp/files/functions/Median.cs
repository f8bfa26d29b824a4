using System;
using System.Collections.Generic;
using System.Linq;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns the median of the numbers: the middle one, or the mean of the two in the middle. Refused: there must be at least one number.</summary>
        public static double Median(IReadOnlyList<double> numbers)
        {
            if (numbers.Count == 0) throw new ArgumentException("there must be at least one number");
            var sorted = numbers.OrderBy(number => number).ToList();
            var middle = sorted.Count / 2;
            return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }
}
