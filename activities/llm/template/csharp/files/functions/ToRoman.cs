using System;
using System.Text;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns a number from 1 to 3999 as a Roman numeral. Refused: the number must be a whole number from 1 to 3999.</summary>
        public static string ToRoman(long number)
        {
            if (number < 1 || number > 3999) throw new ArgumentException("the number must be a whole number from 1 to 3999");
            var values = new[] { 1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1 };
            var symbols = new[] { "M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I" };
            var numeral = new StringBuilder();
            for (var at = 0; at < values.Length; at++)
            {
                for (; number >= values[at]; number -= values[at]) numeral.Append(symbols[at]);
            }
            return numeral.ToString();
        }
    }
}
