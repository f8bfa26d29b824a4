using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns the number a Roman numeral stands for. Refused: the numeral must be a well-formed Roman numeral from I to MMMCMXCIX.</summary>
        public static long FromRoman(string numeral)
        {
            var symbols = numeral.ToUpperInvariant();
            if (symbols == "" || !Regex.IsMatch(symbols, @"\AM{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})\z"))
                throw new ArgumentException("the numeral must be a Roman numeral from I to MMMCMXCIX");
            var values = new Dictionary<char, long> { ['I'] = 1, ['V'] = 5, ['X'] = 10, ['L'] = 50, ['C'] = 100, ['D'] = 500, ['M'] = 1000 };
            long total = 0;
            long previous = 0;
            foreach (var symbol in symbols)
            {
                // A smaller one before it was to be taken away.
                total += values[symbol] > previous ? values[symbol] - 2 * previous : values[symbol];
                previous = values[symbol];
            }
            return total;
        }
    }
}
