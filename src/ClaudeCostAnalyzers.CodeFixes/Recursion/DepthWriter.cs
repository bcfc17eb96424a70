using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.CodeFixes.Recursion;

/// <summary>Writes the depth of a recursion: the parameter, what it is passed on as, and the test of it.</summary>
internal sealed class DepthWriter(TextEdits edits, Layout layout, Imports imports, INamedTypeSymbol exception, string limit)
{
    private readonly FreshNames names = new();
    private readonly StatementWriter statements = new(edits, layout);

    public void Write(DepthParameter member)
    {
        var depth = names.Take("depth", member.Parameters);
        var separator = member.Parameters.Parameters.Count == 0 ? "" : ", ";
        edits.Insert(member.Parameters.CloseParenToken.SpanStart, $"{separator}int {depth} = 0");
        foreach (var call in member.Calls)
            Pass(call, depth, member.Method);
        string[] test =
        [
            $"if ({depth} >= {limit})",
            $"throw new {imports.Name(exception, member.Parameters.SpanStart)}(\"The recursion would go deeper than {limit} levels.\");",
        ];
        if (member.Body is { } body)
            statements.InsertFirst(body, test);
        else if (member.Arrow is { } arrow)
            statements.PutInBlock(arrow, !member.Method.ReturnsVoid && !(member.Method.IsAsync && member.Method.ReturnType is INamedTypeSymbol { Arity: 0 }), test);
    }

    private void Pass(InvocationExpressionSyntax call, string depth, IMethodSymbol method)
    {
        var arguments = call.ArgumentList.Arguments;
        var reduced = call.Expression is MemberAccessExpressionSyntax && method.IsExtensionMethod && arguments.Count < method.Parameters.Length ? 1 : 0;
        // Behind arguments that have names, or in front of others that are left out, it needs its own.
        var isInPlace = arguments.Count + reduced == method.Parameters.Length && arguments.All(argument => argument.NameColon is null);
        edits.Insert(call.ArgumentList.CloseParenToken.SpanStart, (arguments.Count == 0 ? "" : ", ") + (isInPlace ? "" : depth + ": ") + depth + " + 1");
    }
}
