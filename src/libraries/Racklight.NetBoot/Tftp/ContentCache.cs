namespace Racklight.NetBoot.Tftp;

/// <summary>Which content: a changed file has another time, size or inode, so what is cached is never stale.</summary>
internal readonly record struct ContentKey(ulong Device, ulong Inode, long Seconds, uint Nanoseconds, long Length);

/// <summary>Keeps the content of small files in memory, least recently used out first. A hundred machines booting ask for the same few files.</summary>
internal sealed class ContentCache(long capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ContentKey, LinkedListNode<(ContentKey Key, byte[] Content)>> _entries = [];
    private readonly LinkedList<(ContentKey Key, byte[] Content)> _order = [];
    private long _used;

    /// <summary>The largest file that is kept.</summary>
    public long LargestFile => capacity / 8;

    public byte[]? Find(in ContentKey key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node)) return null;
            if (node != _order.First)
            {
                _order.Remove(node);
                _order.AddFirst(node);
            }
            return node.Value.Content;
        }
    }

    public void Add(in ContentKey key, byte[] content)
    {
        if (content.Length > LargestFile) return;
        lock (_lock)
        {
            if (_entries.ContainsKey(key)) return;
            while (_used + content.Length > capacity && _order.Last is { } oldest)
            {
                _used -= oldest.Value.Content.Length;
                _entries.Remove(oldest.Value.Key);
                _order.RemoveLast();
            }
            _entries[key] = _order.AddFirst((key, content));
            _used += content.Length;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _order.Clear();
            _used = 0;
        }
    }
}
