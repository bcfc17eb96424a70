using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.OutputCaps;

/// <summary>Whether what a parameter gets becomes a cap on output tokens: in its member, or in the helpers that it is handed on to. Safe for concurrent use.</summary>
internal sealed class ParameterCaps(CapMembers caps, VariableScopes scopes)
{
    /// <summary>Helpers that are looked at for one argument; beyond them it is taken to be no cap.</summary>
    private const int MaxParameters = 64;

    /// <summary>The cap that the parameter is written to as it is; null: none in sight.</summary>
    public IPropertySymbol? CapOf(IParameterSymbol parameter, CancellationToken cancellation)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var pending = new Queue<IParameterSymbol>();
        pending.Enqueue(parameter);
        while (pending.Count > 0 && seen.Count < MaxParameters)
        {
            var current = pending.Dequeue().OriginalDefinition;
            if (current is not IParameterSymbol next || !seen.Add(next) || scopes.UsesOf(next, cancellation) is not { } uses)
                continue;
            foreach (var (name, model) in uses)
            {
                var expression = NameUses.WholeExpression(name);
                if (expression.Parent is AssignmentExpressionSyntax assignment && assignment.Right == expression && model.GetSymbolInfo(assignment.Left, cancellation).Symbol is IPropertySymbol property && caps.IsCap(property))
                    return property;
                if (expression.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } argument && model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method && ParameterOf(argument, method) is { } further)
                    pending.Enqueue(further);
            }
        }

        return null;
    }

    private static IParameterSymbol? ParameterOf(ArgumentSyntax argument, IMethodSymbol method)
    {
        if (argument.NameColon is { } named)
            return method.Parameters.FirstOrDefault(parameter => parameter.Name == named.Name.Identifier.ValueText);
        var index = ((ArgumentListSyntax)argument.Parent!).Arguments.IndexOf(argument);
        var found = index < method.Parameters.Length ? method.Parameters[index] : null;
        return found is not null && method.ReducedFrom is { } unreduced ? unreduced.Parameters[found.Ordinal + 1] : found;
    }
}
