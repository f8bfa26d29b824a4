namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns whether n is a prime number.</summary>
        public static bool IsPrime(long n)
        {
            if (n < 2) return false;
            for (long divisor = 2; divisor <= n / divisor; divisor++)
            {
                if (n % divisor == 0) return false;
            }
            return true;
        }
    }
}
