using System;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns the factorial of n. Refused: n must be a whole number from 0 to 18, the last one that every language holds exactly.</summary>
        public static long Factorial(long n)
        {
            if (n < 0 || n > 18) throw new ArgumentException("n must be a whole number from 0 to 18");
            long product = 1;
            for (long factor = 2; factor <= n; factor++) product *= factor;
            return product;
        }
    }
}
