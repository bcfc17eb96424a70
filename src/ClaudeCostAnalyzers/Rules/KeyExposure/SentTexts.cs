using ClaudeCostAnalyzers.Catalog.Keys;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.KeyExposure;

/// <summary>
/// Whether a text goes into a request: some services want their key in the body, and the service is meant to see it.
/// Through locals of the member, whatever else they are used for.
/// </summary>
internal sealed class SentTexts(SemanticModel model, ILookup<string, IdentifierNameSyntax> uses, CancellationToken cancellation)
{
    private static readonly string[] s_sendingVerbs = ["Send", "Post", "Put", "Upload"];

    /// <summary>Whether <paramref name="text"/>, or a local that holds it, is made the content of a request or handed to a member that sends.</summary>
    public bool IsSent(ExpressionSyntax text)
    {
        var pending = new Stack<ExpressionSyntax>();
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        pending.Push(text);
        while (pending.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var value = pending.Pop();
            switch (value.Parent)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax or AwaitExpressionSyntax or PostfixUnaryExpressionSyntax:
                    pending.Push((ExpressionSyntax)value.Parent);
                    break;
                case ArgumentSyntax { Parent: BaseArgumentListSyntax { Parent: ExpressionSyntax call } }:
                    if (IsContent(call) || Sends(call))
                        return true;
                    if (Keeps(call))
                        pending.Push(call);
                    break;
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator }:
                    Follow(model.GetDeclaredSymbol(declarator, cancellation));
                    break;
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax variable } assignment when assignment.Right == value:
                    Follow(model.GetSymbolInfo(variable, cancellation).Symbol);
                    break;
            }
        }

        return false;

        void Follow(ISymbol? variable)
        {
            if (variable is not ILocalSymbol || !seen.Add(variable))
                return;
            foreach (var use in uses[variable.Name])
            {
                if (SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(use, cancellation).Symbol, variable))
                    pending.Push(use);
            }
        }
    }

    /// <summary><c>Encoding.UTF8.GetBytes(text)</c></summary>
    private bool Keeps(ExpressionSyntax call) => model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method && KeySinks.Shared.Keeps(method);

    private bool Sends(ExpressionSyntax call) => call is InvocationExpressionSyntax && model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol { Name: var name }
        && s_sendingVerbs.Any(verb => name.StartsWith(verb, StringComparison.Ordinal) && (name.Length == verb.Length || char.IsUpper(name[verb.Length])));

    private bool IsContent(ExpressionSyntax call)
    {
        for (var type = call is BaseObjectCreationExpressionSyntax ? model.GetTypeInfo(call, cancellation).Type : null; type is not null; type = type.BaseType)
        {
            if (type is { Name: "HttpContent", ContainingNamespace: { Name: "Http", ContainingNamespace.Name: "Net" } })
                return true;
        }

        return false;
    }
}
