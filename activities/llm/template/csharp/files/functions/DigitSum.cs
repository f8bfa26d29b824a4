using System;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns the sum of the decimal digits of a whole number.</summary>
        public static long DigitSum(long number)
        {
            long sum = 0;
            for (var rest = Math.Abs(number); rest > 0; rest /= 10) sum += rest % 10;
            return sum;
        }
    }
}
