using ClaudeCostAnalyzers.Catalog.Keys;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.KeyExposure;

/// <summary>What calls and members of a value that has a key give back of it.</summary>
internal sealed class KeyResults(SemanticModel model, CancellationToken cancellation)
{
    /// <summary>What a call on a value that has a key gives back, or null when no key.</summary>
    public KeyForm? Result(InvocationExpressionSyntax call, KeyForm form)
    {
        if (model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method || !KeySinks.Shared.Keeps(method))
            return null;
        if (method.ContainingType.Name == "Enumerable")
            return form is KeyForm.Printed or KeyForm.Elements && !Chooses(call.ArgumentList) && call.ArgumentList.DescendantNodes().OfType<LambdaExpressionSyntax>().All(ShowsValue) ? KeyForm.Elements : null;
        // Parts of a text are no key: AsSpan(0, 4).
        if (method.Name == "AsSpan" && call.ArgumentList.Arguments.Count > 0 || method.Name == "GetValues" && !(call.ArgumentList.Arguments.Count == 1 && IsCredentialHeader(call.ArgumentList.Arguments[0].Expression)))
            return null;
        return form is KeyForm.Text or KeyForm.Printed ? KeyForms.FormOf(method.ReturnType) : null;
    }

    /// <summary>How a member of a value that has a key holds it, or null when it does not.</summary>
    public KeyForm? Member(MemberAccessExpressionSyntax access, KeyForm form)
    {
        var name = access.Name.Identifier.ValueText;
        return form switch
        {
            KeyForm.Client => name == "DefaultRequestHeaders" ? KeyForm.Printed : null,
            KeyForm.Printed => name switch
            {
                "Headers" or "Authorization" => KeyForm.Printed,
                "Value" or "Parameter" or "OriginalString" or "AbsoluteUri" or "Query" or "PathAndQuery" => KeyForm.Text,
                _ => null,
            },
            KeyForm.Elements => name == "Values" ? KeyForm.Elements : null,
            _ => null,
        };
    }

    /// <summary>Whether the code tells one element from another: it may leave the key out, and it is not known whether it does.</summary>
    public static bool Chooses(SyntaxNode code) => code.DescendantNodesAndSelf().Any(node =>
        node is IfStatementSyntax or ConditionalExpressionSyntax or SwitchStatementSyntax or SwitchExpressionSyntax);

    /// <summary>Whether a lambda gives more of an element than its name.</summary>
    private static bool ShowsValue(LambdaExpressionSyntax lambda)
    {
        var parameter = lambda switch
        {
            SimpleLambdaExpressionSyntax simple => simple.Parameter,
            ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: > 0 } list } => list[0],
            _ => null,
        };
        // What a lambda calls may mask the value.
        return parameter is not null && lambda.Body is InterpolatedStringExpressionSyntax or MemberAccessExpressionSyntax or BinaryExpressionSyntax or IdentifierNameSyntax
            && !lambda.Body.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => !call.ToString().StartsWith("string.", StringComparison.Ordinal))
            && lambda.Body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == parameter.Identifier.ValueText
                && name.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: not "Value" });
    }

    public bool IsCredentialHeader(ElementAccessExpressionSyntax element) => element.ArgumentList.Arguments.Count == 1 && IsCredentialHeader(element.ArgumentList.Arguments[0].Expression);

    private bool IsCredentialHeader(ExpressionSyntax name) =>
        model.GetConstantValue(name, cancellation).Value is string header && CredentialNames.Shared.HeaderScheme(header) is not null;
}
