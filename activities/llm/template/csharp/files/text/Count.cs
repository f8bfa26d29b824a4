using System;
using System.IO;
using System.Linq;

namespace App
{
    /// <summary>What a text has.</summary>
    public sealed class Counts
    {
        /// <summary>Counts a text. A last line without a line break counts too.</summary>
        public Counts(string text)
        {
            Lines = text.Count(letter => letter == '\n') + (text == "" || text.EndsWith("\n", StringComparison.Ordinal) ? 0 : 1);
            Words = text.Split(new char[0], StringSplitOptions.RemoveEmptyEntries).Length;
            Characters = text.Count(letter => !char.IsLowSurrogate(letter));
        }

        private Counts(int lines, int words, int characters)
        {
            Lines = lines;
            Words = words;
            Characters = characters;
        }

        public int Lines { get; }
        public int Words { get; }
        public int Characters { get; }

        /// <summary>What two texts have together.</summary>
        public Counts Plus(Counts other)
        {
            return new Counts(Lines + other.Lines, Words + other.Words, Characters + other.Characters);
        }

        public override string ToString()
        {
            return string.Format("{0,8} {1,8} {2,8}", Lines, Words, Characters);
        }
    }

    /// <summary>Counts the lines, words and characters of files.</summary>
    public sealed class Cli
    {
        private const string Help = "usage: [FILE]...\nPrints how many lines, words and characters each FILE has; - is the standard input.";

        private readonly TextReader input;
        private readonly TextWriter output;
        private readonly TextWriter errors;

        public Cli(TextReader input, TextWriter output, TextWriter errors)
        {
            this.input = input;
            this.output = output;
            this.errors = errors;
        }

        /// <summary>Runs the command line. The exit code: 0 done, 1 failed, 2 wrong use.</summary>
        public int Run(params string[] words)
        {
            if (words.Contains("--help") || words.Contains("-h"))
            {
                output.WriteLine(Help);
                return 0;
            }
            if (words.Any(word => word != "-" && word.StartsWith("-", StringComparison.Ordinal)))
            {
                errors.WriteLine(Help);
                return 2;
            }
            var total = new Counts("");
            var code = 0;
            foreach (var name in words.DefaultIfEmpty("-"))
            {
                try
                {
                    var counts = new Counts(name == "-" ? input.ReadToEnd() : File.ReadAllText(name));
                    total = total.Plus(counts);
                    output.WriteLine(counts + "  " + name);
                }
                catch (Exception error) when (error is IOException || error is UnauthorizedAccessException)
                {
                    errors.WriteLine("error: " + name + " can't be read");
                    code = 1;
                }
            }
            if (words.Length > 1) output.WriteLine(total + "  total");
            return code;
        }
    }
}
