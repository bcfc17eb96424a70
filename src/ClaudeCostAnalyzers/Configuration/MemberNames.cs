using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Configuration;

/// <summary>Members that a configuration names: by documentation id, by full or partial name, or by simple name. Immutable.</summary>
internal sealed class MemberNames
{
    /// <summary>No members.</summary>
    public static readonly MemberNames None = new(ImmutableArray<string>.Empty);

    private readonly ImmutableHashSet<string> simpleNames;

    private MemberNames(ImmutableArray<string> entries)
    {
        Entries = entries;
        simpleNames = entries.Select(SimpleName).ToImmutableHashSet(StringComparer.Ordinal);
    }

    /// <summary>The entries as they are written.</summary>
    public ImmutableArray<string> Entries { get; }

    /// <summary>Reads entries separated by |. False when one of them is neither a name nor a documentation id.</summary>
    public static bool TryParse(string text, out MemberNames names)
    {
        var entries = text.Split('|').Select(entry => entry.Trim()).Where(entry => entry.Length > 0).ToImmutableArray();
        names = entries.IsEmpty ? None : new MemberNames(entries);
        return !entries.IsEmpty && entries.All(IsName);
    }

    /// <summary>The union of two lists.</summary>
    public MemberNames With(MemberNames other) => Entries.IsEmpty ? other : new(Entries.AddRange(other.Entries).Distinct().ToImmutableArray());

    /// <summary>Whether an entry may name a member of this simple name.</summary>
    public bool MayContain(string name) => simpleNames.Contains(name);

    /// <summary>Whether an entry names <paramref name="symbol"/>. Overloads of a name without parameters all match.</summary>
    public bool Contains(ISymbol symbol)
    {
        if (!simpleNames.Contains(symbol.Name))
            return false;
        var id = ((symbol as IMethodSymbol)?.ReducedFrom ?? symbol).OriginalDefinition.GetDocumentationCommentId() ?? "";
        var name = WithoutParameters(id.Length > 2 ? id.Substring(2) : symbol.Name);
        var nameWithoutArity = WithoutArity(name);
        foreach (var entry in Entries)
        {
            var matches = entry.Length > 2 && entry[1] == ':'
                ? entry == id || WithoutParameters(entry) == entry && entry == WithoutParameters(id)
                : EndsWithName(name, entry) || EndsWithName(nameWithoutArity, entry);
            if (matches)
                return true;
        }

        return false;
    }

    private static bool EndsWithName(string fullName, string name) => fullName == name || fullName.EndsWith("." + name, StringComparison.Ordinal);

    /// <summary>A type's name as people write it, without the number of its type parameters.</summary>
    private static string WithoutArity(string name)
    {
        for (var tick = name.IndexOf('`'); tick >= 0; tick = name.IndexOf('`'))
        {
            var end = tick + 1;
            while (end < name.Length && char.IsDigit(name[end]))
                end++;
            name = name.Remove(tick, end - tick);
        }

        return name;
    }

    /// <summary>Letters, digits and the punctuation of documentation ids; parentheses only in an id that has its prefix.</summary>
    private static bool IsName(string entry)
    {
        var isId = entry.Length > 2 && entry[1] == ':';
        if (isId && entry[0] is not ('M' or 'P' or 'F' or 'T' or 'E'))
            return false;
        var body = isId ? entry.Substring(2) : entry;
        return (char.IsLetter(body[0]) || body[0] == '_') && body.All(character =>
            char.IsLetterOrDigit(character) || character is '_' or '.' or '`' || isId && character is '(' or ')' or ',' or '{' or '}' or '[' or ']' or '@' or '*' or '~');
    }

    private static string WithoutParameters(string id)
    {
        var open = id.IndexOf('(');
        var end = open < 0 ? id.Length : open;
        var arity = id.IndexOf("``", 0, end, StringComparison.Ordinal);
        return id.Substring(0, arity < 0 ? end : arity);
    }

    private static string SimpleName(string entry)
    {
        var plain = WithoutParameters(entry);
        plain = plain.Substring(plain.LastIndexOf('.') + 1);
        return plain.Length > 2 && plain[1] == ':' ? plain.Substring(2) : plain;
    }
}
