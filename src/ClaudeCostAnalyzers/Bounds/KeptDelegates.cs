using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Delegate parameters that a member in source only puts away: into a field, a list, an object. What is put away does not
/// run in the turn that hands it over.
/// </summary>
internal static class KeptDelegates
{
    /// <summary>Making one of these runs the function that it is given, now or when it is started.</summary>
    private static readonly HashSet<string> s_runners = ["Thread", "Task", "Lazy", "AsyncLazy"];

    public static bool IsRunner(ITypeSymbol? type) => type is not null && s_runners.Contains(type.Name);

    /// <summary>Whether every use of the parameter puts it away, and there is one.</summary>
    public static bool Is(IParameterSymbol parameter)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method)
            return false;
        var definition = method.OriginalDefinition;
        var isKept = false;
        foreach (var reference in (definition.PartialImplementationPart ?? definition).DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes())
            {
                if (node is not IdentifierNameSyntax name || name.Identifier.ValueText != parameter.Name || IsTested(name))
                    continue;
                if (!IsPutAway(name))
                    return false;
                isKept = true;
            }
        }

        return isKept;
    }

    /// <summary>Compared with null, or named.</summary>
    private static bool IsTested(IdentifierNameSyntax name) => name.Parent switch
    {
        IsPatternExpressionSyntax => true,
        BinaryExpressionSyntax binary => binary.IsKind(SyntaxKind.EqualsExpression) || binary.IsKind(SyntaxKind.NotEqualsExpression),
        NameColonSyntax => true,
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } => CalledName(call) is "nameof" or "ThrowIfNull" or "NotNull",
        _ => false,
    };

    private static bool IsPutAway(IdentifierNameSyntax name)
    {
        ExpressionSyntax value = name;
        while (value.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax || (value.Parent is BinaryExpressionSyntax binary && binary.IsKind(SyntaxKind.CoalesceExpression)))
            value = (ExpressionSyntax)value.Parent;
        return value.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Right == value,
            InitializerExpressionSyntax => true,
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } => CalledName(call) is { } called && KnownMembers.Keeps(called),
            ArgumentSyntax { Parent.Parent: ObjectCreationExpressionSyntax { Type: var type } } => !(type is SimpleNameSyntax made && s_runners.Contains(made.Identifier.ValueText)),
            ArgumentSyntax { Parent.Parent: ImplicitObjectCreationExpressionSyntax } => true,
            _ => false,
        };
    }

    private static string? CalledName(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Name: var name } => name.Identifier.ValueText,
        MemberBindingExpressionSyntax { Name: var name } => name.Identifier.ValueText,
        _ => null,
    };
}
