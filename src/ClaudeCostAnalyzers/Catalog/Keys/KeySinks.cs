using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Catalog.Keys;

/// <summary>Which methods show a key to people, and which hand it on: the embedded data file, read once per process. Safe for concurrent use.</summary>
internal sealed class KeySinks
{
    private static readonly Lazy<KeySinks> LazyShared = new(() => new KeySinks(LlmCatalog.ReadRows("Sinks")));

    private readonly ImmutableArray<Entry> sinks;
    private readonly ImmutableArray<Entry> keeps;
    private readonly ImmutableDictionary<string, KeySinkKind> methods;
    private readonly ImmutableDictionary<string, KeySinkKind> attributes;
    private readonly ImmutableHashSet<string> printed;
    private readonly ImmutableDictionary<string, string> inPrinted;
    private readonly ImmutableArray<string> clean;

    private KeySinks(ImmutableArray<CatalogRow> rows)
    {
        sinks = rows.Where(row => row.Word == "sink").Select(row => new Entry(row, row.Values[1], KindOf(row.Value))).ToImmutableArray();
        keeps = rows.Where(row => row.Word == "keep").Select(row => new Entry(row, row.Value, default)).ToImmutableArray();
        methods = rows.Where(row => row.Word == "sink-method").ToImmutableDictionary(row => row.Values[1], row => KindOf(row.Value), StringComparer.Ordinal);
        attributes = rows.Where(row => row.Word == "sink-attribute").ToImmutableDictionary(row => row.Values[1], row => KindOf(row.Value), StringComparer.Ordinal);
        printed = rows.Where(row => row.Word == "printed").Select(row => row.Value).ToImmutableHashSet(StringComparer.Ordinal);
        inPrinted = rows.Where(row => row.Word == "in-printed").ToImmutableDictionary(row => row.Value, row => row["member"] ?? "", StringComparer.Ordinal);
        clean = rows.Where(row => row.Word == "clean").Select(row => row.Value).ToImmutableArray();
    }

    /// <summary>The table of the product.</summary>
    public static KeySinks Shared => LazyShared.Value;

    /// <summary>What a key in an argument of a call is shown to; null: to nobody.</summary>
    /// <param name="method">The method or constructor.</param>
    /// <param name="parameter">The parameter that the argument is for.</param>
    /// <param name="origin">The type that the receiver was got from, when it is a static property: <c>Console.Error</c>.</param>
    public KeySinkKind? Find(IMethodSymbol method, IParameterSymbol? parameter, ITypeSymbol? origin)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (definition.MethodKind == MethodKind.Constructor)
            return IsException(definition.ContainingType) ? KeySinkKind.Exception : null;
        foreach (var attribute in definition.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && attributes.TryGetValue(type.Name, out var marked))
                return marked;
        }

        // What asks for a key by name is given one.
        var asksForKey = parameter is not null && (CredentialNames.Shared.IsApiKey(parameter.Name) || parameter.Name is "key" or "token");
        foreach (var entry in sinks)
        {
            if (entry.Matches(definition, origin) && !(entry.IsByName && asksForKey))
                return entry.Kind;
        }

        return !asksForKey && methods.TryGetValue(definition.Name, out var kind) ? kind : null;
    }

    /// <summary>Whether what the method returns, or the constructor makes, has the key that it was called with.</summary>
    public bool Keeps(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        foreach (var entry in keeps)
        {
            if (entry.Matches(definition, from: null))
                return true;
        }

        return false;
    }

    /// <summary>Whether <c>ToString()</c> of an object of this type shows what the object holds.</summary>
    public bool IsPrinted(ITypeSymbol type) => BaseTypes(type).Any(ancestor => printed.Contains(IdOf(ancestor)));

    /// <summary>Whether it shows what is held by way of <paramref name="member"/>.</summary>
    public bool IsPrinted(ITypeSymbol type, string member) => IsPrinted(type) && (!inPrinted.TryGetValue(IdOf(type), out var only) || only == member);

    /// <summary>Whether something of this name has no more than a part of a key, or only tells of it.</summary>
    public bool IsClean(string name)
    {
        foreach (var word in clean)
        {
            if (HasWord(name, word))
                return true;
        }

        return false;
    }

    /// <summary>Whether the type is an exception.</summary>
    public static bool IsException(ITypeSymbol type) => BaseTypes(type).Any(ancestor => IdOf(ancestor) == "T:System.Exception");

    /// <summary>A word begins the name, or with an upper-case letter or after an underscore: <c>isX</c>, but not <c>this</c>.</summary>
    private static bool HasWord(string name, string word)
    {
        for (var at = name.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = name.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if ((at == 0 || char.IsUpper(name[at]) && !char.IsUpper(name[at - 1]) || name[at - 1] == '_')
                // Short words are whole ones: `has` in `hash` is another.
                && (word.Length > 3 || at + word.Length == name.Length || !char.IsLower(name[at + word.Length])))
            {
                return true;
            }
        }

        return false;
    }

    private static KeySinkKind KindOf(string name) => name switch
    {
        "log" => KeySinkKind.Log,
        "console" => KeySinkKind.Console,
        "exception" => KeySinkKind.Exception,
        "url" => KeySinkKind.Url,
        "serialised" => KeySinkKind.Serialised,
        "response" => KeySinkKind.Response,
        _ => throw new FormatException($"Sinks.rows: '{name}' is no kind of sink."),
    };

    private static IEnumerable<ITypeSymbol> BaseTypes(ITypeSymbol type)
    {
        for (ITypeSymbol? ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
            yield return ancestor;
    }

    private static string IdOf(ITypeSymbol type) => type.OriginalDefinition.GetDocumentationCommentId() ?? "";

    /// <summary>A type and some of its members.</summary>
    private sealed class Entry
    {
        private readonly string type;
        private readonly string? origin;
        private readonly ImmutableArray<string> members;

        public Entry(CatalogRow row, string type, KeySinkKind kind)
        {
            this.type = type;
            Kind = kind;
            members = row.Parts("members");
            origin = row["of"];
        }

        public KeySinkKind Kind { get; }

        public bool IsByName => type[0] == '*';

        public bool Matches(IMethodSymbol method, ITypeSymbol? from)
        {
            if (!members.IsEmpty && !members.Any(member => IsMember(member, method.Name)) || origin is not null && (from is null || IdOf(from) != origin))
                return false;
            var containing = method.ContainingType;
            if (IsByName)
                return containing.Name.EndsWith(type.Substring(1), StringComparison.Ordinal);
            return BaseTypes(containing).Any(ancestor => IdOf(ancestor) == type) || containing.AllInterfaces.Any(implemented => IdOf(implemented) == type);
        }

        private static bool IsMember(string member, string name) =>
            member[member.Length - 1] == '*' ? name.StartsWith(member.Substring(0, member.Length - 1), StringComparison.Ordinal) : name == member;
    }
}
