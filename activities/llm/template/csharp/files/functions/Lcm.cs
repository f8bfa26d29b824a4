using System;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns the least common multiple of two whole numbers.</summary>
        public static long Lcm(long first, long second)
        {
            if (first == 0 || second == 0) return 0;
            var divisor = first;
            for (var rest = second; rest != 0;)
            {
                var next = divisor % rest;
                divisor = rest;
                rest = next;
            }
            return Math.Abs(first / divisor * second);
        }
    }
}
