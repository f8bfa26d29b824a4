using System;
using System.Collections.Generic;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns all prime numbers up to and including the limit, in order. Refused: the limit must be at most 10,000,000, so that it fits into memory.</summary>
        public static IReadOnlyList<long> PrimesUpTo(long limit)
        {
            if (limit > 10000000) throw new ArgumentException("the limit must be at most 10000000");
            var isComposite = new bool[Math.Max(limit, 0) + 1];
            var primes = new List<long>();
            for (long number = 2; number <= limit; number++)
            {
                if (isComposite[number]) continue;
                primes.Add(number);
                for (var multiple = number * number; multiple <= limit; multiple += number) isComposite[multiple] = true;
            }
            return primes;
        }
    }
}
