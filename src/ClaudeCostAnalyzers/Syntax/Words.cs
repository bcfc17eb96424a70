using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Syntax;

/// <summary>Words to look for in files: see <see cref="TreeText.HasAny"/>. Immutable.</summary>
internal sealed class Words(IEnumerable<string> words)
{
    /// <summary>What is looked for, by hash: another word of the same hash costs a look at the file, no more.</summary>
    public ImmutableArray<int> Hashes { get; } = words.Select(WordTable.HashOf).Distinct().ToImmutableArray();

    /// <summary>Types of these names may be created in the file, with their names or by <c>new()</c>.</summary>
    public static Words OfCreations(ICollection<string> types) => new(types.Count == 0 ? [] : types.Append(TextScan.UnnamedCreation));

    public bool IsEmpty => Hashes.IsEmpty;
}
