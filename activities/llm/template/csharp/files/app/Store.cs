using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace App
{
    /// <summary>The data file can't be used; the message says what to do.</summary>
    public class StoreException : Exception
    {
        public StoreException(string message) : base(message) { }
    }

    /// <summary>A change breaks a rule between objects.</summary>
    public class ConflictException : Exception
    {
        public ConflictException(string message, Problem problem, bool isUnknownReference) : base(message)
        {
            Problems = new List<Problem> { problem };
            IsUnknownReference = isUnknownReference;
        }

        public List<Problem> Problems { get; }

        /// <summary>Whether the change points at an object that is not there.</summary>
        public bool IsUnknownReference { get; }
    }

    /// <summary>
    /// Keeps all objects in one JSON file that is replaced as a whole, so a crash never leaves half a file. Safe to use from
    /// several threads.
    /// </summary>
    public sealed class Store
    {
        private const string FileName = "data.json";

        private readonly object own = new object();
        private readonly string file;
        private readonly string temporary;
        private string seen = "";
        private Dictionary<string, Table> tables = TablesOf(new Dictionary<string, object>());

        private sealed class Table
        {
            public long NextId { get; set; }
            public Dictionary<long, Dictionary<string, object>> Items { get; set; }
        }

        /// <summary>Opens the store in a directory, which is made when it is missing.</summary>
        public Store(string directory)
        {
            Directory.CreateDirectory(directory);
            file = Path.Combine(directory, FileName);
            temporary = file + ".tmp";
            Refresh();
        }

        /// <summary>Every object of an entity, oldest first. Callers must not change them.</summary>
        public List<Dictionary<string, object>> All(Entity entity)
        {
            lock (own)
            {
                Refresh();
                return tables[entity.Path].Items.Values.ToList();
            }
        }

        /// <summary>One object, or null.</summary>
        public Dictionary<string, object> Get(Entity entity, long id)
        {
            lock (own)
            {
                Refresh();
                return Find(entity, id);
            }
        }

        /// <summary>Stores a new object and answers it with its id and times.</summary>
        public Dictionary<string, object> Create(Entity entity, Dictionary<string, object> values)
        {
            lock (own)
            {
                Refresh();
                CheckRelations(entity, values, 0);
                var id = tables[entity.Path].NextId;
                var now = Now();
                var item = new Dictionary<string, object> { ["id"] = id };
                foreach (var value in values) item[value.Key] = value.Value;
                item["created_at"] = now;
                item["updated_at"] = now;
                var items = new Dictionary<long, Dictionary<string, object>>(tables[entity.Path].Items) { [id] = item };
                Save(entity, items, id + 1);
                return item;
            }
        }

        /// <summary>Changes the given fields of an object; null when there is no such object.</summary>
        public Dictionary<string, object> Update(Entity entity, long id, Dictionary<string, object> values)
        {
            lock (own)
            {
                Refresh();
                var old = Find(entity, id);
                if (old == null) return null;
                CheckRelations(entity, values, id);
                var item = new Dictionary<string, object>(old);
                foreach (var value in values) item[value.Key] = value.Value;
                item["updated_at"] = Now();
                var items = new Dictionary<long, Dictionary<string, object>>(tables[entity.Path].Items) { [id] = item };
                Save(entity, items, tables[entity.Path].NextId);
                return item;
            }
        }

        /// <summary>Removes an object; false when there is no such object.</summary>
        public bool Delete(Entity entity, long id)
        {
            lock (own)
            {
                Refresh();
                if (Find(entity, id) == null) return false;
                CheckUnused(entity, id);
                var items = tables[entity.Path].Items.Where(each => each.Key != id).ToDictionary(each => each.Key, each => each.Value);
                Save(entity, items, tables[entity.Path].NextId);
                return true;
            }
        }

        private Dictionary<string, object> Find(Entity entity, long id)
        {
            Dictionary<string, object> item;
            return tables[entity.Path].Items.TryGetValue(id, out item) ? item : null;
        }

        private void CheckRelations(Entity entity, Dictionary<string, object> values, long ownId)
        {
            foreach (var field in entity.Fields)
            {
                object value;
                if (!values.TryGetValue(field.Name, out value) || value == null) continue;
                if (field.References != null && !tables[field.References].Items.ContainsKey((long)value))
                {
                    var problem = new Problem(field.Name, "there is no object " + value + " in " + field.References);
                    throw new ConflictException("A referenced object does not exist", problem, true);
                }
                if (field.Unique && tables[entity.Path].Items.Any(each => each.Key != ownId && IsSame(each.Value[field.Name], value)))
                {
                    var problem = new Problem(field.Name, "another " + entity.Name + " has this value already");
                    throw new ConflictException("A value that must be unique is taken", problem, false);
                }
            }
        }

        private static bool IsSame(object one, object other)
        {
            return one != null && Json.Write(one) == Json.Write(other);
        }

        private void CheckUnused(Entity entity, long id)
        {
            foreach (var other in Models.Entities)
            {
                foreach (var field in other.Fields.Where(field => field.References == entity.Path))
                {
                    foreach (var item in tables[other.Path].Items.Where(each => other != entity || each.Key != id))
                    {
                        if (!Equals(item.Value[field.Name], id)) continue;
                        var problem = new Problem(field.Name, other.Path + " " + item.Key + " still refers to it");
                        throw new ConflictException("The object is still in use", problem, false);
                    }
                }
            }
        }

        /// <summary>Reads the file when it changed since the last look: another process may have replaced it.</summary>
        private void Refresh()
        {
            if (!File.Exists(file)) return;
            var now = Stamp();
            if (now == seen) return;
            try
            {
                var content = (Dictionary<string, object>)Json.Read(File.ReadAllText(file));
                tables = TablesOf((Dictionary<string, object>)content["collections"]);
            }
            catch (Exception error) when (error is MalformedException || error is InvalidCastException || error is KeyNotFoundException || error is NullReferenceException)
            {
                throw new StoreException("the data file is damaged (" + error.Message + "). Restore it from a backup, or move it away to start empty.");
            }
            seen = now;
        }

        private string Stamp()
        {
            var info = new FileInfo(file);
            return info.LastWriteTimeUtc.Ticks + " " + info.Length;
        }

        private void Save(Entity entity, Dictionary<long, Dictionary<string, object>> items, long nextId)
        {
            var changed = new Dictionary<string, Table>(tables) { [entity.Path] = new Table { NextId = nextId, Items = items } };
            var collections = changed.ToDictionary(each => each.Key, each => (object)new Dictionary<string, object> { ["next_id"] = each.Value.NextId, ["items"] = each.Value.Items.Values.ToList() });
            var content = Encoding.UTF8.GetBytes(Json.Write(new Dictionary<string, object> { ["version"] = 1L, ["collections"] = collections }));
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write))
            {
                stream.Write(content, 0, content.Length);
                stream.Flush(true);
            }
            if (File.Exists(file)) File.Replace(temporary, file, null);
            else File.Move(temporary, file);
            seen = Stamp();
            tables = changed;
        }

        /// <summary>The tables of a data file. Fields that were added since it was written get their default.</summary>
        private static Dictionary<string, Table> TablesOf(Dictionary<string, object> collections)
        {
            var found = new Dictionary<string, Table>();
            foreach (var entity in Models.Entities)
            {
                var items = new Dictionary<long, Dictionary<string, object>>();
                var nextId = 1L;
                if (collections.ContainsKey(entity.Path))
                {
                    var table = (Dictionary<string, object>)collections[entity.Path];
                    foreach (Dictionary<string, object> raw in (List<object>)table["items"]) items[(long)raw["id"]] = ItemOf(entity, raw);
                    nextId = Math.Max((long)table["next_id"], items.Count == 0 ? 1 : items.Keys.Max() + 1);
                }
                found[entity.Path] = new Table { NextId = nextId, Items = items };
            }
            return found;
        }

        private static Dictionary<string, object> ItemOf(Entity entity, Dictionary<string, object> raw)
        {
            var item = new Dictionary<string, object> { ["id"] = raw["id"] };
            foreach (var field in entity.Fields)
            {
                object value;
                if (!raw.TryGetValue(field.Name, out value)) value = field.Empty;
                if (field.Type == "number" && value is long) value = (double)(long)value;
                if (value is List<object>) value = ((List<object>)value).Cast<string>().ToList();
                item[field.Name] = value;
            }
            item["created_at"] = raw["created_at"];
            item["updated_at"] = raw["updated_at"];
            return item;
        }

        private static string Now()
        {
            return DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        }
    }
}
