using System.Collections.Immutable;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Rules.Callbacks;

/// <summary>What a registration takes.</summary>
internal enum RegistrationKind
{
    /// <summary>A handler of an event.</summary>
    Event,

    /// <summary>A delegate or expression as an argument.</summary>
    Call,

    /// <summary>A type whose member is run.</summary>
    Job,

    /// <summary>Nothing itself: it makes a sequence whose operators take the callback.</summary>
    Source,
}

/// <summary>One row of the table of members that run a callback again and again; the data file says what its columns mean.</summary>
internal sealed record Registration(
    RegistrationKind Kind,
    string Id,
    string Type,
    string Name,
    ImmutableArray<string> Handlers,
    string? Period,
    string? Switch,
    string? Runs,
    ImmutableArray<string> When,
    ImmutableArray<string> Once,
    string? Over,
    ImmutableArray<string> Ends)
{
    private static readonly Lazy<ImmutableArray<Registration>> s_all = new(() =>
        LlmCatalog.ReadRows("Callbacks").Select(Parse).OfType<Registration>().ToImmutableArray());

    private static readonly Lazy<ImmutableHashSet<string>> s_names = new(() => All.Select(row => row.Name).ToImmutableHashSet(StringComparer.Ordinal));

    /// <summary>Every row.</summary>
    public static ImmutableArray<Registration> All => s_all.Value;

    private static readonly Lazy<Words> s_words = new(() => new Words(Names));

    private static readonly Lazy<Words> s_creationWords = new(() => Words.OfCreations(Names));

    /// <summary>The names of members, and of types with such a constructor.</summary>
    public static ImmutableHashSet<string> Names => s_names.Value;

    /// <summary>The names, to look for in files.</summary>
    public static Words Words => s_words.Value;

    /// <summary>The same for files that create an object.</summary>
    public static Words CreationWords => s_creationWords.Value;

    /// <summary>Whether a member, or of constructors a type, of this name may have a row: a cheap test before a symbol is bound.</summary>
    public static bool MayBe(string name) => s_names.Value.Contains(name);

    /// <summary>The rows of a member.</summary>
    public static IEnumerable<Registration> Of(ISymbol member)
    {
        var definition = ((member as IMethodSymbol)?.ReducedFrom ?? member).OriginalDefinition;
        var name = definition is IMethodSymbol { MethodKind: MethodKind.Constructor } ? definition.ContainingType.Name : definition.Name;
        if (!MayBe(name) || definition.GetDocumentationCommentId() is not { } id)
            return [];
        var plain = SdkCatalog.TypeAndName(id);
        return All.Where(row => row.Id == plain);
    }

    private static Registration? Parse(CatalogRow row)
    {
        RegistrationKind? kind = row.Word switch
        {
            "event" => RegistrationKind.Event,
            "call" => RegistrationKind.Call,
            "job" => RegistrationKind.Job,
            "source" => RegistrationKind.Source,
            _ => null,
        };
        var dot = row.Value.LastIndexOf('.');
        if (kind is null || dot < 2)
            return null;
        var type = row.Value.Substring(2, dot - 2);
        var name = row.Value.Substring(dot + 1);
        return new Registration(kind.Value, row.Value, type, name == "#ctor" ? type.Substring(type.LastIndexOf('.') + 1).Split('`')[0] : name,
            row.Parts("handler"), row["period"], row["switch"], row["runs"], row.Parts("when"), row.Parts("once"), row["over"], row.Parts("ends"));
    }
}
