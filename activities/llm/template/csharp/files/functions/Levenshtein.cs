using System;
using System.Linq;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns how many single characters must be inserted, deleted or replaced to turn one text into the other.</summary>
        public static long Levenshtein(string first, string second)
        {
            var previous = Enumerable.Range(0, second.Length + 1).ToArray();
            foreach (var one in first)
            {
                var current = new int[second.Length + 1];
                current[0] = previous[0] + 1;
                for (var at = 0; at < second.Length; at++)
                {
                    var replaced = previous[at] + (one == second[at] ? 0 : 1);
                    current[at + 1] = Math.Min(replaced, Math.Min(previous[at + 1], current[at]) + 1);
                }
                previous = current;
            }
            return previous[second.Length];
        }
    }
}
