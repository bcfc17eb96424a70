using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Limits;

/// <summary>One member that limits how often an agent calls its model.</summary>
/// <param name="Id">The documentation id, of a method without its parameters.</param>
/// <param name="Name">The simple name.</param>
/// <param name="TypeName">The simple name of its type.</param>
/// <param name="NullIsNone">Null means that there is no limit.</param>
/// <param name="DefaultIsNone">Leaving it out where the type is created means that there is none.</param>
/// <param name="Parameter">Of a method: the parameter that takes the limit.</param>
/// <param name="Builder">Of a method: the documentation id of the builder that has no limit unless it is called.</param>
internal sealed record IterationLimit(string Id, string Name, string TypeName, bool NullIsNone, bool DefaultIsNone, string? Parameter, string? Builder);

/// <summary>The limits that the data file names, and those of the catalogue's SDKs. Immutable.</summary>
internal sealed class IterationLimits
{
    private static readonly Lazy<ImmutableArray<IterationLimit>> s_rows = new(() => LlmCatalog.ReadRows("IterationLimits")
        .Where(row => row.Word is "limit" or "limit-call").Select(Parse).ToImmutableArray());

    private readonly ImmutableArray<string> _sessionBudgets;
    private static readonly Lazy<Words> s_words = new(() => new Words(Rows.Select(row => row.Name)));

    private readonly bool _hasTypesWithoutDefault;
    private readonly ImmutableHashSet<string> _sessionTypes;
    private readonly Aliases _aliases;

    // What a name means does not change within a type; few names stand in the many creations of a program.
    private readonly ConditionalWeakTable<SyntaxNode, ConcurrentDictionary<string, INamedTypeSymbol?>> _types = new();

    public IterationLimits(LlmApis apis, Compilation compilation, Aliases aliases)
    {
        _aliases = aliases;
        _sessionBudgets = apis.Sdks.SelectMany(sdk => sdk.Rows).Where(row => row.Word == "session-budget").Select(row => row.Value).ToImmutableArray();
        _hasTypesWithoutDefault = Rows.Any(row => (row.DefaultIsNone || row.Builder is not null) && compilation.GetTypeByMetadataName(TypeOf(row.Id)) is not null);
        _sessionTypes = _sessionBudgets.Select(TypeOf).Select(type => type.Substring(type.LastIndexOf('.') + 1)).ToImmutableHashSet(StringComparer.Ordinal);
        CreationWords = _hasTypesWithoutDefault ? new Words(["new"]) : Words.OfCreations(_sessionTypes);
    }

    /// <summary>The names of all members, to look for in files.</summary>
    public static Words Words => s_words.Value;

    /// <summary>What stands in each file that may create an object without a limit.</summary>
    public Words CreationWords { get; }

    /// <summary>Every row of the data file.</summary>
    public static ImmutableArray<IterationLimit> Rows => s_rows.Value;

    /// <summary>The property's row.</summary>
    public static IterationLimit? Of(IPropertySymbol property) =>
        property.OriginalDefinition.GetDocumentationCommentId() is { } id ? Rows.FirstOrDefault(row => row.Parameter is null && row.Id == id) : null;

    /// <summary>The builder method's row.</summary>
    public static IterationLimit? Of(IMethodSymbol method) =>
        method.OriginalDefinition.GetDocumentationCommentId() is { } id ? Rows.FirstOrDefault(row => row.Parameter is not null && row.Id == SdkCatalog.TypeAndName(id)) : null;

    /// <summary>Whether a member of this name may have a row: a cheap test before a symbol is bound.</summary>
    public static bool MayBeLimit(string name) => Rows.Any(row => row.Name == name);

    /// <summary>Whether an object so created may be one without a limit: a cheap test before its type is bound.</summary>
    public bool MayMiss(BaseObjectCreationExpressionSyntax creation) => _hasTypesWithoutDefault || CreatedType.MayBe(creation, _sessionTypes, _aliases);

    /// <summary>The type of the object; null: none that is known. Of a type that is written, only its name is bound.</summary>
    public INamedTypeSymbol? TypeOf(BaseObjectCreationExpressionSyntax creation, SemanticModel model, CancellationToken cancellation)
    {
        if (CreatedType.Written(creation) is not { } written || creation.FirstAncestorOrSelf<BaseTypeDeclarationSyntax>() is not { } around)
            return model.GetTypeInfo(creation, cancellation).Type as INamedTypeSymbol;
        var names = _types.GetOrCreateValue(around);
        var name = written.ToString();
        return names.TryGetValue(name, out var known) ? known : names[name] = model.GetSymbolInfo(written, cancellation).Symbol as INamedTypeSymbol;
    }

    /// <summary>The limit that <paramref name="type"/>, created without saying so, does not have.</summary>
    public static IterationLimit? MissingIn(INamedTypeSymbol type)
    {
        foreach (var row in Rows)
        {
            if (row.Builder is { } builder && type.OriginalDefinition.GetDocumentationCommentId() == builder)
                return row;
            // A type in source may end its rounds in ways of its own.
            if (row.DefaultIsNone && type.DeclaringSyntaxReferences.IsEmpty && InheritsFrom(type, row))
                return row;
        }

        return null;
    }

    /// <summary>The spending limit of the server-side session that <paramref name="type"/> asks for, if this version has it.</summary>
    public IPropertySymbol? SessionBudgetOf(INamedTypeSymbol type)
    {
        foreach (var id in _sessionBudgets)
        {
            var dot = id.LastIndexOf('.');
            if (id.EndsWith("." + type.Name + id.Substring(dot), StringComparison.Ordinal)
                && type.GetMembers(id.Substring(dot + 1)).OfType<IPropertySymbol>().FirstOrDefault(property => property.GetDocumentationCommentId() == id) is { } budget)
            {
                return budget;
            }
        }

        return null;
    }

    private static bool InheritsFrom(INamedTypeSymbol type, IterationLimit row)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Name == row.TypeName && current.GetMembers(row.Name).Any(member => member.GetDocumentationCommentId() == row.Id))
                return true;
        }

        return false;
    }

    private static string TypeOf(string id) => id.Substring(2, id.LastIndexOf('.') - 2);

    private static IterationLimit Parse(CatalogRow row)
    {
        var name = row.Value.LastIndexOf('.');
        var type = row.Value.LastIndexOf('.', name - 1);
        return new IterationLimit(row.Value, row.Value.Substring(name + 1), row.Value.Substring(type + 1, name - type - 1),
            row["null"] == "none", row["default"] == "none", row["parameter"], row["builder"]);
    }
}
