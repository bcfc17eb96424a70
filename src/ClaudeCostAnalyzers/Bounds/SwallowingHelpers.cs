using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Bounds;

/// <summary>
/// Helpers that catch the budget's stop themselves and say nothing of it: <c>while (true) await TurnAsync();</c>, with a
/// <c>catch</c> in there that logs. What is known of their result may end the loop, so only calls without one count.
/// </summary>
internal static class SwallowingHelpers
{
    /// <summary>The handler in the helper that <paramref name="call"/> goes to, in the same file; null: none, or it may tell the loop.</summary>
    public static CatchClauseSyntax? HandlerIn(SpendingCall call, SemanticModel model, INamedTypeSymbol stop)
    {
        // The call of the helper, and that of the model.
        if (call.Path.Length != 2 || call.Path[1] is not { SourceTree: { } tree } place || tree != model.SyntaxTree || !IsStatement(call.Operation.Syntax))
            return null;
        foreach (var attempt in StopHandlers.Around(tree.GetRoot().FindNode(place.SourceSpan)))
        {
            foreach (var clause in attempt.Catches)
            {
                switch (StopHandlers.Takes(clause, model, stop))
                {
                    case null:
                        return null;
                    case true:
                        return GoesOn(clause) && !StopHandlers.Knows(clause) ? clause : null;
                }
            }
        }

        return null;
    }

    /// <summary>Whether the call stands alone, so that nothing learns what came of it.</summary>
    private static bool IsStatement(SyntaxNode call)
    {
        while (call.Parent is AwaitExpressionSyntax or ParenthesizedExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }
            || call.Parent is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } })
        {
            call = call.Parent;
        }

        return call.Parent is ExpressionStatementSyntax;
    }

    /// <summary>Whether the handler neither throws nor leaves a mark that the loop may look at.</summary>
    private static bool GoesOn(CatchClauseSyntax clause) => !clause.Block.DescendantNodes().Any(node => node is ThrowStatementSyntax or ThrowExpressionSyntax or AssignmentExpressionSyntax
        or InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Cancel" or "CancelAsync" or "Exit" or "StopApplication" } });
}
