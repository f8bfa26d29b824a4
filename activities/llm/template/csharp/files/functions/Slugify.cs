using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns the text as a slug: lower case letters a to z and digits, joined by single hyphens; accents are dropped.</summary>
        public static string Slugify(string text)
        {
            var letters = text.Normalize(NormalizationForm.FormKD).Where(IsNoAccent).ToArray();
            return Regex.Replace(new string(letters).ToLowerInvariant(), "[^a-z0-9]+", "-").Trim('-');
        }

        private static bool IsNoAccent(char letter)
        {
            return CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark;
        }
    }
}
