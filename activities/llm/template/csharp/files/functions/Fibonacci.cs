using System;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns the n-th Fibonacci number, counted from 0. Refused: n must be a whole number from 0 to 78, the last one that every language holds exactly.</summary>
        public static long Fibonacci(long n)
        {
            if (n < 0 || n > 78) throw new ArgumentException("n must be a whole number from 0 to 78");
            long previous = 0;
            long current = 1;
            for (long step = 0; step < n; step++)
            {
                var next = previous + current;
                previous = current;
                current = next;
            }
            return previous;
        }
    }
}
