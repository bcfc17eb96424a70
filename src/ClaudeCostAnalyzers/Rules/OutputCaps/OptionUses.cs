using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.OutputCaps;

/// <summary>
/// Whether what is done with options leaves them without a cap. Helpers of this compilation are followed, by a worklist:
/// they may hand the options on as often as they like.
/// </summary>
internal sealed class OptionUses(OutputCap cap, LlmApis apis, VariableScopes scopes, CancellationToken cancellation)
{
    private readonly HashSet<ISymbol> followed = new(SymbolEqualityComparer.Default);
    private readonly Stack<IParameterSymbol> pending = new();

    /// <summary>Whether the use neither caps the options nor hands them to somebody who may. An assignment of the variable itself is not asked about.</summary>
    public bool IsHarmless(ExpressionSyntax options, SemanticModel model)
    {
        if (!IsHarmlessHere(options, model))
            return false;
        while (pending.Count > 0)
        {
            if (scopes.UsesOf(pending.Pop(), cancellation) is not { } uses)
                return false;
            foreach (var (name, itsModel) in uses)
            {
                var expression = NameUses.WholeExpression(name);
                var isAssigned = expression.Parent is AssignmentExpressionSyntax assignment && assignment.Left == expression;
                // Handed back: the caller has them already.
                var isReturned = expression.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax;
                if (isAssigned || !isReturned && !IsHarmlessHere(expression, itsModel))
                    return false;
            }
        }

        return true;
    }

    private bool IsHarmlessHere(ExpressionSyntax options, SemanticModel model)
    {
        switch (options.Parent)
        {
            case MemberAccessExpressionSyntax access when access.Expression == options:
                return IsHarmless(access, access.Name.Identifier.ValueText, model);
            case ConditionalAccessExpressionSyntax conditional when conditional.Expression == options:
                return !conditional.WhenNotNull.DescendantNodesAndSelf().OfType<MemberBindingExpressionSyntax>()
                    .Any(binding => binding.Name.Identifier.ValueText is var name && (name == cap.Name || cap.Opaque.Contains(name)));
            case BinaryExpressionSyntax comparison:
                return comparison.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression;
            case IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or UnaryPatternSyntax { Pattern: ConstantPatternSyntax } }:
                return true;
            case ArgumentSyntax { RefKindKeyword.RawKind: 0, Parent.Parent: InvocationExpressionSyntax invocation } argument:
                return model.GetSymbolInfo(invocation, cancellation).Symbol is IMethodSymbol method && (apis.Find(method) is not null || Follow(method, ParameterOf(argument, method)));
            default:
                return false;
        }
    }

    private bool IsHarmless(MemberAccessExpressionSyntax access, string member, SemanticModel model)
    {
        if (cap.Opaque.Contains(member))
            return false;
        // What stands in an object may be set through the object.
        if (member == cap.Name && cap.Nested is not null)
            return false;
        // `(options.Temperature, options.MaxTokens) = (0, 500)`
        if (member == cap.Name && access.Parent is ArgumentSyntax { Parent: TupleExpressionSyntax })
            return false;
        if (member == cap.Name)
        {
            return access.Parent is not AssignmentExpressionSyntax assignment || assignment.Left != access
                || assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && model.GetOperation(assignment.Right, cancellation) is { } value && OptionsOrigin.IsNull(value);
        }

        // An extension method gets the object itself; a method of the type is the SDK's own.
        return access.Parent is not InvocationExpressionSyntax || model.GetSymbolInfo(access, cancellation).Symbol is IMethodSymbol method
            && (method.ReducedFrom is not { } extension || Follow(extension, extension.Parameters[0]));
    }

    /// <summary>Notes that the uses of a helper's parameter have to be looked at; false when they cannot be.</summary>
    private bool Follow(IMethodSymbol method, IParameterSymbol? parameter)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (parameter is null || parameter.RefKind != RefKind.None || parameter.IsParams || Returned.IsReplaceable(definition) || definition.DeclaringSyntaxReferences.Length != 1)
            return false;
        parameter = definition.Parameters[parameter.Ordinal + (method.ReducedFrom is null || parameter.ContainingSymbol.Equals(method.ReducedFrom, SymbolEqualityComparer.Default) ? 0 : 1)];
        if (followed.Add(parameter))
            pending.Push(parameter);
        return true;
    }

    private static IParameterSymbol? ParameterOf(ArgumentSyntax argument, IMethodSymbol method)
    {
        if (argument.NameColon is { } named)
            return method.Parameters.FirstOrDefault(parameter => parameter.Name == named.Name.Identifier.ValueText);
        var index = ((ArgumentListSyntax)argument.Parent!).Arguments.IndexOf(argument);
        return index < method.Parameters.Length ? method.Parameters[index] : null;
    }
}
