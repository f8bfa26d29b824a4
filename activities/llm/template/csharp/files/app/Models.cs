using System.Collections.Generic;
using System.Linq;

namespace App
{
    /// <summary>One field. The limits are a length for text and lists, and a value for numbers.</summary>
    public sealed class Field
    {
        public Field(string name, string type)
        {
            Name = name;
            Type = type;
        }

        public string Name { get; }
        public string Type { get; }
        public bool Required { get; set; }
        public bool Unique { get; set; }
        public double? Minimum { get; set; }
        public double? Maximum { get; set; }
        public string[] Choices { get; set; } = new string[0];
        public string References { get; set; }
        public object Default { get; set; }

        /// <summary>The value of a field that was not given.</summary>
        public object Empty
        {
            get { return Type == "list" ? new List<string>() : Type == "boolean" && Default == null ? false : Default; }
        }
    }

    /// <summary>A kind of object and the path of its collection.</summary>
    public sealed class Entity
    {
        public Entity(string name, string path, params Field[] fields)
        {
            Name = name;
            Path = path;
            Fields = fields;
        }

        public string Name { get; }
        public string Path { get; }
        public IReadOnlyList<Field> Fields { get; }

        /// <summary>The field of this name, or null.</summary>
        public Field Field(string name)
        {
            return Fields.FirstOrDefault(field => field.Name == name);
        }
    }

    /// <summary>All kinds of objects there are.</summary>
    public static class Models
    {
        public static readonly IReadOnlyList<Entity> Entities = new[] { /* @ENTITIES@ */ };

        /// <summary>The entity whose collection has this path, or null.</summary>
        public static Entity EntityAt(string path)
        {
            return Entities.FirstOrDefault(entity => entity.Path == path);
        }

        // @METHODS@
    }
}
