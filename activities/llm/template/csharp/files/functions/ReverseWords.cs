using System;
using System.Linq;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns the words of the text in reverse order, with one blank between them.</summary>
        public static string ReverseWords(string text)
        {
            var words = text.Split(new char[0], StringSplitOptions.RemoveEmptyEntries);
            return string.Join(" ", words.Reverse());
        }
    }
}
