using System.Runtime.CompilerServices;

namespace ClaudeCostAnalyzers.Syntax;

/// <summary>The words of a file by their hashes, each with the place of its first use. Open addressing: looked up far more often than filled.</summary>
internal sealed class WordTable
{
    public const uint Seed = 2166136261;
    public const uint Prime = 16777619;

    private const int SmallestSize = 64;

    private Slot[] _entries = new Slot[SmallestSize];
    private int _count;

    /// <summary>A word with the place of one of its uses. Hash zero: nothing is there.</summary>
    internal struct Slot
    {
        public int Hash;
        public int Start;
        public int Length;

        /// <summary>What the word's uses look like, all together.</summary>
        public WordUse Use;
    }

    /// <summary>Adds each word that the set does not have, by its hash, and returns the place of one of its uses.</summary>
    public List<(int Start, int Length)> Unknown(HashSet<int> known)
    {
        var places = new List<(int Start, int Length)>();
        foreach (var entry in _entries)
        {
            if (entry.Hash != 0 && known.Add(entry.Hash))
                places.Add((entry.Start, entry.Length));
        }

        return places;
    }

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

    [MethodImpl(TextScan.AggressiveOptimization)]
    private ref Slot Find(int hash)
    {
        var entries = _entries;
        var mask = entries.Length - 1;
        for (var at = (hash ^ (hash >> 15)) & mask; ; at = (at + 1) & mask)
        {
            if (entries[at].Hash == hash || entries[at].Hash == 0)
                return ref entries[at];
        }
    }

    /// <summary>The word's entry, which is made when there is none. It holds until the next one is asked for.</summary>
    [MethodImpl(TextScan.AggressiveOptimization)]
    public ref Slot Entry(int hash, int start, int length)
    {
        ref var found = ref Find(hash);
        if (found.Hash == hash)
            return ref found;
        if ((_count + 1) * 2 > _entries.Length)
        {
            Grow();
            found = ref Find(hash);
        }

        _count++;
        (found.Hash, found.Start, found.Length) = (hash, start, length);
        return ref found;
    }

    [MethodImpl(TextScan.AggressiveOptimization)]
    private void Grow()
    {
        var old = _entries;
        _entries = new Slot[old.Length * 2];
        foreach (var entry in old)
        {
            if (entry.Hash != 0)
                Find(entry.Hash) = entry;
        }
    }
}
