using System.Collections.Immutable;
using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes.Loops;

/// <summary>A loop that can be capped so that the code means the same otherwise, and the form for it.</summary>
/// <param name="Loop">The loop.</param>
/// <param name="Form">How.</param>
/// <param name="Handlers">The handlers that count, of <see cref="CapForm.Rethrowing"/>.</param>
internal sealed record LoopCap(StatementSyntax Loop, CapForm Form, ImmutableArray<CatchClauseSyntax> Handlers)
{
    /// <summary>The cap for the cycle that <paramref name="statement"/> is; null when there is no safe one, as for jumps to a label.</summary>
    /// <param name="statement">The outermost statement of the cycle.</param>
    /// <param name="call">The call in it that is paid for; null: somewhere else.</param>
    /// <param name="isRetry">Whether only failures lead round the cycle.</param>
    /// <param name="model">The semantic model of the file.</param>
    public static LoopCap? Of(StatementSyntax statement, SyntaxNode? call, bool isRetry, SemanticModel model)
    {
        // A label may be jumped to from before the counter's declaration.
        if (!CycleStatement.IsLoop(statement) || statement.Parent is LabeledStatementSyntax)
            return null;
        var handlers = isRetry && call is not null ? HandlersOf(statement, call, model) : ImmutableArray<CatchClauseSyntax>.Empty;
        if (!handlers.IsEmpty)
            return new(statement, CapForm.Rethrowing, handlers);
        return new(statement, IsEndless(statement) && !isRetry && IsLast(statement, model) ? CapForm.Counted : CapForm.Throwing, handlers);
    }

    /// <summary>The body of the loop.</summary>
    public StatementSyntax Body => Loop switch
    {
        WhileStatementSyntax loop => loop.Statement,
        DoStatementSyntax loop => loop.Statement,
        ForStatementSyntax loop => loop.Statement,
        _ => ((CommonForEachStatementSyntax)Loop).Statement,
    };

    /// <summary>One cap for two findings in one loop.</summary>
    public LoopCap And(LoopCap other) => Form == CapForm.Rethrowing && other.Form == CapForm.Rethrowing
        ? this with { Handlers = Handlers.Union(other.Handlers).ToImmutableArray() }
        : this with { Form = Form == CapForm.Counted && other.Form == CapForm.Counted ? CapForm.Counted : CapForm.Throwing, Handlers = ImmutableArray<CatchClauseSyntax>.Empty };

    /// <summary>Handlers around the call, within the loop, after which the loop goes on.</summary>
    private static ImmutableArray<CatchClauseSyntax> HandlersOf(StatementSyntax loop, SyntaxNode call, SemanticModel model)
    {
        var handlers = ImmutableArray.CreateBuilder<CatchClauseSyntax>();
        for (var node = call; node is not null && node != loop; node = node.Parent)
        {
            if (node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
                return ImmutableArray<CatchClauseSyntax>.Empty;
            if (node.Parent is TryStatementSyntax attempt && attempt.Block == node)
                handlers.AddRange(attempt.Catches.Where(handler => GoesOn(handler.Block, model)));
        }

        return handlers.ToImmutable();
    }

    private static bool GoesOn(BlockSyntax handler, SemanticModel model) =>
        model.AnalyzeControlFlow(handler) is not { Succeeded: true } flow || flow.EndPointIsReachable || flow.ExitPoints.Any(exit => exit is ContinueStatementSyntax or GotoStatementSyntax);

    /// <summary><c>while (true)</c> and <c>for (;;)</c>, without comments that would be lost.</summary>
    private static bool IsEndless(StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax { Condition: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } } endless => IsPlain(endless.WhileKeyword, endless.CloseParenToken),
        ForStatementSyntax { Declaration: null, Initializers.Count: 0, Condition: null, Incrementors.Count: 0 } endless => IsPlain(endless.ForKeyword, endless.CloseParenToken),
        _ => false,
    };

    private static bool IsPlain(SyntaxToken first, SyntaxToken last)
    {
        for (var token = first; token != last; token = token.GetNextToken())
        {
            if (token.TrailingTrivia.Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia)))
                return false;
        }

        return true;
    }

    /// <summary>Whether nothing follows the loop in its function, and nobody waits for what it returns: then its quiet end changes nothing.</summary>
    private static bool IsLast(StatementSyntax loop, SemanticModel model)
    {
        var isLast = loop.Parent switch
        {
            BlockSyntax { Parent: MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax } block => block.Statements.Last() == loop,
            GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => unit.Members.OfType<GlobalStatementSyntax>().Last(member => member.Statement is not LocalFunctionStatementSyntax).Statement == loop,
            _ => false,
        };
        return isLast && model.GetEnclosingSymbol(loop.SpanStart) is IMethodSymbol { ReturnsByRef: false } function
            && (function.ReturnsVoid || function is { IsAsync: true, ReturnType: INamedTypeSymbol { Arity: 0 } })
            && !loop.DescendantNodes().Any(node => node is ReturnStatementSyntax { Expression: not null } && node.Ancestors().First(IsFunction) is var owner && owner == loop.Ancestors().First(IsFunction));
    }

    private static bool IsFunction(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or CompilationUnitSyntax;
}
