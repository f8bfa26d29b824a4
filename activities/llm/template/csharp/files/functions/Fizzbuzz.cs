using System.Collections.Generic;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns the numbers from 1 to n as texts, with Fizz for multiples of 3, Buzz for multiples of 5 and FizzBuzz for both.</summary>
        public static IReadOnlyList<string> Fizzbuzz(long n)
        {
            var words = new List<string>();
            for (long number = 1; number <= n; number++)
            {
                var word = (number % 3 == 0 ? "Fizz" : "") + (number % 5 == 0 ? "Buzz" : "");
                words.Add(word == "" ? number.ToString() : word);
            }
            return words;
        }
    }
}
