using System;
using System.IO;

namespace App
{
    /// <summary>Starts the command line.</summary>
    public static class Program
    {
        /// <summary>The data lies in DATA_DIR, or in a folder of the home directory.</summary>
        public static int Main(string[] arguments)
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            var directory = Environment.GetEnvironmentVariable("DATA_DIR") ?? Path.Combine(home, "." + Models.Entities[0].Path);
            return new Cli(directory, Console.Out, Console.Error).Run(arguments);
        }
    }
}
