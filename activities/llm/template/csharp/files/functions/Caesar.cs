using System.Linq;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns the text with each letter a to z moved on by the shift; a negative shift decodes.</summary>
        public static string Caesar(string text, long shift)
        {
            var steps = (int)((shift % 26 + 26) % 26);
            return new string(text.Select(letter => Moved(letter, steps)).ToArray());
        }

        private static char Moved(char letter, int steps)
        {
            if (letter >= 'a' && letter <= 'z') return (char)('a' + (letter - 'a' + steps) % 26);
            if (letter >= 'A' && letter <= 'Z') return (char)('A' + (letter - 'A' + steps) % 26);
            return letter;
        }
    }
}
