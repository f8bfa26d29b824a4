using System.Text.RegularExpressions;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns whether the text has the form of an e-mail address: a name, an @ and a domain with a dot, without blanks.</summary>
        public static bool IsEmail(string text)
        {
            return text.Length <= 254 && Regex.IsMatch(text, @"\A[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+\z");
        }
    }
}
