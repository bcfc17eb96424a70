using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.CodeFixes.FanOuts;

/// <summary>Limits how many turns of a parallel loop run at once: in the options that it has, or in new ones.</summary>
internal sealed class ParallelLimit(TextEdits edits, Layout layout, Imports imports, SemanticModel model, INamedTypeSymbol options, string limit)
{
    private const string Member = "MaxDegreeOfParallelism";

    private readonly MemberWriter members = new(edits, layout);
    private readonly HashSet<SyntaxNode> done = [];

    /// <summary>Limits the loop. False where its options are not made here.</summary>
    public bool Write(InvocationExpressionSyntax loop, string? token)
    {
        if (!done.Add(loop))
            return true;
        if (model.GetOperation(loop) is not IInvocationOperation call || loop.ArgumentList.Arguments is not { Count: > 0 } arguments)
            return false;
        if (call.Arguments.FirstOrDefault(argument => SymbolEqualityComparer.Default.Equals(argument.Parameter?.Type, options))?.Syntax is ArgumentSyntax given)
            return Creation(given.Expression) is { } creation && WriteInto(creation);

        // The overload with a token has no place for options: they hold the token.
        if (call.Arguments.FirstOrDefault(argument => argument.Parameter is { Type.Name: "CancellationToken" })?.Syntax is ArgumentSyntax taken)
        {
            edits.Replace(taken.Span, (taken.NameColon is null ? "" : "parallelOptions: ") + New(loop, taken.Expression.ToString()));
            return true;
        }

        if (arguments.Any(argument => argument.NameColon is not null))
            edits.Insert(arguments.Last().Span.End, ", parallelOptions: " + New(loop, token));
        else
            edits.Insert(arguments[0].Span.End, ", " + New(loop, token));
        return true;
    }

    private string New(SyntaxNode at, string? token) =>
        $"new {imports.Name(options, at.SpanStart)} {{ {Member} = {limit}{(token is null ? "" : ", CancellationToken = " + token)} }}";

    private BaseObjectCreationExpressionSyntax? Creation(ExpressionSyntax given)
    {
        if (given is IdentifierNameSyntax && model.GetSymbolInfo(given).Symbol is ILocalSymbol { DeclaringSyntaxReferences: { Length: 1 } declared }
            && declared[0].GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: var value })
        {
            given = value;
        }

        return given as BaseObjectCreationExpressionSyntax;
    }

    private bool WriteInto(BaseObjectCreationExpressionSyntax creation)
    {
        if (!done.Add(creation))
            return true;
        if (creation.Initializer is not { } initializer)
            edits.Insert(creation.Span.End, $" {{ {Member} = {limit} }}");
        else if (initializer.Expressions.OfType<AssignmentExpressionSyntax>().FirstOrDefault(set => set.Left is IdentifierNameSyntax { Identifier.ValueText: Member }) is { } present)
            edits.Replace(present.Right.Span, limit);
        else
            members.Append(initializer.Expressions, initializer.OpenBraceToken, initializer.CloseBraceToken, $"{Member} = {limit}");
        return true;
    }
}
