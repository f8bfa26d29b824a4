using System.Collections.Generic;
using System.Linq;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns the sum of the numbers.</summary>
        public static double Total(IReadOnlyList<double> numbers)
        {
            return numbers.Sum();
        }
    }
}
