using System.Collections.Immutable;
using ClaudeCostAnalyzers.Catalog;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Rules.OutputCaps;

/// <summary>The members that cap output tokens, of every SDK at hand. One per compilation; immutable, holds no symbols.</summary>
internal sealed class CapMembers
{
    private readonly ImmutableHashSet<string> names;
    private readonly ImmutableHashSet<string> ids;
    private readonly ImmutableHashSet<string> types;
    private readonly ImmutableHashSet<string> factories;
    private readonly ImmutableHashSet<string> factoryNames;

    public CapMembers(LlmApis apis, Compilation compilation)
    {
        var found = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var cap in apis.Sdks.SelectMany(sdk => sdk.Caps.Values))
        {
            foreach (var type in cap.FurtherOptionsTypes.Insert(0, cap.OptionsType))
            {
                if (cap.Nested is null)
                    found.Add($"P:{type}.{cap.Name}");
                else if (compilation.GetTypeByMetadataName(type)?.GetMembers(cap.Name).OfType<IPropertySymbol>().FirstOrDefault()?.Type.GetDocumentationCommentId() is { } holder)
                    found.Add($"P:{holder.Substring(2)}.{cap.Nested}");
            }
        }

        ids = found.ToImmutable();
        types = ids.Select(id => id.Split('.')).Select(parts => parts[parts.Length - 2]).ToImmutableHashSet(StringComparer.Ordinal);
        names = ids.Select(id => id.Substring(id.LastIndexOf('.') + 1)).ToImmutableHashSet(StringComparer.Ordinal);
        factories = apis.Sdks.SelectMany(sdk => sdk.ChatClients).ToImmutableHashSet(StringComparer.Ordinal);
        factoryNames = factories.Select(SdkCatalog.TypeAndName).Select(id => id.Substring(id.LastIndexOf('.') + 1)).ToImmutableHashSet(StringComparer.Ordinal);
    }

    /// <summary>The names of all caps.</summary>
    public IEnumerable<string> Names => names;

    /// <summary>The simple names of the types that have one.</summary>
    public IEnumerable<string> TypeNames => types;

    /// <summary>The names of all methods that may make a client with a default cap.</summary>
    public IEnumerable<string> FactoryNames => factoryNames;

    /// <summary>Whether a property of this name may be a cap: a cheap test before it is bound.</summary>
    public bool MayBeCap(string name) => names.Contains(name);

    /// <summary>Whether the property is a cap.</summary>
    public bool IsCap(IPropertySymbol property) =>
        names.Contains(property.Name) && property.OriginalDefinition.GetDocumentationCommentId() is { } id && ids.Contains(id);

    /// <summary>The cap that a constructor's parameter goes by the name of; null: none.</summary>
    public IPropertySymbol? CapOf(IParameterSymbol parameter, INamedTypeSymbol made) =>
        !types.Contains(made.Name) ? null : made.GetMembers().OfType<IPropertySymbol>().FirstOrDefault(property => property.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase) && IsCap(property));

    /// <summary>Whether a method of this name may make a client with a default cap.</summary>
    public bool MayBeFactory(string name) => factoryNames.Contains(name);

    /// <summary>The parameter that takes the default cap of the client that a method makes; null: it makes none.</summary>
    public IParameterSymbol? DefaultCap(IMethodSymbol method) =>
        MayBeFactory(method.Name) && (method.ReducedFrom ?? method).OriginalDefinition.GetDocumentationCommentId() is { } id && factories.Contains(id)
            ? method.Parameters.FirstOrDefault(parameter => parameter.Name.EndsWith("Tokens", StringComparison.Ordinal))
            : null;
}
