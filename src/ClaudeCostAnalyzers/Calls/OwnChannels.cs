using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Calls;

/// <summary>
/// A channel that a member makes for itself, fills from something that has an end, and completes: what reads it comes to the end, too.
/// </summary>
internal static class OwnChannels
{
    /// <summary>Whether the call reads such a channel: <c>channel.Reader.ReadAllAsync()</c>.</summary>
    public static bool IsCompleted(IInvocationOperation reads, CancellationToken cancellation)
    {
        if (reads.Instance is not IPropertyReferenceOperation { Property.Name: "Reader", Instance: ILocalReferenceOperation { Local: { DeclaringSyntaxReferences: { Length: 1 } declarations } local } }
            || declarations[0].GetSyntax(cancellation) is not VariableDeclaratorSyntax { Initializer.Value: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CreateBounded" or "CreateUnbounded" or "CreateUnboundedPrioritized" } } } declarator
            || declarator.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } scope)
        {
            return false;
        }

        var isCompleted = false;
        foreach (var name in scope.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == local.Name))
        {
            // Whoever else holds it may write to it for ever.
            if (name.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: var side } end || end.Expression != name || side is not ("Reader" or "Writer"))
                return false;
            if (side == "Reader")
                continue;
            if (end.Parent is not MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call, Name.Identifier.ValueText: var does })
                return false;
            if (does is "Complete" or "TryComplete")
                isCompleted = true;
            else if (does is not ("WriteAsync" or "TryWrite") || call.Ancestors().TakeWhile(node => node != scope).Any(MayGoOn))
                return false;
        }

        return isCompleted;
    }

    /// <summary>Loops of which nobody sees that they end.</summary>
    private static bool MayGoOn(SyntaxNode node) => node is WhileStatementSyntax { Condition: not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "MoveNext" } } }
        or DoStatementSyntax or ForStatementSyntax { Condition: not BinaryExpressionSyntax } or CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } or LabeledStatementSyntax;
}
