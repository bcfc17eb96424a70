using ClaudeCostAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Conversations;

/// <summary>What a loop does to a list, or to a text that is put together: only adds to it, or perhaps something else.</summary>
internal sealed class Growth(ISymbol list, LlmApis apis, SemanticModel model, CancellationToken cancellation)
{
    private readonly bool _isText = GrowingText.IsText(list);

    private static readonly Lazy<ILookup<string, string>> s_names = new(() => LlmCatalog.ReadRows("Conversations").ToLookup(row => row.Word, row => row.Value));

    /// <summary>Whether a member of this name may shorten a list, whichever one.</summary>
    public static bool IsTrim(string name) => s_names.Value["trims"].Any(part => name.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0);

    private static bool Is(string word, string name) => s_names.Value[word].Contains(name);

    /// <summary>Whether <paramref name="loop"/> adds to the list, and nothing in it can be seen or suspected to shorten the list.</summary>
    public bool OnlyGrowsIn(StatementSyntax loop)
    {
        var text = LoopText.Of(loop);
        // A line that is trimmed is no conversation.
        if (text.Trims.Any(call => model.GetSymbolInfo(call, cancellation).Symbol is not { ContainingType.SpecialType: SpecialType.System_String }))
            return false;
        var grows = false;
        foreach (var use in text.UsesOf(list.Name))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(use, cancellation).Symbol, list))
                continue;
            switch (EffectOf(use))
            {
                case Effect.Grows:
                    grows = true;
                    break;
                case Effect.Unknown:
                    return false;
            }
        }

        return grows;
    }

    private enum Effect
    {
        None,
        Grows,
        Unknown,
    }

    private Effect EffectOf(IdentifierNameSyntax use)
    {
        ExpressionSyntax reference = use;
        if (use.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own && own.Name == use)
            reference = own;
        while (reference.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax or CastExpressionSyntax)
            reference = (ExpressionSyntax)reference.Parent;
        if (_isText)
            return EffectOnText(reference);
        switch (reference.Parent)
        {
            case MemberAccessExpressionSyntax { Parent: AssignmentExpressionSyntax set } written when written.Expression == reference && set.Left == written:
                return Effect.Unknown;
            case MemberAccessExpressionSyntax access when access.Expression == reference:
                if (access.Parent is MemberAccessExpressionSyntax or AssignmentExpressionSyntax or ArgumentSyntax && apis.IsConversation(model.GetTypeInfo(reference, cancellation).Type))
                    return EffectOnPart(access);
                if (access.Parent is not InvocationExpressionSyntax call)
                    // Somebody watches the length.
                    return access.FirstAncestorOrSelf<ExpressionSyntax>(IsCondition) is null ? Effect.None : Effect.Unknown;
                var name = access.Name.Identifier.ValueText;
                return Is("grows", name) || IsTurn(call) ? Effect.Grows : Is("reads", name) ? access.FirstAncestorOrSelf<ExpressionSyntax>(IsCondition) is null ? Effect.None : Effect.Unknown : Effect.Unknown;
            case AssignmentExpressionSyntax assignment when assignment.Left == reference:
                return IsLonger(assignment.Right) ? Effect.Grows : Effect.Unknown;
            case ArgumentSyntax argument:
                return IsHarmless(argument) ? Effect.None : Effect.Unknown;
            case AssignmentExpressionSyntax or EqualsValueClauseSyntax or ForEachStatementSyntax or ElementAccessExpressionSyntax:
                // Another name for the list may be anything, except as a property of a request.
                return reference.Parent is EqualsValueClauseSyntax ? Effect.Unknown : Effect.None;
            case { } parent when parent.GetType().Name is "SpreadElementSyntax":
                return Effect.None;
            default:
                return Effect.Unknown;
        }
    }

    /// <summary>What a conversation holds may be shortened: only what reads it is harmless.</summary>
    private Effect EffectOnPart(ExpressionSyntax part)
    {
        while (part.Parent is MemberAccessExpressionSyntax further && further.Expression == part)
            part = further;
        return part.Parent switch
        {
            InvocationExpressionSyntax call when call.Expression == part => Is("reads", ((MemberAccessExpressionSyntax)part).Name.Identifier.ValueText) ? Effect.None : Effect.Unknown,
            AssignmentExpressionSyntax set => set.Left == part ? Effect.Unknown : Effect.None,
            ArgumentSyntax argument => IsHarmless(argument) ? Effect.None : Effect.Unknown,
            _ => part.FirstAncestorOrSelf<ExpressionSyntax>(IsCondition) is null ? Effect.None : Effect.Unknown,
        };
    }

    /// <summary>A turn of a conversation, which the object that it is called on keeps.</summary>
    private bool IsTurn(InvocationExpressionSyntax call) => model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method
        && apis.Find(method) is { Sends: true } && apis.IsConversation((call.Expression as MemberAccessExpressionSyntax) is { } access ? model.GetTypeInfo(access.Expression, cancellation).Type : null);

    /// <summary>A string does not change: only what is assigned counts, and who looks at its length.</summary>
    private Effect EffectOnText(ExpressionSyntax reference) => reference.Parent switch
    {
        AssignmentExpressionSyntax assignment when assignment.Left == reference => assignment.IsKind(SyntaxKind.AddAssignmentExpression)
            || assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && GrowingText.Parts(model.GetOperation(assignment.Right, cancellation)).Any(part => part is not null && SymbolEqualityComparer.Default.Equals(part, list))
            ? Effect.Grows : Effect.Unknown,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Length" } => Effect.Unknown,
        ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None } => Effect.Unknown,
        _ => Effect.None,
    };

    /// <summary><c>messages = messages.Add(x)</c>, <c>[.. messages, x]</c>, <c>messages.Append(x).ToList()</c>.</summary>
    private bool IsLonger(ExpressionSyntax value)
    {
        if (value.GetType().Name == "CollectionExpressionSyntax")
        {
            return value.ChildNodes().Count() > 1 && value.ChildNodes().Any(element => element.GetType().Name == "SpreadElementSyntax"
                && element.ChildNodes().FirstOrDefault() is ExpressionSyntax spread && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(spread, cancellation).Symbol, list));
        }

        var adds = false;
        while (value is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access })
        {
            var name = access.Name.Identifier.ValueText;
            if (Is("grows", name))
                adds = true;
            else if (!Is("copies", name))
                return false;
            value = access.Expression;
        }

        return adds && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(value, cancellation).Symbol, list);
    }

    /// <summary>An argument of a call that sends, or of the framework's, which does not shorten what it is given.</summary>
    private bool IsHarmless(ArgumentSyntax argument)
    {
        var call = argument.FirstAncestorOrSelf<ExpressionSyntax>(node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax);
        if (call is null || model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol method)
            return false;
        // So does the constructor of a request.
        if (apis.Find(method) is not null || method.MethodKind == MethodKind.Constructor && apis.Declares(method.ContainingType))
            return true;
        var outermost = method.ContainingNamespace;
        while (outermost is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
            outermost = outermost.ContainingNamespace;
        return outermost?.Name == "System";
    }

    private static bool IsCondition(ExpressionSyntax expression) => expression.Parent switch
    {
        IfStatementSyntax test => test.Condition == expression,
        WhileStatementSyntax test => test.Condition == expression,
        DoStatementSyntax test => test.Condition == expression,
        ForStatementSyntax test => test.Condition == expression,
        ConditionalExpressionSyntax test => test.Condition == expression,
        SwitchStatementSyntax => true,
        _ => false,
    };
}
