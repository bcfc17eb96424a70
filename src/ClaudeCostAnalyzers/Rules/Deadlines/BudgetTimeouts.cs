using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Deadlines;

/// <summary>Whether a budget has a timeout, as its beginning is written.</summary>
internal static class BudgetTimeouts
{
    private const string Timeout = "Timeout";

    /// <summary>Whether the budget that <paramref name="begin"/> is given has a timeout; one from elsewhere may have one.</summary>
    public static bool MayHaveOne(SyntaxNode begin, SemanticModel model, CancellationToken cancellation)
    {
        if (begin is not InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments })
            return true;
        var budget = (arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == "budget") ?? arguments[0]).Expression;
        if (budget is IdentifierNameSyntax { Identifier.ValueText: var name })
        {
            // Set later, on an object that was made without it.
            if (WrittenNames.In(begin.SyntaxTree.GetRoot(cancellation)).Of(Timeout).Any(set =>
                WrittenNames.Target(set) is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner } && owner.Identifier.ValueText == name))
            {
                return true;
            }
        }

        if (budget is IdentifierNameSyntax && model.GetSymbolInfo(budget, cancellation).Symbol is ILocalSymbol or IFieldSymbol
            && model.GetSymbolInfo(budget, cancellation).Symbol!.DeclaringSyntaxReferences is { Length: 1 } declared && declared[0].SyntaxTree == model.SyntaxTree
            && declared[0].GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: { } value })
        {
            budget = value;
        }

        if (budget is not BaseObjectCreationExpressionSyntax creation)
            return true;
        var timeout = creation.Initializer?.Expressions.OfType<AssignmentExpressionSyntax>().FirstOrDefault(set => set.Left is IdentifierNameSyntax { Identifier.ValueText: Timeout });
        return timeout is not null && TokenOrigin.IsFinite(model.GetOperation(timeout.Right, cancellation));
    }
}
