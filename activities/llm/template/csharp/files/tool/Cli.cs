using System;
using System.Collections;
using System.Globalization;
using System.IO;
using System.Linq;

namespace App
{
    /// <summary>The command line around functions.</summary>
    public sealed class Cli
    {
        private const string Usage = "usage:" + "@USES@";

        private readonly TextReader input;
        private readonly TextWriter output;
        private readonly TextWriter errors;

        public Cli(TextReader input, TextWriter output, TextWriter errors)
        {
            this.input = input;
            this.output = output;
            this.errors = errors;
        }

        /// <summary>Runs the command line. The exit code: 0 done, 1 refused, 2 wrong use.</summary>
        public int Run(params string[] arguments)
        {
            if (arguments.Contains("--help") || arguments.Contains("-h"))
            {
                output.WriteLine(Usage);
                return 0;
            }
            try
            {
                var words = new Words(arguments, input);
                var result = RunCommand(words);
                words.End();
                output.WriteLine(Printed(result));
                return 0;
            }
            catch (UsageException wrong)
            {
                errors.WriteLine("error: " + wrong.Message + "\n" + Usage);
                return 2;
            }
            catch (ArgumentException refused)
            {
                errors.WriteLine("error: " + refused.Message);
                return 1;
            }
        }

        private static object RunCommand(Words words)
        {
            // @RUN@
        }

        private static string Printed(object result)
        {
            var items = result as IEnumerable;
            if (items != null && !(result is string)) return string.Join("\n", items.Cast<object>().Select(Printed));
            if (result is bool) return (bool)result ? "yes" : "no";
            // More digits of a number than these are noise of its binary form.
            if (result is double) return ((double)result).ToString("G12", CultureInfo.InvariantCulture);
            return Convert.ToString(result, CultureInfo.InvariantCulture);
        }
    }
}
