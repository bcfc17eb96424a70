using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Rules.Deadlines;

/// <summary>
/// Tokens that a parameter brings along: the only one of a context, of the arguments of an event, or of a record of the
/// compilation. Such an object is about one piece of work; of any other, its token may be about its own life.
/// </summary>
internal static class OwnTokens
{
    /// <summary>The name of the member; null: none, several, or an object of another kind.</summary>
    public static string? Of(ITypeSymbol type)
    {
        if (!type.Name.EndsWith("Context", StringComparison.Ordinal) && !type.Name.EndsWith("Args", StringComparison.Ordinal) && !(type.IsRecord && !type.DeclaringSyntaxReferences.IsEmpty))
            return null;
        string? only = null;
        for (ITypeSymbol? at = type; at is { SpecialType: SpecialType.None }; at = at.BaseType)
        {
            foreach (var member in at.GetMembers())
            {
                if (member is not { IsStatic: false, DeclaredAccessibility: Accessibility.Public } || !IsRead(member))
                    continue;
                if (only is not null && only != member.Name)
                    return null;
                only = member.Name;
            }
        }

        return only;
    }

    private static bool IsRead(ISymbol member) => member is IPropertySymbol { GetMethod: not null, Parameters.IsEmpty: true } or IFieldSymbol
        && ((member as IPropertySymbol)?.Type ?? (member as IFieldSymbol)?.Type) is INamedTypeSymbol { Name: "CancellationToken", Arity: 0 };
}
