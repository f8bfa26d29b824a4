using System;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns the greatest common divisor of two whole numbers.</summary>
        public static long Gcd(long first, long second)
        {
            while (second != 0)
            {
                var rest = first % second;
                first = second;
                second = rest;
            }
            return Math.Abs(first);
        }
    }
}
