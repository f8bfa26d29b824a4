using System;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns a whole number in binary digits.</summary>
        public static string ToBinary(long number)
        {
            return (number < 0 ? "-" : "") + Convert.ToString(Math.Abs(number), 2);
        }
    }
}
