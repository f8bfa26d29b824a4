namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns whether a year of the Gregorian calendar is a leap year.</summary>
        public static bool IsLeapYear(long year)
        {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        }
    }
}
