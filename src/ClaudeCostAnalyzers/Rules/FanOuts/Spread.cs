using System.Collections.Immutable;
using ClaudeCostAnalyzers.Bounds;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Flow;
using ClaudeCostAnalyzers.Rules.Callbacks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.FanOuts;

/// <summary>The LLM call that each element of a fan-out makes.</summary>
/// <param name="Words">The call in words.</param>
/// <param name="Path">Each call on the way.</param>
internal readonly record struct SpreadCall(string Words, ImmutableArray<Location> Path);

/// <summary>Reads how the tasks of a <c>WhenAll</c> come about: by a projection, or by a loop that fills a list.</summary>
internal sealed class Spread(CallKnowledge knowledge, SemanticModel model, CancellationToken cancellation)
{
    private const int MaxSteps = 4;

    private readonly SpendingCalls _spending = new(knowledge, cancellation);

    /// <summary>The call that the tasks make, one for each element of a source that is not known to be small; null: none that is known.</summary>
    public SpreadCall? Of(ExpressionSyntax tasks, SyntaxNode gather)
    {
        for (var steps = 0; steps < MaxSteps; steps++)
        {
            switch (tasks)
            {
                case ParenthesizedExpressionSyntax inner:
                    tasks = inner.Expression;
                    break;
                case QueryExpressionSyntax { Body.SelectOrGroup: SelectClauseSyntax select } query:
                    return SmallSources.Is(query.FromClause.Expression, model, cancellation) ? null : In(select.Expression);
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ToArray" or "ToList" or "AsEnumerable" or "ToImmutableArray" or "ToHashSet" or "Cast" } access }:
                    tasks = access.Expression;
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Values" } values:
                    tasks = values.Expression;
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call when MadeBy(call, access.Name.Identifier.ValueText) is { } function:
                    return SmallSources.Is(access.Expression, model, cancellation) ? null : OfFunction(function);
                case var written when OnlySpread(written) is { } spread:
                    tasks = spread;
                    break;
                case IdentifierNameSyntax name when model.GetSymbolInfo(name, cancellation).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } declared }
                    && declared[0].GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: { } value } variable:
                    if (value is not (InvocationExpressionSyntax or QueryExpressionSyntax or IdentifierNameSyntax or ParenthesizedExpressionSyntax) && OnlySpread(value) is null)
                        return OfList(variable, gather);
                    tasks = value;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The function that makes the elements of the new sequence: of <c>Select</c> and <c>ConvertAll</c>, and of a dictionary's values.</summary>
    private static ExpressionSyntax? MadeBy(InvocationExpressionSyntax call, string name) => (name, call.ArgumentList.Arguments.Count) switch
    {
        ("Select" or "ConvertAll", 1) => call.ArgumentList.Arguments[0].Expression,
        ("ToDictionary", > 1) => call.ArgumentList.Arguments[1].Expression,
        _ => null,
    };

    /// <summary><c>[.. tasks]</c></summary>
    private ExpressionSyntax? OnlySpread(ExpressionSyntax value) => value.GetType().Name == "CollectionExpressionSyntax" && OperationOf(value) is { } written
        && CollectionExpressions.Of(written) is (var spread, 0) ? spread.Syntax as ExpressionSyntax : null;

    /// <summary>The call that a function makes for each element.</summary>
    public SpreadCall? OfFunction(ExpressionSyntax function)
    {
        if (Handlers.Of(OperationOf(function), model, cancellation) is not { } handler || Handlers.Reach(handler, knowledge, cancellation) is not { } reached)
            return null;
        return new SpreadCall(handler.Method.MethodKind == MethodKind.AnonymousFunction ? $"'{reached.Words}' is called" : $"'{handler.Method.Name}' reaches '{reached.Words}'", reached.Path);
    }

    /// <summary>A list that a loop over many elements fills before they are gathered.</summary>
    private SpreadCall? OfList(VariableDeclaratorSyntax list, SyntaxNode gather)
    {
        if (list.FirstAncestorOrSelf<BlockSyntax>() is not { } block)
            return null;
        foreach (var (place, task) in block.DescendantNodes().Select(node => Kept(node, list.Identifier.ValueText)).OfType<(SyntaxNode Place, ExpressionSyntax Task)>())
        {
            if (LoopAround(place, list) is not { } loop || loop.Span.Contains(gather.Span) || IsPaced(loop) || IsShort(loop))
                continue;
            if (In(task) is { } call)
                return call;
        }

        return null;
    }

    /// <summary><c>tasks.Add(AskAsync(x))</c>, <c>tasks[i] = AskAsync(x)</c></summary>
    private static (SyntaxNode Place, ExpressionSyntax Task)? Kept(SyntaxNode node, string list) => node switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add", Expression: IdentifierNameSyntax owner }, ArgumentList.Arguments: { Count: 1 } arguments }
            when owner.Identifier.ValueText == list => (node, arguments[0].Expression),
        AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax { Expression: IdentifierNameSyntax owner }, Right: var task } when owner.Identifier.ValueText == list => (node, task),
        _ => null,
    };

    private static SyntaxNode? LoopAround(SyntaxNode add, VariableDeclaratorSyntax list) => add.Ancestors()
        .TakeWhile(node => node is not (LocalFunctionStatementSyntax or MemberDeclarationSyntax) && (node is not AnonymousFunctionExpressionSyntax || IsRunForEach(node)) && !node.Span.Contains(list.Span))
        .FirstOrDefault(node => node is CommonForEachStatementSyntax or ForStatementSyntax or AnonymousFunctionExpressionSyntax);

    /// <summary><c>docs.ForEach(doc => ..)</c></summary>
    private static bool IsRunForEach(SyntaxNode function) => function.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Arguments.Count: 1, Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ForEach" } } } };

    /// <summary>A loop that waits for some of the tasks before it starts more.</summary>
    private static bool IsPaced(SyntaxNode loop) => loop.DescendantTokens().Any(token => token.ValueText is "WhenAny" or "WhenAll" or "WaitAny" or "WaitAll" && token.Parent is SimpleNameSyntax);

    private bool IsShort(SyntaxNode loop) => loop switch
    {
        CommonForEachStatementSyntax each => SmallSources.Is(each.Expression, model, cancellation),
        AnonymousFunctionExpressionSyntax { Parent.Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } } => SmallSources.Is(access.Expression, model, cancellation),
        ForStatementSyntax { Condition: BinaryExpressionSyntax test } => SmallSources.IsChosen(test.Right, model, cancellation) && !test.IsKind(SyntaxKind.GreaterThanExpression) || SmallSources.IsFew(test.Left, model, cancellation) && test.IsKind(SyntaxKind.GreaterThanExpression),
        _ => false,
    };

    /// <summary>The call that an expression makes whose result is a task.</summary>
    private SpreadCall? In(ExpressionSyntax task)
    {
        if (task is IdentifierNameSyntax && model.GetSymbolInfo(task, cancellation).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } declared }
            && declared[0].GetSyntax(cancellation) is VariableDeclaratorSyntax { Initializer.Value: { } value })
        {
            task = value;
        }

        if (task.DescendantNodesAndSelf().Any(node => node is AwaitExpressionSyntax && !node.Ancestors().TakeWhile(outer => outer != task.Parent).Any(outer => outer is AnonymousFunctionExpressionSyntax)))
            return null;
        if (OperationOf(task) is not { } operation)
            return null;
        foreach (var part in Executed.By(operation))
        {
            if (_spending.Of(part, model) is { } call)
                return new SpreadCall(call.IsDirect ? $"'{call.Target}' is called" : $"'{call.Name}' reaches '{call.Target}'", call.Path);
        }

        return null;
    }

    private IOperation? OperationOf(ExpressionSyntax expression) => model.GetOperation(expression, cancellation);
}
