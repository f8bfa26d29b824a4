using System.Linq;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns the text with the first letter of each word in upper case and the others in lower case.</summary>
        public static string TitleCase(string text)
        {
            var isStart = true;
            return new string(text.Select(letter =>
            {
                var wasStart = isStart;
                isStart = char.IsWhiteSpace(letter);
                return wasStart ? char.ToUpperInvariant(letter) : char.ToLowerInvariant(letter);
            }).ToArray());
        }
    }
}
