using System.Linq;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns whether two texts are made of the same letters and digits, whatever their order and case.</summary>
        public static bool AreAnagrams(string first, string second)
        {
            var ones = first.ToLowerInvariant().Where(char.IsLetterOrDigit).OrderBy(each => each);
            var others = second.ToLowerInvariant().Where(char.IsLetterOrDigit).OrderBy(each => each);
            return ones.SequenceEqual(others);
        }
    }
}
