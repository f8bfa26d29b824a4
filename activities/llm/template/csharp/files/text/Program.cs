using System;

namespace App
{
    /// <summary>Starts the command line.</summary>
    public static class Program
    {
        public static int Main(string[] arguments)
        {
            return new Cli(Console.In, Console.Out, Console.Error).Run(arguments);
        }
    }
}
