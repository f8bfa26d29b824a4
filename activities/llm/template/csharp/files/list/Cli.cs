using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace App
{
    /// <summary>The command is used wrongly; the message says how it is used.</summary>
    public class UsageException : Exception
    {
        public UsageException(string message) : base(message) { }
    }

    /// <summary>The command can't be done; the message says why.</summary>
    public class FailureException : Exception
    {
        public FailureException(string message) : base(message) { }
    }

    /// <summary>The command line: add, list, show, update, done and remove.</summary>
    public sealed class Cli
    {
        public const int Done = 0;
        public const int Failed = 1;
        public const int WrongUse = 2;
        private static readonly string[] DoneNames = { "done", "completed", "complete", "finished", "closed", "resolved", "paid", "read", "watched" };

        private readonly string directory;
        private readonly TextWriter output;
        private readonly TextWriter errors;

        public Cli(string directory, TextWriter output, TextWriter errors)
        {
            this.directory = directory;
            this.output = output;
            this.errors = errors;
        }

        private sealed class Arguments
        {
            public Entity Entity { get; set; }
            public List<string> Positionals { get; } = new List<string>();
            public List<KeyValuePair<string, string>> Flags { get; } = new List<KeyValuePair<string, string>>();
            public bool IsJson { get; set; }

            public bool Has(string flag)
            {
                return Flags.Any(each => each.Key == flag);
            }

            public string Last(string flag)
            {
                return Flags.LastOrDefault(each => each.Key == flag).Value ?? "";
            }
        }

        /// <summary>Runs one command. The exit code: 0 done, 1 failed, 2 wrong use.</summary>
        public int Run(params string[] words)
        {
            if (words.Length == 0 || words.Contains("--help") || words.Contains("-h"))
            {
                output.WriteLine(Usage());
                return words.Length == 0 ? WrongUse : Done;
            }
            try
            {
                foreach (var line in RunCommand(words)) output.WriteLine(line);
                return Done;
            }
            catch (UsageException wrong)
            {
                errors.WriteLine("error: " + wrong.Message + "\n" + Usage());
                return WrongUse;
            }
            catch (ConflictException conflict)
            {
                errors.WriteLine("error: " + Sentences(conflict.Problems));
            }
            catch (Exception failure) when (failure is FailureException || failure is StoreException || failure is IOException)
            {
                errors.WriteLine("error: " + failure.Message);
            }
            return Failed;
        }

        private static string Usage()
        {
            var lines = new List<string> { "usage (each takes --json):" };
            foreach (var entity in Models.Entities)
            {
                var start = Models.Entities.Count > 1 ? "  " + entity.Path + " " : "  ";
                var main = MainField(entity);
                var flags = string.Concat(entity.Fields.Where(field => field != main).Select(field => " [--" + FlagOf(field) + " " + field.Type + "]"));
                lines.Add(start + "add " + main.Name.ToUpperInvariant() + flags);
                lines.Add(start + "list [--filter FIELD=VALUE]... [--search TEXT] [--sort FIELD or --sort=-FIELD]");
                lines.Add(start + "show ID");
                lines.Add(start + "update ID [--" + FlagOf(main) + " " + main.Type + "]" + flags);
                lines.Add(start + "remove ID");
                if (DoneField(entity) != null) lines.Add(start + "done ID");
            }
            return string.Join("\n", lines);
        }

        private IEnumerable<string> RunCommand(string[] words)
        {
            var entity = Models.Entities[0];
            var rest = words.ToList();
            if (Models.Entities.Count > 1)
            {
                entity = Models.EntityAt(words[0]);
                if (entity == null) throw new UsageException("there is nothing called " + words[0]);
                rest.RemoveAt(0);
            }
            if (rest.Count == 0) throw new UsageException("a command is missing");
            var given = Parse(entity, rest.Skip(1).ToList(), FlagsOf(entity, rest[0]));
            var store = new Store(directory);
            switch (rest[0])
            {
                case "add":
                    return Add(store, given);
                case "list":
                    return List(store, given);
                case "remove":
                    return Remove(store, given);
                default:
                    return OnOne(store, rest[0], given);
            }
        }

        private static string[] FlagsOf(Entity entity, string command)
        {
            switch (command)
            {
                case "add":
                case "update":
                    return entity.Fields.Select(FlagOf).ToArray();
                case "list":
                    return new[] { "filter", "search", "sort" };
                case "show":
                case "done":
                case "remove":
                    return new string[0];
                default:
                    throw new UsageException("there is no command " + command);
            }
        }

        private static Arguments Parse(Entity entity, List<string> words, string[] allowed)
        {
            var given = new Arguments { Entity = entity };
            for (var at = 0; at < words.Count; at++)
            {
                var word = words[at];
                if (word == "--json") given.IsJson = true;
                else if (!word.StartsWith("--", StringComparison.Ordinal)) given.Positionals.Add(word);
                else
                {
                    var equals = word.IndexOf('=');
                    var name = equals < 0 ? word.Substring(2) : word.Substring(2, equals - 2);
                    if (!allowed.Contains(name)) throw new UsageException("there is no flag --" + name);
                    if (equals < 0 && at + 1 == words.Count) throw new UsageException("--" + name + " takes a value");
                    given.Flags.Add(new KeyValuePair<string, string>(name, equals < 0 ? words[++at] : word.Substring(equals + 1)));
                }
            }
            return given;
        }

        private static IEnumerable<string> Add(Store store, Arguments given)
        {
            var main = MainField(given.Entity);
            if (given.Positionals.Count != 1) throw new UsageException("add takes " + main.Name.ToUpperInvariant() + " and flags");
            given.Flags.Add(new KeyValuePair<string, string>(FlagOf(main), given.Positionals[0]));
            return Shown(given, store.Create(given.Entity, Checked(given, false)));
        }

        private static IEnumerable<string> List(Store store, Arguments given)
        {
            var query = new List<KeyValuePair<string, string>>();
            foreach (var filter in given.Flags.Where(each => each.Key == "filter"))
            {
                var at = filter.Value.IndexOf('=');
                var name = at < 0 ? "" : filter.Value.Substring(0, at).Replace('-', '_');
                if (given.Entity.Field(name) == null) throw new FailureException("--filter takes FIELD=VALUE with a field of " + given.Entity.Name + ", not " + filter.Value);
                query.Add(new KeyValuePair<string, string>(name, filter.Value.Substring(at + 1)));
            }
            query.Add(new KeyValuePair<string, string>("limit", "1000"));
            query.Add(new KeyValuePair<string, string>("q", given.Last("search")));
            query.Add(new KeyValuePair<string, string>("sort", Regex.Replace(given.Last("sort"), @"(?<=\w)-", "_")));
            var page = Query.List(given.Entity, store.All(given.Entity), query);
            if (page.Problems.Count > 0) throw new FailureException(Sentences(page.Problems));
            if (given.IsJson) return new[] { Json.Write(page.Items) };
            return page.Items.Select(item => Line(given.Entity, item));
        }

        private static IEnumerable<string> OnOne(Store store, string command, Arguments given)
        {
            var entity = given.Entity;
            var id = Id(command, given);
            Dictionary<string, object> item;
            if (command == "show") item = store.Get(entity, id);
            else if (command == "update") item = store.Update(entity, id, Checked(given, true));
            else
            {
                var done = DoneField(entity);
                if (done == null) throw new UsageException(entity.Path + " have nothing to be done");
                item = store.Update(entity, id, new Dictionary<string, object> { [done] = true });
            }
            if (item == null) throw new FailureException("there is no " + entity.Name + " " + id);
            return Shown(given, item);
        }

        private static IEnumerable<string> Remove(Store store, Arguments given)
        {
            var id = Id("remove", given);
            if (!store.Delete(given.Entity, id)) throw new FailureException("there is no " + given.Entity.Name + " " + id);
            return new[] { given.IsJson ? Json.Write(new Dictionary<string, object> { ["removed"] = id }) : "removed " + given.Entity.Name + " " + id };
        }

        private static long Id(string command, Arguments given)
        {
            long id;
            if (given.Positionals.Count == 1 && long.TryParse(given.Positionals[0], NumberStyles.None, CultureInfo.InvariantCulture, out id)) return id;
            throw new UsageException(command + " takes one ID");
        }

        private static Dictionary<string, object> Checked(Arguments given, bool isPartial)
        {
            var fields = given.Entity.Fields.Where(field => given.Has(FlagOf(field)));
            var problems = new List<Problem>();
            var data = fields.ToDictionary(field => field.Name, field => ValueOf(field, given.Last(FlagOf(field))));
            var values = Validation.Validate(given.Entity, data, isPartial, problems);
            if (problems.Count > 0) throw new FailureException(Sentences(problems));
            return values;
        }

        /// <summary>What a text on the command line stands for; what it can't stand for is left to validation.</summary>
        private static object ValueOf(Field field, string text)
        {
            bool flag;
            double number;
            if (field.Type == "list") return text.Split(',').Select(part => part.Trim()).Where(part => part != "").Cast<object>().ToList();
            if (field.Type == "boolean" && Query.Words.TryGetValue(text, out flag)) return flag;
            if (text == "" && !field.Required) return null;
            var isNumber = field.Type == "integer" || field.Type == "number" || field.Type == "reference";
            if (isNumber && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)) return number;
            return text;
        }

        private static string Sentences(List<Problem> problems)
        {
            return string.Join("; ", problems.Select(problem => problem.Field + " " + problem.Message));
        }

        /// <summary>The field that is given without a flag: the first required text, else the first required field, else the first one.</summary>
        public static Field MainField(Entity entity)
        {
            var required = entity.Fields.Where(field => field.Required).ToList();
            return required.FirstOrDefault(field => field.Type == "string") ?? required.FirstOrDefault() ?? entity.Fields[0];
        }

        /// <summary>The name of the field that says that something is done, or null.</summary>
        public static string DoneField(Entity entity)
        {
            var found = entity.Fields.FirstOrDefault(field => field.Type == "boolean" && DoneNames.Contains(field.Name));
            return found == null ? null : found.Name;
        }

        public static string FlagOf(Field field)
        {
            return field.Name.Replace('_', '-');
        }

        private static IEnumerable<string> Shown(Arguments given, Dictionary<string, object> item)
        {
            return new[] { given.IsJson ? Json.Write(item) : Line(given.Entity, item) };
        }

        /// <summary>One object on one line: "1  Buy milk  done: no".</summary>
        private static string Line(Entity entity, Dictionary<string, object> item)
        {
            var main = MainField(entity);
            var others = entity.Fields.Where(field => field != main && Word(item[field.Name]) != "").Select(field => field.Name + ": " + Word(item[field.Name]));
            return string.Join("  ", new[] { Word(item["id"]), Word(item[main.Name]) }.Concat(others));
        }

        private static string Word(object value)
        {
            if (value is bool) return (bool)value ? "yes" : "no";
            var texts = value as List<string>;
            var text = texts != null ? string.Join(", ", texts) : Convert.ToString(value, CultureInfo.InvariantCulture);
            // Control characters in stored text must not reach the terminal.
            return Regex.Replace(text, @"\p{C}", " ");
        }
    }
}
