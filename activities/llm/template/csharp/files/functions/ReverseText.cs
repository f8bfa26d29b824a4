using System.Linq;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns the characters of the text in reverse order.</summary>
        public static string ReverseText(string text)
        {
            return new string(text.Reverse().ToArray());
        }
    }
}
