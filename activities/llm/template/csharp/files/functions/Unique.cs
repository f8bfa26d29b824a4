using System.Collections.Generic;
using System.Linq;

namespace Library
{
    public static partial class Functions
    {
        /// <summary>Returns the texts without repetitions, in the order of their first appearance.</summary>
        public static IReadOnlyList<string> Unique(IReadOnlyList<string> items)
        {
            return items.Distinct().ToList();
        }
    }
}
