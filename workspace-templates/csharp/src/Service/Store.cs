using System.Collections.Generic;
using System.Linq;

namespace Service
{
    /// <summary>One thing that is kept.</summary>
    public sealed class Item
    {
        public Item(int id, string name)
        {
            Id = id;
            Name = name;
        }

        public int Id { get; }
        public string Name { get; }
    }

    /// <summary>Items in memory, in the order they came; safe for several threads.</summary>
    public sealed class Store
    {
        private readonly object own = new object();
        private readonly List<Item> items = new List<Item>();
        private int nextId = 1;

        public Item Add(string name)
        {
            lock (own)
            {
                var item = new Item(nextId++, name);
                items.Add(item);
                return item;
            }
        }

        public IReadOnlyList<Item> All()
        {
            lock (own)
            {
                return items.ToList();
            }
        }

        /// <summary>The item with this id, or null.</summary>
        public Item Get(int id)
        {
            lock (own)
            {
                return items.Find(item => item.Id == id);
            }
        }

        /// <summary>Whether there was such an item.</summary>
        public bool Remove(int id)
        {
            lock (own)
            {
                return items.RemoveAll(item => item.Id == id) > 0;
            }
        }
    }
}
