namespace Service;

/// <summary>One thing that is kept.</summary>
public sealed record Item(int Id, string Name);

/// <summary>Items in memory, in the order they came; safe for several threads.</summary>
public sealed class Store
{
    private readonly object _lock = new();
    private readonly List<Item> _items = [];
    private int _nextId = 1;

    public Item Add(string name)
    {
        lock (_lock)
        {
            var item = new Item(_nextId++, name);
            _items.Add(item);
            return item;
        }
    }

    public IReadOnlyList<Item> All()
    {
        lock (_lock)
        {
            return [.. _items];
        }
    }

    public Item? Get(int id)
    {
        lock (_lock)
        {
            return _items.Find(item => item.Id == id);
        }
    }

    /// <summary>Whether there was such an item.</summary>
    public bool Remove(int id)
    {
        lock (_lock)
        {
            return _items.RemoveAll(item => item.Id == id) > 0;
        }
    }
}
