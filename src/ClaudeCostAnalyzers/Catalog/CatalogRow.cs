using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Catalog;

/// <summary>One line of a data file: a word, its values, and its attributes. Data/README.md describes the format.</summary>
internal sealed class CatalogRow
{
    private readonly ImmutableDictionary<string, string> attributes;

    private CatalogRow(int line, string word, ImmutableArray<string> values, ImmutableDictionary<string, string> attributes)
    {
        Line = line;
        Word = word;
        Values = values;
        this.attributes = attributes;
    }

    /// <summary>The line in its file, counted from 1.</summary>
    public int Line { get; }

    /// <summary>What kind of row it is.</summary>
    public string Word { get; }

    /// <summary>Everything after the word that is no attribute, in order.</summary>
    public ImmutableArray<string> Values { get; }

    /// <summary>The first value, or the empty string when the row has none.</summary>
    public string Value => Values.IsEmpty ? "" : Values[0];

    /// <summary>The names of the attributes.</summary>
    public IEnumerable<string> Attributes => attributes.Keys;

    /// <summary>The attribute's value, or null when the row does not have it.</summary>
    public string? this[string attribute] => attributes.TryGetValue(attribute, out var value) ? value : null;

    /// <summary>Whether the row has <paramref name="flag"/> among its values.</summary>
    public bool Has(string flag) => Values.Contains(flag);

    /// <summary>The attribute's number, or <paramref name="absent"/> when the row has no such attribute or it is no number.</summary>
    public int Number(string attribute, int absent = -1) => int.TryParse(this[attribute], out var number) ? number : absent;

    /// <summary>The attribute's comma-separated parts; none when the row does not have it.</summary>
    public ImmutableArray<string> Parts(string attribute) =>
        this[attribute] is { Length: > 0 } list ? list.Split(',').ToImmutableArray() : ImmutableArray<string>.Empty;

    /// <summary>The rows of <paramref name="text"/>. Blank lines and lines that start with # are none.</summary>
    public static ImmutableArray<CatalogRow> ParseAll(string text)
    {
        var rows = ImmutableArray.CreateBuilder<CatalogRow>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0 && words[0][0] != '#')
                rows.Add(Parse(number, words));
        }

        return rows.ToImmutable();
    }

    private static CatalogRow Parse(int line, string[] words)
    {
        var values = ImmutableArray.CreateBuilder<string>();
        var attributes = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        for (var i = 1; i < words.Length; i++)
        {
            var equals = words[i].IndexOf('=');
            if (equals > 0)
                attributes[words[i].Substring(0, equals)] = words[i].Substring(equals + 1);
            else
                values.Add(words[i]);
        }

        return new CatalogRow(line, words[0], values.ToImmutable(), attributes.ToImmutable());
    }
}
