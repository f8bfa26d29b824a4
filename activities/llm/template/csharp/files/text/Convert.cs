using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace App
{
    /// <summary>Turns CSV into JSON and back.</summary>
    public sealed class Cli
    {
        private const string Help = "usage: to-json|to-csv FILE\nTurns CSV with a header line into a JSON list of objects, or back; - is the standard input.";

        private readonly TextReader input;
        private readonly TextWriter output;
        private readonly TextWriter errors;

        public Cli(TextReader input, TextWriter output, TextWriter errors)
        {
            this.input = input;
            this.output = output;
            this.errors = errors;
        }

        /// <summary>Turns CSV with a header line into a JSON list of objects; the values stay texts.</summary>
        public static string ToJson(string text)
        {
            var rows = Rows(text);
            if (rows.Count == 0) return "[]";
            var names = rows[0];
            if (names.Distinct().Count() < names.Count) throw new FormatException("the header names a column twice");
            var objects = new List<Dictionary<string, object>>();
            foreach (var row in rows.Skip(1))
            {
                if (row.Count != names.Count) throw new FormatException("line " + (objects.Count + 2) + " does not fit the header");
                objects.Add(names.Zip(row, (name, value) => new { name, value }).ToDictionary(each => each.name, each => (object)each.value));
            }
            return Json.Write(objects);
        }

        /// <summary>Turns a JSON list of objects into CSV with a header line; values that are no texts are written as JSON.</summary>
        public static string ToCsv(string text)
        {
            var list = Json.Read(text) as List<object>;
            if (list == null || !list.All(each => each is Dictionary<string, object>)) throw new FormatException("the input is no JSON list of objects");
            var objects = list.Cast<Dictionary<string, object>>().ToList();
            var names = objects.SelectMany(each => each.Keys).Distinct().ToList();
            if (names.Count == 0) return "";
            return Line(names) + string.Concat(objects.Select(each => Line(names.Select(name => Cell(each, name)))));
        }

        private static string Cell(Dictionary<string, object> from, string name)
        {
            object value;
            if (!from.TryGetValue(name, out value) || value == null) return "";
            return value as string ?? Json.Write(value);
        }

        private static string Line(IEnumerable<string> cells)
        {
            return string.Join(",", cells.Select(cell => cell.IndexOfAny(new[] { '"', ',', '\r', '\n' }) < 0 ? cell : "\"" + cell.Replace("\"", "\"\"") + "\"")) + "\n";
        }

        private static List<List<string>> Rows(string text)
        {
            var rows = new List<List<string>>();
            var row = new List<string>();
            var cell = new StringBuilder();
            var isQuoted = false;
            var all = text == "" || text.EndsWith("\n", StringComparison.Ordinal) ? text : text + "\n";
            for (var at = 0; at < all.Length; at++)
            {
                var letter = all[at];
                if (isQuoted && letter == '"' && at + 1 < all.Length && all[at + 1] == '"') cell.Append(all[at++]);
                else if (letter == '"') isQuoted = !isQuoted;
                else if (!isQuoted && (letter == ',' || letter == '\n'))
                {
                    row.Add(cell.ToString());
                    cell.Clear();
                    if (letter == ',') continue;
                    rows.Add(row);
                    row = new List<string>();
                }
                else if (isQuoted || letter != '\r') cell.Append(letter);
            }
            if (isQuoted) throw new FormatException("a quote is not closed");
            return rows;
        }

        /// <summary>Runs the command line. The exit code: 0 done, 1 failed, 2 wrong use.</summary>
        public int Run(params string[] words)
        {
            if (words.Length == 1 && (words[0] == "--help" || words[0] == "-h"))
            {
                output.WriteLine(Help);
                return 0;
            }
            if (words.Length != 2 || words[0] != "to-json" && words[0] != "to-csv")
            {
                errors.WriteLine(Help);
                return 2;
            }
            try
            {
                var text = words[1] == "-" ? input.ReadToEnd() : File.ReadAllText(words[1]);
                output.WriteLine((words[0] == "to-json" ? ToJson(text) : ToCsv(text)).TrimEnd('\n'));
                return 0;
            }
            catch (Exception error) when (error is IOException || error is UnauthorizedAccessException)
            {
                errors.WriteLine("error: " + words[1] + " can't be read");
            }
            catch (Exception error) when (error is FormatException || error is MalformedException)
            {
                errors.WriteLine("error: " + error.Message);
            }
            return 1;
        }
    }
}
