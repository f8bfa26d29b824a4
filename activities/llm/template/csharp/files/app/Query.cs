using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace App
{
    /// <summary>One page of a list and the problems found in the query string.</summary>
    public sealed class Page
    {
        public List<Dictionary<string, object>> Items { get; set; }
        public long Total { get; set; }
        public long Limit { get; set; }
        public long Offset { get; set; }
        public List<Problem> Problems { get; set; }

        /// <summary>As it is told to a client.</summary>
        public Dictionary<string, object> AsMap()
        {
            return new Dictionary<string, object> { ["items"] = Items, ["total"] = Total, ["limit"] = Limit, ["offset"] = Offset };
        }
    }

    /// <summary>Lists: filters, text search, sorting and pages, from the query string.</summary>
    public sealed class Query
    {
        private const long DefaultLimit = 20;
        private const long LargestLimit = 1000;
        private const long LargestOffset = 1000000000;
        private const int SortFieldsMax = 10;
        private static readonly string[] Options = { "limit", "offset", "page", "sort", "q" };
        private static readonly Field[] OwnFields = { new Field("id", "integer"), new Field("created_at", "string"), new Field("updated_at", "string") };

        /// <summary>What stands for yes and no in a query string and on a command line.</summary>
        public static readonly IReadOnlyDictionary<string, bool> Words = new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase)
        {
            { "true", true },
            { "1", true },
            { "yes", true },
            { "false", false },
            { "0", false },
            { "no", false },
        };

        private readonly Entity entity;
        private readonly List<Problem> problems = new List<Problem>();

        private Query(Entity entity)
        {
            this.entity = entity;
        }

        /// <summary>One page of the items that match the pairs of a query string.</summary>
        public static Page List(Entity entity, List<Dictionary<string, object>> items, IEnumerable<KeyValuePair<string, string>> given)
        {
            return new Query(entity).PageOf(items, given);
        }

        /// <summary>The pairs of a query string as it stands in a URL.</summary>
        public static List<KeyValuePair<string, string>> Parse(string text)
        {
            var pairs = new List<KeyValuePair<string, string>>();
            foreach (var part in text.TrimStart('?').Split(new[] { '&' }, StringSplitOptions.RemoveEmptyEntries))
            {
                var at = part.IndexOf('=');
                pairs.Add(new KeyValuePair<string, string>(Decoded(at < 0 ? part : part.Substring(0, at)), at < 0 ? "" : Decoded(part.Substring(at + 1))));
            }
            return pairs;
        }

        private static string Decoded(string text)
        {
            return Uri.UnescapeDataString(text.Replace('+', ' '));
        }

        private Page PageOf(List<Dictionary<string, object>> items, IEnumerable<KeyValuePair<string, string>> given)
        {
            var options = new Dictionary<string, string>();
            foreach (var pair in given)
            {
                var field = Find(pair.Key);
                if (Options.Contains(pair.Key)) options[pair.Key] = pair.Value;
                else if (field == null) problems.Add(new Problem(pair.Key, "is not a field or option of this list"));
                else items = Filter(field, items, pair.Value);
            }
            var limit = WholeNumber(options, "limit", 1, LargestLimit, DefaultLimit);
            var offset = WholeNumber(options, "offset", 0, LargestOffset, 0);
            var page = WholeNumber(options, "page", 1, LargestOffset, 0);
            if (page > 0) offset = (page - 1) * limit;
            items = Sort(Search(items, Option(options, "q")), Option(options, "sort"));
            var shown = items.Skip((int)Math.Min(offset, int.MaxValue)).Take((int)limit).ToList();
            return new Page { Items = shown, Total = items.Count, Limit = limit, Offset = offset, Problems = problems };
        }

        private static string Option(Dictionary<string, string> options, string name)
        {
            string text;
            return options.TryGetValue(name, out text) ? text : "";
        }

        private Field Find(string name)
        {
            return entity.Field(name) ?? OwnFields.FirstOrDefault(field => field.Name == name);
        }

        /// <summary>The items whose field has this value; an empty text finds those without a value.</summary>
        private List<Dictionary<string, object>> Filter(Field field, List<Dictionary<string, object>> items, string text)
        {
            try
            {
                var wanted = FromText(field, text);
                return items.Where(item => Has(item[field.Name], wanted, text)).ToList();
            }
            catch (Exception error) when (error is InvalidException || error is FormatException || error is OverflowException || error is KeyNotFoundException)
            {
                problems.Add(new Problem(field.Name, "can't be compared with a value that is not of type " + field.Type));
                return items;
            }
        }

        private static bool Has(object value, object wanted, string text)
        {
            var texts = value as List<string>;
            if (texts != null) return text == "" ? texts.Count == 0 : texts.Contains(text);
            return Equals(value, wanted) || text == "" && Equals(value, "");
        }

        private static object FromText(Field field, string text)
        {
            if (text == "") return null;
            switch (field.Type)
            {
                case "boolean":
                    return Words[text];
                case "integer":
                case "reference":
                    return long.Parse(text, CultureInfo.InvariantCulture);
                case "number":
                    return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
                case "date":
                case "datetime":
                case "enum":
                    return Validation.Check(field, text);
                default:
                    return text;
            }
        }

        private long WholeNumber(Dictionary<string, string> options, string name, long smallest, long largest, long fallback)
        {
            if (!options.ContainsKey(name)) return fallback;
            long number;
            if (long.TryParse(options[name], NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= smallest && number <= largest) return number;
            problems.Add(new Problem(name, "must be a whole number from " + smallest + " to " + largest));
            return fallback;
        }

        /// <summary>The items with the text in any of their values, whatever its case.</summary>
        private static List<Dictionary<string, object>> Search(List<Dictionary<string, object>> items, string text)
        {
            if (text == "") return items;
            var wanted = text.ToLowerInvariant();
            return items.Where(item => item.Any(each => each.Key != "created_at" && each.Key != "updated_at" && SortText(each.Value).Contains(wanted))).ToList();
        }

        /// <summary>Sorts by "field" or "-field" (descending), several with commas; items without a value come last.</summary>
        private List<Dictionary<string, object>> Sort(List<Dictionary<string, object>> items, string order)
        {
            var parts = order.Split(new[] { ',' }, StringSplitOptions.RemoveEmptyEntries).Take(SortFieldsMax).Reverse();
            foreach (var part in parts)
            {
                var isDescending = part.StartsWith("-", StringComparison.Ordinal);
                var name = (isDescending ? part.Substring(1) : part).Trim();
                if (Find(name) == null)
                {
                    problems.Add(new Problem("sort", name + " is not a field of " + entity.Name));
                    continue;
                }
                var byNumber = items.Any(item => item[name] is long || item[name] is double);
                var empty = items.Where(item => item[name] == null);
                var filled = items.Where(item => item[name] != null);
                filled = byNumber ? Ordered(filled, item => Convert.ToDouble(item[name], CultureInfo.InvariantCulture), isDescending) : Ordered(filled, item => SortText(item[name]), isDescending);
                items = filled.Concat(empty).ToList();
            }
            return items;
        }

        private static IEnumerable<Dictionary<string, object>> Ordered<TKey>(IEnumerable<Dictionary<string, object>> items, Func<Dictionary<string, object>, TKey> key, bool isDescending) where TKey : IComparable
        {
            return isDescending ? items.OrderByDescending(key, new Ordinal<TKey>()) : items.OrderBy(key, new Ordinal<TKey>());
        }

        /// <summary>Compares texts by their characters, whatever the culture of the machine.</summary>
        private sealed class Ordinal<TKey> : IComparer<TKey> where TKey : IComparable
        {
            public int Compare(TKey one, TKey other)
            {
                var text = one as string;
                return text != null ? string.CompareOrdinal(text, other as string) : one.CompareTo(other);
            }
        }

        private static string SortText(object value)
        {
            var texts = value as List<string>;
            if (texts != null) return string.Join("\n", texts).ToLowerInvariant();
            return value is string || value is bool ? value.ToString().ToLowerInvariant() : "";
        }
    }
}
