using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace App
{
    /// <summary>A text that is no JSON.</summary>
    public class MalformedException : Exception
    {
        public MalformedException(string message) : base(message) { }
    }

    /// <summary>Reads and writes JSON: objects are dictionaries, lists are lists, whole numbers are long and all others double.</summary>
    public sealed class Json
    {
        // Deeper than this nobody nests on purpose, and each level takes a piece of the stack.
        private const int DepthMax = 200;
        private static readonly Regex Number = new Regex(@"\G-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?");
        private static readonly Regex Whole = new Regex(@"\A-?\d{1,18}\z");

        private readonly string text;
        private int at;

        private Json(string text)
        {
            this.text = text;
        }

        /// <summary>The value of a JSON text.</summary>
        public static object Read(string text)
        {
            var json = new Json(text);
            var value = json.Value(0);
            json.SkipBlanks();
            if (json.at < text.Length) throw json.Malformed();
            return value;
        }

        /// <summary>A value as JSON on one line.</summary>
        public static string Write(object value)
        {
            var json = new StringBuilder();
            Write(value, json);
            return json.ToString();
        }

        private static void Write(object value, StringBuilder json)
        {
            var text = value as string;
            var map = value as IDictionary;
            var list = value as IEnumerable;
            if (value == null) json.Append("null");
            else if (text != null) WriteText(text, json);
            else if (map != null) WriteMap(map, json);
            else if (list != null) WriteList(list, json);
            else if (value is bool) json.Append((bool)value ? "true" : "false");
            else if (value is double) json.Append(((double)value).ToString("R", CultureInfo.InvariantCulture));
            else json.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
        }

        private static void WriteMap(IDictionary map, StringBuilder json)
        {
            var separator = "";
            json.Append('{');
            foreach (DictionaryEntry entry in map)
            {
                json.Append(separator);
                WriteText((string)entry.Key, json);
                json.Append(':');
                Write(entry.Value, json);
                separator = ",";
            }
            json.Append('}');
        }

        private static void WriteList(IEnumerable list, StringBuilder json)
        {
            var separator = "";
            json.Append('[');
            foreach (var item in list)
            {
                json.Append(separator);
                Write(item, json);
                separator = ",";
            }
            json.Append(']');
        }

        private static void WriteText(string text, StringBuilder json)
        {
            json.Append('"');
            foreach (var letter in text)
            {
                if (letter == '"' || letter == '\\') json.Append('\\').Append(letter);
                else if (letter == '\n') json.Append("\\n");
                else if (letter < ' ') json.Append("\\u").Append(((int)letter).ToString("x4"));
                else json.Append(letter);
            }
            json.Append('"');
        }

        private object Value(int depth)
        {
            if (depth > DepthMax) throw Malformed();
            SkipBlanks();
            switch (Peek())
            {
                case '{':
                    return Map(depth);
                case '[':
                    return List(depth);
                case '"':
                    return Text();
                case 't':
                    return Word("true", true);
                case 'f':
                    return Word("false", false);
                case 'n':
                    return Word("null", null);
                default:
                    return Digits();
            }
        }

        private Dictionary<string, object> Map(int depth)
        {
            var map = new Dictionary<string, object>();
            at++;
            SkipBlanks();
            if (Takes('}')) return map;
            do
            {
                SkipBlanks();
                var name = Text();
                SkipBlanks();
                Expect(':');
                map[name] = Value(depth + 1);
                SkipBlanks();
            }
            while (Takes(','));
            Expect('}');
            return map;
        }

        private List<object> List(int depth)
        {
            var list = new List<object>();
            at++;
            SkipBlanks();
            if (Takes(']')) return list;
            do
            {
                list.Add(Value(depth + 1));
                SkipBlanks();
            }
            while (Takes(','));
            Expect(']');
            return list;
        }

        private string Text()
        {
            Expect('"');
            var found = new StringBuilder();
            while (Peek() != '"')
            {
                var letter = text[at++];
                if (letter < ' ') throw Malformed();
                found.Append(letter == '\\' ? Escaped() : letter);
            }
            at++;
            return found.ToString();
        }

        private char Escaped()
        {
            var letter = Peek();
            at++;
            switch (letter)
            {
                case 'b':
                    return '\b';
                case 'f':
                    return '\f';
                case 'n':
                    return '\n';
                case 'r':
                    return '\r';
                case 't':
                    return '\t';
                case 'u':
                    return Unicode();
                default:
                    if (letter != '"' && letter != '\\' && letter != '/') throw Malformed();
                    return letter;
            }
        }

        private char Unicode()
        {
            ushort code = 0;
            var isCode = at + 4 <= text.Length && ushort.TryParse(text.Substring(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code);
            if (!isCode) throw Malformed();
            at += 4;
            return (char)code;
        }

        private object Word(string word, object value)
        {
            if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0) throw Malformed();
            at += word.Length;
            return value;
        }

        private object Digits()
        {
            var match = Number.Match(text, at);
            if (!match.Success) throw Malformed();
            at += match.Length;
            if (Whole.IsMatch(match.Value)) return long.Parse(match.Value, CultureInfo.InvariantCulture);
            double number;
            var isNumber = double.TryParse(match.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
            return isNumber ? number : double.PositiveInfinity;
        }

        private char Peek()
        {
            if (at >= text.Length) throw Malformed();
            return text[at];
        }

        private bool Takes(char letter)
        {
            if (Peek() != letter) return false;
            at++;
            return true;
        }

        private void Expect(char letter)
        {
            if (!Takes(letter)) throw Malformed();
        }

        private void SkipBlanks()
        {
            while (at < text.Length && " \t\r\n".IndexOf(text[at]) >= 0) at++;
        }

        private MalformedException Malformed()
        {
            return new MalformedException("this is no JSON, at character " + at);
        }
    }
}
