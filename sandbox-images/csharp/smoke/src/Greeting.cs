using System;

namespace Smoke
{
    /// <summary>What the smoke project does: enough to be compiled, tested and measured.</summary>
    public static class Greeting
    {
        public static string Greet(string name)
        {
            if (string.IsNullOrEmpty(name))
            {
                throw new ArgumentException("a name is needed");
            }

            return "Hello, " + name + "!";
        }
    }
}
