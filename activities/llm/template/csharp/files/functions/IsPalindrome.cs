using System.Linq;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns whether the text reads the same in both directions, looking only at letters and digits and at no case.</summary>
        public static bool IsPalindrome(string text)
        {
            var characters = text.ToLowerInvariant().Where(char.IsLetterOrDigit).ToArray();
            return characters.SequenceEqual(characters.Reverse());
        }
    }
}
