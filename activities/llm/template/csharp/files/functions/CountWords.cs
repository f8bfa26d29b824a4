using System;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns how many words the text has; words are separated by white space.</summary>
        public static long CountWords(string text)
        {
            return text.Split(new char[0], StringSplitOptions.RemoveEmptyEntries).Length;
        }
    }
}
