using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;

namespace App
{
    /// <summary>Says which field breaks which rule.</summary>
    public sealed class Problem
    {
        public Problem(string field, string message)
        {
            Field = field;
            Message = message;
        }

        public string Field { get; }
        public string Message { get; }

        /// <summary>As it is told to a client.</summary>
        public Dictionary<string, object> AsMap()
        {
            return new Dictionary<string, object> { ["field"] = Field, ["message"] = Message };
        }
    }

    /// <summary>A value breaks a rule of its field; the message says which.</summary>
    public class InvalidException : Exception
    {
        public InvalidException(string message) : base(message) { }
    }

    /// <summary>Checks values from outside against the fields of an entity.</summary>
    public static class Validation
    {
        // Larger integers lose digits in clients that keep numbers as doubles.
        private const double LargestInteger = 9007199254740991;
        private const int LongestList = 1000;
        private const int LongestText = 10000;
        private const int LongestEmail = 254;
        private static readonly Regex Email = new Regex(@"\A[^@\s]+@[^@\s.]+(\.[^@\s.]+)+\z");
        private static readonly Regex Time = new Regex(@"\A\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})?\z");

        /// <summary>
        /// Answers the clean values and adds to the problems. Unless it is a partial change every field gets a value: what
        /// is missing becomes the default.
        /// </summary>
        public static Dictionary<string, object> Validate(Entity entity, IDictionary<string, object> data, bool isPartial, List<Problem> problems)
        {
            var clean = new Dictionary<string, object>();
            foreach (var name in data.Keys.Where(name => entity.Field(name) == null)) problems.Add(new Problem(name, "is not a field of " + entity.Name));
            foreach (var field in entity.Fields)
            {
                object value;
                if (data.TryGetValue(field.Name, out value))
                {
                    try
                    {
                        clean[field.Name] = Check(field, value);
                    }
                    catch (InvalidException invalid)
                    {
                        problems.Add(new Problem(field.Name, invalid.Message));
                    }
                }
                else if (!isPartial && field.Required && field.Default == null) problems.Add(new Problem(field.Name, "is required"));
                else if (!isPartial) clean[field.Name] = field.Empty;
            }
            return clean;
        }

        /// <summary>The value as it is stored.</summary>
        public static object Check(Field field, object value)
        {
            if (value == null)
            {
                Require(!field.Required && field.Type != "boolean" && field.Type != "list", "must not be null");
                return null;
            }
            switch (field.Type)
            {
                case "boolean":
                    Require(value is bool, "must be true or false");
                    return value;
                case "integer":
                case "reference":
                    return CheckInteger(field, value);
                case "number":
                    return CheckNumber(field, value, "must be a number");
                case "list":
                    return CheckList(field, value);
                default:
                    return CheckText(field, value as string);
            }
        }

        private static double CheckNumber(Field field, object value, string message)
        {
            Require(value is long || value is double, message);
            var number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
            Require(!double.IsNaN(number) && !double.IsInfinity(number), message);
            Require(field.Minimum == null || number >= field.Minimum, "must be at least " + Plain(field.Minimum));
            Require(field.Maximum == null || number <= field.Maximum, "must be at most " + Plain(field.Maximum));
            return number;
        }

        // Only the form of a reference; the store knows whether the object exists.
        private static long CheckInteger(Field field, object value)
        {
            var number = CheckNumber(field, value, "must be a whole number");
            Require(number == Math.Floor(number), "must be a whole number");
            Require(Math.Abs(number) <= LargestInteger, "is too large");
            Require(field.Type != "reference" || number >= 1, "must be the id of one of the " + field.References);
            return (long)number;
        }

        private static string CheckText(Field field, string text)
        {
            switch (field.Type)
            {
                case "enum":
                    Require(text != null && field.Choices.Contains(text), "must be one of: " + string.Join(", ", field.Choices));
                    break;
                case "date":
                    Require(text != null && IsDate(text), "must be a date like 2026-01-31");
                    break;
                case "datetime":
                    Require(text != null && IsTime(text), "must be a date and time like 2026-01-31T12:00:00Z");
                    break;
                case "email":
                    Require(text != null && text.Length <= LongestEmail && Email.IsMatch(text), "must be an e-mail address");
                    break;
                case "url":
                    Require(text != null && IsUrl(text), "must be a URL that starts with http:// or https://");
                    break;
                default:
                    Require(text != null, "must be text");
                    break;
            }
            CheckLength(field, text);
            return text;
        }

        private static void CheckLength(Field field, string text)
        {
            Require(IsUnicode(text), "must be valid Unicode text");
            var length = text.Length - text.Count(char.IsLowSurrogate);
            var longest = field.Maximum ?? LongestText;
            Require(!field.Required || text.Trim() != "", "must not be empty");
            Require(field.Minimum == null || length >= field.Minimum, "must have at least " + Plain(field.Minimum) + " characters");
            Require(length <= longest, "must have at most " + Plain(longest) + " characters");
        }

        private static List<string> CheckList(Field field, object value)
        {
            var texts = value as List<string>;
            var items = value as List<object>;
            if (texts != null) items = texts.Cast<object>().ToList();
            Require(items != null && items.All(item => item is string), "must be a list of texts");
            var longest = field.Maximum ?? LongestList;
            Require(!field.Required || items.Count > 0, "must not be empty");
            Require(field.Minimum == null || items.Count >= field.Minimum, "must have at least " + Plain(field.Minimum) + " items");
            Require(items.Count <= longest, "must have at most " + Plain(longest) + " items");
            var plain = new Field(field.Name, "string") { Maximum = LongestList };
            return items.Select(item => CheckText(plain, (string)item)).ToList();
        }

        private static bool IsDate(string text)
        {
            DateTime date;
            return DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
        }

        private static bool IsTime(string text)
        {
            DateTimeOffset time;
            return Time.IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
        }

        private static bool IsUrl(string text)
        {
            Uri uri;
            return Uri.TryCreate(text, UriKind.Absolute, out uri) && (uri.Scheme == "http" || uri.Scheme == "https") && uri.Host != "" && !text.Any(char.IsWhiteSpace);
        }

        private static bool IsUnicode(string text)
        {
            for (var at = 0; at < text.Length; at++)
            {
                if (!char.IsSurrogate(text[at])) continue;
                if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1])) return false;
                at++;
            }
            return true;
        }

        private static string Plain(double? limit)
        {
            return limit == null ? "" : Json.Write(limit.Value);
        }

        private static void Require(bool isMet, string message)
        {
            if (!isMet) throw new InvalidException(message);
        }
    }
}
