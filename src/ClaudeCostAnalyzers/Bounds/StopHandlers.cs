using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>Which handlers take the budget's stop, as far as their types and filters tell.</summary>
internal static class StopHandlers
{
    private const string Exception = "BudgetExceededException";

    /// <summary>Filters that people write are not nested deeper.</summary>
    private const int MaxDepth = 30;

    /// <summary>The try statements with handlers around a call, innermost first, within its own function.</summary>
    public static IEnumerable<TryStatementSyntax> Around(SyntaxNode call)
    {
        for (var at = call; at.Parent is { } parent && at is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax); at = parent)
        {
            if (parent is TryStatementSyntax { Catches.Count: > 0 } attempt && attempt.Block == at)
                yield return attempt;
        }
    }

    /// <summary>Whether a clause takes the stop; null where its filter decides that in a way which is not understood.</summary>
    public static bool? Takes(CatchClauseSyntax clause, SemanticModel model, INamedTypeSymbol stop)
    {
        if (clause.Declaration is { } declaration && !IsOrDerives(stop, model.GetTypeInfo(declaration.Type).Type))
            return false;
        return clause.Filter is null ? true : Lets(clause.Filter.FilterExpression, model, stop);
    }

    /// <summary>Whether a filter lets the stop in: <c>e is not OperationCanceledException</c>, <c>!token.IsCancellationRequested</c>.</summary>
    private static bool? Lets(ExpressionSyntax filter, SemanticModel model, INamedTypeSymbol stop)
    {
        bool? all = true;
        var open = new Stack<ExpressionSyntax>();
        open.Push(filter);
        while (open.Count > 0)
        {
            var part = open.Pop();
            if (part is ParenthesizedExpressionSyntax parenthesized)
            {
                open.Push(parenthesized.Expression);
                continue;
            }

            if (part is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and)
            {
                open.Push(and.Left);
                open.Push(and.Right);
                continue;
            }

            bool? lets = part switch
            {
                IsPatternExpressionSyntax match => Matches(match.Pattern, model, stop),
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression } test => IsOrDerives(stop, model.GetTypeInfo(test.Right).Type),
                PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCancellationRequested" } } => true,
                LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } => true,
                _ => null,
            };
            if (lets == false)
                return false;
            if (lets is null)
                all = null;
        }

        return all;
    }

    private static bool? Matches(PatternSyntax pattern, SemanticModel model, INamedTypeSymbol stop, int depth = 0)
    {
        if (depth > MaxDepth)
            return null;
        switch (pattern)
        {
            case ParenthesizedPatternSyntax parenthesized:
                return Matches(parenthesized.Pattern, model, stop, depth + 1);
            case UnaryPatternSyntax not:
                return !Matches(not.Pattern, model, stop, depth + 1);
            case BinaryPatternSyntax either:
                var (left, right) = (Matches(either.Left, model, stop, depth + 1), Matches(either.Right, model, stop, depth + 1));
                // C#'s three-valued logic is what is wanted: one that decides, decides.
                return either.IsKind(SyntaxKind.OrPattern) ? left | right : left & right;
            case DeclarationPatternSyntax declaration:
                return IsOrDerives(stop, model.GetTypeInfo(declaration.Type).Type);
            case TypePatternSyntax type:
                return IsOrDerives(stop, model.GetTypeInfo(type.Type).Type);
            case ConstantPatternSyntax constant when model.GetSymbolInfo(constant.Expression).Symbol is ITypeSymbol named:
                return IsOrDerives(stop, named);
            case RecursivePatternSyntax { Type: { } type } when !IsOrDerives(stop, model.GetTypeInfo(type).Type):
                return false;
            default:
                return null;
        }
    }

    private static bool IsOrDerives(ITypeSymbol type, ITypeSymbol? from)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at, from))
                return true;
        }

        return false;
    }

    /// <summary>A handler that names the exception or the scope has thought of it.</summary>
    public static bool Knows(CatchClauseSyntax clause) => clause.Declaration?.Type.ToString().EndsWith(Exception, StringComparison.Ordinal) != true
        && clause.Block.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText.StartsWith("Budget", StringComparison.OrdinalIgnoreCase));
}
