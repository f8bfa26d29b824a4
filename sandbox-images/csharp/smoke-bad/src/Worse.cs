using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Smoke
{
    public static class Worse
    {
        public static void Run(string command)
        {
            int unused = 1;
              Process.Start("sh", "-c " + command);
        }

        public static byte[] Sum(string text)
        {
            return MD5.Create().ComputeHash(Encoding.UTF8.GetBytes(text));
        }
    }
}
