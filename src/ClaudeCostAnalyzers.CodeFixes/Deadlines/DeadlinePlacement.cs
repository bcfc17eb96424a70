using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes.Deadlines;

/// <summary>Where the source of a deadline can be declared, so that it lives until the call is over and each turn has one of its own.</summary>
internal static class DeadlinePlacement
{
    /// <summary>
    /// The statement before which <c>using var deadline = ..</c> may stand; null where the deadline must be written into the
    /// call: in an expression body, a loop's condition, a statement without a block, or where the task outlives the statement.
    /// </summary>
    public static StatementSyntax? StatementFor(ExpressionSyntax call, SemanticModel model)
    {
        if (((CSharpParseOptions)call.SyntaxTree.Options).LanguageVersion < LanguageVersion.CSharp8 || !EndsWithin(call, model))
            return null;
        for (SyntaxNode at = call; at.Parent is { } parent; at = parent)
        {
            switch (parent)
            {
                case AnonymousFunctionExpressionSyntax or ArrowExpressionClauseSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax or QueryExpressionSyntax or CatchFilterClauseSyntax:
                case WhileStatementSyntax loop when loop.Condition == at:
                case DoStatementSyntax again when again.Condition == at:
                case ForStatementSyntax counted when counted.Statement != at:
                    return null;
                case BlockSyntax { Statements: var statements } when at is StatementSyntax statement:
                    return HasLabels(statements) ? null : statement;
                case GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } when at is StatementSyntax statement:
                    return HasLabels(unit.Members.OfType<GlobalStatementSyntax>().Select(member => member.Statement)) ? null : statement;
                case SwitchSectionSyntax or LabeledStatementSyntax:
                    return null;
                case StatementSyntax when at is StatementSyntax and not BlockSyntax:
                    // The body of an `if` or a loop without braces.
                    return null;
            }
        }

        return null;
    }

    /// <summary>A jump over a using declaration does not compile.</summary>
    private static bool HasLabels(IEnumerable<StatementSyntax> statements) => statements.Any(statement => statement is LabeledStatementSyntax);

    /// <summary>Whether the reply is complete when the statement is done: the call waits itself, or its task is awaited or its stream read right there.</summary>
    private static bool EndsWithin(ExpressionSyntax call, SemanticModel model)
    {
        if (IsPlain(model.GetTypeInfo(call).Type))
            return true;
        for (SyntaxNode at = call; at.Parent is { } parent; at = parent)
        {
            switch (parent)
            {
                case AwaitExpressionSyntax:
                    return true;
                case CommonForEachStatementSyntax loop:
                    return loop.Expression == at;
                case ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax or InvocationExpressionSyntax or ConditionalAccessExpressionSyntax or ArgumentListSyntax:
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: not "Result" } access when access.Expression == at:
                    continue;
                case MemberAccessExpressionSyntax access when access.Expression == at:
                    return true;
                case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WhenAll" or "WhenAny" or "WaitAll" } } }:
                    continue;
                case ExpressionStatementSyntax:
                    return at is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" or "GetResult" or "WaitAll" } };
                default:
                    return at is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetResult" } };
            }
        }

        return false;
    }

    /// <summary>Whether a value of the type is there at once: no task, no stream.</summary>
    private static bool IsPlain(ITypeSymbol? type) => type is not null && type.Name is not ("Task" or "ValueTask")
        && !type.AllInterfaces.Concat(new[] { type }.OfType<INamedTypeSymbol>()).Any(contract => contract.Name is "IAsyncEnumerable" or "IEnumerable") && type.Name != "IAsyncEnumerable"
        && type.TypeKind != TypeKind.Error;
}
