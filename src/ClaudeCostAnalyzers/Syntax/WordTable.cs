using System.Runtime.CompilerServices;

namespace ClaudeCostAnalyzers.Syntax;

/// <summary>The words of a file by their hashes, each with the place of its first use. Open addressing: looked up far more often than filled.</summary>
internal sealed class WordTable
{
    public const uint Seed = 2166136261;
    public const uint Prime = 16777619;

    private const int SmallestSize = 64;

    private Entry[] _entries = new Entry[SmallestSize];
    private int _count;

    /// <summary>Hash zero: nothing is there.</summary>
    internal readonly record struct Entry(int Hash, int Start, int Length, WordUse Use);

    public IEnumerable<Entry> Entries => _entries.Where(entry => entry.Hash != 0);

    /// <summary>The hash of Fowler, Noll and Vo over UTF-16 units; never zero.</summary>
    public static int HashOf(string word)
    {
        var hash = Seed;
        foreach (var character in word)
            hash = (hash ^ character) * Prime;
        return Finish(hash);
    }

    public static int Finish(uint hash) => hash == 0 ? 1 : (int)hash;

    public bool Has(int hash) => Find(hash).Hash != 0;

    /// <summary>What the word's uses look like, all together.</summary>
    public WordUse UsesOf(int hash) => Find(hash).Use;

    private Entry Find(int hash)
    {
        var entries = _entries;
        var mask = entries.Length - 1;
        for (var at = (hash ^ (hash >> 15)) & mask; ; at = (at + 1) & mask)
        {
            if (entries[at].Hash == hash || entries[at].Hash == 0)
                return entries[at];
        }
    }

    [MethodImpl(TextScan.AggressiveOptimization)]
    public void Add(int hash, int start, int length, WordUse use)
    {
        var entries = _entries;
        var mask = entries.Length - 1;
        for (var at = (hash ^ (hash >> 15)) & mask; ; at = (at + 1) & mask)
        {
            var found = entries[at].Hash;
            if (found == hash)
            {
                if ((use & ~entries[at].Use) != 0)
                    entries[at] = entries[at] with { Use = entries[at].Use | use };
                return;
            }

            if (found != 0)
                continue;
            entries[at] = new Entry(hash, start, length, use);
            if (++_count * 2 > entries.Length)
                Grow();
            return;
        }
    }

    private void Grow()
    {
        var old = _entries;
        _entries = new Entry[old.Length * 2];
        _count = 0;
        foreach (var entry in old)
        {
            if (entry.Hash != 0)
                Add(entry.Hash, entry.Start, entry.Length, entry.Use);
        }
    }
}
