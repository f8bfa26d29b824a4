using System.Linq;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns how many of the letters a, e, i, o and u the text has, whatever their case.</summary>
        public static long CountVowels(string text)
        {
            return text.ToLowerInvariant().Count(letter => "aeiou".IndexOf(letter) >= 0);
        }
    }
}
