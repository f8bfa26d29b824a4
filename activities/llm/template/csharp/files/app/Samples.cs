using System.Collections.Generic;
using System.Linq;

namespace App.Tests
{
    /// <summary>Three valid objects of an entity.</summary>
    public sealed class SampleSet
    {
        public Entity Entity { get; set; }
        public List<Dictionary<string, object>> Objects { get; set; }

        public string Path
        {
            get { return "/" + Entity.Path; }
        }

        /// <summary>An object as it is stored.</summary>
        public Dictionary<string, object> Valid(int at)
        {
            return Validation.Validate(Entity, Objects[at], false, new List<Problem>());
        }
    }

    /// <summary>Valid objects for the tests, and values their fields must refuse.</summary>
    public static class Samples
    {
        /// <summary>For each type a value of another kind.</summary>
        public static readonly Dictionary<string, object> Wrong = new Dictionary<string, object>
        {
            { "string", 5L },
            { "integer", 1.5 },
            { "number", "many" },
            { "boolean", "yes" },
            { "date", "2026-02-30" },
            { "datetime", "2026-02-30T12:00:00Z" },
            { "email", "nobody" },
            { "url", "nowhere" },
            { "enum", "none of these" },
            { "list", "not a list" },
            { "reference", 0L },
        };

        /// <summary>The samples of all entities, so that each object finds what it refers to.</summary>
        public static List<SampleSet> All()
        {
            var kinds = ((List<object>)Json.Read(Document)).Cast<Dictionary<string, object>>();
            return kinds.Select(OfKind).ToList();
        }

        private static SampleSet OfKind(Dictionary<string, object> kind)
        {
            var objects = ((List<object>)kind["objects"]).Cast<Dictionary<string, object>>().ToList();
            return new SampleSet { Entity = Models.EntityAt((string)kind["path"]), Objects = objects };
        }

        public static SampleSet Last()
        {
            return All().Last();
        }

        private const string Document = @"@DOCUMENT@";
    }
}
