using System;
using System.Collections.Generic;
using System.Linq;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns the arithmetic mean of the numbers. Refused: there must be at least one number.</summary>
        public static double Average(IReadOnlyList<double> numbers)
        {
            if (numbers.Count == 0) throw new ArgumentException("there must be at least one number");
            return numbers.Average();
        }
    }
}
