using System.Collections.Immutable;
using ClaudeCostAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.ClientLimits;

/// <summary>The options of clients that are rows of the catalogue, found by the code that sets them. Immutable.</summary>
internal sealed class LimitTable
{
    private readonly ImmutableDictionary<string, ImmutableArray<ClientLimit>> byId;
    private readonly ImmutableHashSet<string> names;

    public LimitTable(IEnumerable<ClientLimit> limits)
    {
        byId = limits.GroupBy(limit => limit.Id).ToImmutableDictionary(group => group.Key, group => group.ToImmutableArray(), StringComparer.Ordinal);
        names = byId.Values.Select(same => same[0].Name).ToImmutableHashSet(StringComparer.Ordinal);
    }

    /// <summary>The simple names of the properties and of the types with such a constructor.</summary>
    public ImmutableHashSet<string> Names => names;

    /// <summary>Whether a property or type so written may have a row: a cheap test before it is bound.</summary>
    public bool MayHave(ExpressionSyntax written) => written switch
    {
        MemberAccessExpressionSyntax access => names.Contains(access.Name.Identifier.ValueText),
        IdentifierNameSyntax name => names.Contains(name.Identifier.ValueText),
        _ => false,
    };

    /// <summary>The row of the property that is set, on an object on which it counts; null: none.</summary>
    public ClientLimit? Of(IPropertyReferenceOperation target)
    {
        if (target.Property.OriginalDefinition.GetDocumentationCommentId() is not { } id || !byId.TryGetValue(id, out var rows))
            return null;
        var owners = Owners(target).ToList();
        return rows.FirstOrDefault(row => owners.Exists(row.CountsOn));
    }

    /// <summary>The row of the constructor; null: none.</summary>
    public ClientLimit? Of(IMethodSymbol constructor) =>
        constructor.OriginalDefinition.GetDocumentationCommentId() is { } id && byId.TryGetValue(id, out var rows) ? rows[0] : null;

    /// <summary>The types of the object that is set and of those that it is a part of: <c>options.Retry.MaxRetries</c>, <c>new() { Retry = { .. } }</c>.</summary>
    private static IEnumerable<ITypeSymbol?> Owners(IPropertyReferenceOperation target)
    {
        var instance = target.Instance;
        while (instance is not null)
        {
            yield return instance.Type;
            instance = instance switch
            {
                IPropertyReferenceOperation part => part.Instance,
                IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ImplicitReceiver } => Holder(instance)?.Instance,
                _ => null,
            };
        }
    }

    /// <summary>The member whose object an initializer within an initializer sets.</summary>
    private static IPropertyReferenceOperation? Holder(IOperation receiver)
    {
        for (var parent = receiver.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IMemberInitializerOperation { InitializedMember: IPropertyReferenceOperation holder } when holder.Instance != receiver:
                    return holder;
                case IObjectCreationOperation or IWithOperation:
                    return null;
            }
        }

        return null;
    }
}
