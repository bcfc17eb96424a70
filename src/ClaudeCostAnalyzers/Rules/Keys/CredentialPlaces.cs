using ClaudeCostAnalyzers.Catalog.Endpoints;
using ClaudeCostAnalyzers.Catalog.Keys;
using ClaudeCostAnalyzers.Rules.OutputCaps;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Keys;

/// <summary>A place where a credential is expected.</summary>
/// <param name="What">The place in words, such as <c>'apiKey'</c> or <c>the header 'x-api-key'</c>.</param>
/// <param name="Home">Whose credential it is, as far as the place tells.</param>
internal sealed record CredentialPlace(string What, KeyHome Home);

/// <summary>
/// Says whether a text in one file goes where a credential is expected: by where it stands, and by where the variable that it
/// is given to is used. Looks from the text upwards, so that nothing is bound unless there is a text that may be a credential.
/// </summary>
internal sealed class CredentialPlaces
{
    /// <summary>Longer chains of variables are out of sight; they do not occur in real code.</summary>
    private const int MaxVariables = 3;

    private readonly NameUses names;
    private readonly SemanticModel model;
    private readonly CancellationToken cancellation;

    public CredentialPlaces(NameUses names, SemanticModel model, CancellationToken cancellation)
    {
        this.names = names;
        this.model = model;
        this.cancellation = cancellation;
    }

    /// <summary>The place that <paramref name="text"/> goes to, or null when no credential is expected there.</summary>
    /// <param name="text">The whole expression of the text.</param>
    /// <param name="part">The part of its value that looks like a credential.</param>
    /// <param name="before">What stands before that part in the value.</param>
    public CredentialPlace? Find(ExpressionSyntax text, CredentialPart part, string before) =>
        (part.Form == CredentialForm.Query ? new CredentialPlace("a URL", HomeOf(before)) : Find(text, before, MaxVariables)) is { } place
            ? place.Home == CredentialNames.Unknown ? place with { Home = HomeAround(text) } : place
            : null;

    private CredentialPlace? Find(ExpressionSyntax value, string before, int variables)
    {
        while (true)
        {
            if (QueryPlace(before) is { } url)
                return url;
            switch (value.Parent)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax or ConditionalExpressionSyntax or PostfixUnaryExpressionSyntax:
                    if (value.Parent is ConditionalExpressionSyntax choice && choice.Condition == value)
                        return null;
                    value = (ExpressionSyntax)value.Parent;
                    continue;
                case BinaryExpressionSyntax coalesce when coalesce.IsKind(SyntaxKind.CoalesceExpression):
                    value = coalesce;
                    continue;
                case BinaryExpressionSyntax add when add.IsKind(SyntaxKind.AddExpression):
                    if (add.Right == value)
                        before = KnownText(add.Left) + before;
                    value = add;
                    continue;
                case InterpolationSyntax { Parent: InterpolatedStringExpressionSyntax whole } hole:
                    before = string.Concat(whole.Contents.TakeWhile(content => content != hole).Select(content => content switch
                    {
                        InterpolatedStringTextSyntax literal => literal.TextToken.ValueText,
                        InterpolationSyntax other => KnownText(other.Expression),
                        _ => "",
                    })) + before;
                    value = whole;
                    continue;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Trim" or "ToString" or "TrimEnd" or "TrimStart", Parent: InvocationExpressionSyntax trimmed } access when access.Expression == value:
                    value = trimmed;
                    continue;
                case ArgumentSyntax argument:
                    return ArgumentPlace(argument, before);
                case AssignmentExpressionSyntax assignment when assignment.Right == value && (assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) || assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression)):
                    return AssignedPlace(assignment.Left, before, variables);
                case AnonymousObjectMemberDeclaratorSyntax { NameEquals.Name.Identifier.ValueText: var member }:
                    return before.Length == 0 && CredentialNames.Shared.IsLlmCredential(member) ? new CredentialPlace($"'{member}'", CredentialNames.Shared.ProviderIn(member) ?? HomeOf("")) : null;
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax or PropertyDeclarationSyntax or ParameterSyntax } initial:
                    return DeclaredPlace(initial.Parent!, before, variables);
                case ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax or MethodDeclarationSyntax } arrow:
                    return DeclaredPlace(arrow.Parent!, before, variables);
                case ReturnStatementSyntax { Parent: BlockSyntax { Parent: MethodDeclarationSyntax method } }:
                    return DeclaredPlace(method, before, variables);
                case InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ComplexElementInitializerExpression, Expressions.Count: 2 } pair when pair.Expressions[1] == value:
                    return HeaderPlace(pair.Expressions[0], before);
                default:
                    return null;
            }
        }
    }

    private CredentialPlace? ArgumentPlace(ArgumentSyntax argument, string before)
    {
        if (argument.Parent is not BaseArgumentListSyntax list || list.Parent is not { } call)
            return null;
        if (model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method && ParameterOf(argument, list, method) is { } parameter)
        {
            if (method is { MethodKind: MethodKind.Constructor, ContainingType.Name: "AuthenticationHeaderValue" })
                return parameter.Ordinal == 1 && TextOf(list.Arguments[0].Expression) is { } scheme && scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
                    ? new CredentialPlace("the header 'Authorization'", HomeOf(""))
                    : null;
            // A header is a credential with its scheme; anything else takes the credential alone.
            if (before.Length == 0 && CredentialMembers.Taken(parameter) is { } home)
                return new CredentialPlace(method.MethodKind == MethodKind.Constructor ? $"'{method.ContainingType.Name}'" : $"'{parameter.Name}' of '{method.Name}'", home == CredentialNames.Unknown ? HomeOfTaker(call) : home);
        }

        if (call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } }
            && CredentialNames.Shared.IsHeaderMethod(name) && list.Arguments.Count >= 2 && list.Arguments[0] != argument)
        {
            return HeaderPlace(list.Arguments[0].Expression, before);
        }

        return null;
    }

    private CredentialPlace? AssignedPlace(ExpressionSyntax target, string before, int variables)
    {
        switch (target)
        {
            case ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } element }:
                return HeaderPlace(element[0].Expression, before);
            case ImplicitElementAccessSyntax { ArgumentList.Arguments: { Count: 1 } element }:
                return HeaderPlace(element[0].Expression, before);
        }

        return model.GetSymbolInfo(target, cancellation).Symbol is { } symbol ? VariablePlace(symbol, before, variables) : null;
    }

    private CredentialPlace? DeclaredPlace(SyntaxNode declaration, string before, int variables) =>
        model.GetDeclaredSymbol(declaration, cancellation) is { } symbol ? VariablePlace(symbol, before, variables) : null;

    private CredentialPlace? VariablePlace(ISymbol symbol, string before, int variables)
    {
        if (before.Length == 0)
        {
            var home = symbol switch
            {
                IPropertySymbol or IFieldSymbol => CredentialMembers.Held(symbol),
                ILocalSymbol { Type.SpecialType: SpecialType.System_String } or IParameterSymbol { Type.SpecialType: SpecialType.System_String } or IMethodSymbol { ReturnType.SpecialType: SpecialType.System_String }
                    when CredentialNames.Shared.IsLlmCredential(symbol.Name) => CredentialNames.Shared.ProviderIn(symbol.Name) ?? CredentialNames.Unknown,
                _ => null,
            };
            if (home is not null)
                return new CredentialPlace($"'{symbol.Name}'", home);
        }

        if (variables == 0 || symbol is IMethodSymbol || symbol.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference || reference.SyntaxTree != model.SyntaxTree)
            return null;
        var declaration = reference.GetSyntax(cancellation);
        var scope = symbol is ILocalSymbol or IParameterSymbol ? NameUses.MemberAround(declaration) : NameUses.OutermostTypeAround(declaration) ?? declaration.SyntaxTree.GetRoot(cancellation);
        if (scope is null)
            return null;
        foreach (var use in names.UsesOf(symbol, scope, model, cancellation))
        {
            var whole = NameUses.WholeExpression(use);
            if (whole.Parent is AssignmentExpressionSyntax assignment && assignment.Left == whole || whole.Parent is BinaryExpressionSyntax or InterpolationSyntax && before.Length > 0)
                continue;
            if (Find(whole, before, variables - 1) is { } place)
                return place;
        }

        return null;
    }

    private CredentialPlace? HeaderPlace(ExpressionSyntax name, string before)
    {
        if (TextOf(name) is not { } header || CredentialNames.Shared.HeaderScheme(header) is not { } scheme)
            return null;
        return before.Trim().Equals(scheme, StringComparison.OrdinalIgnoreCase) ? new CredentialPlace($"the header '{header}'", HomeOf(header)) : null;
    }

    private CredentialPlace? QueryPlace(string before) => CredentialText.EndsInQuery(before) ? new CredentialPlace("a URL", HomeOf(before)) : null;

    /// <summary>The provider that the place names.</summary>
    private static KeyHome HomeOf(string place) => CredentialNames.Shared.ProviderIn(place) ?? CredentialNames.Unknown;

    /// <summary>The provider whose client the call makes, or hands the credential to: <c>new ChatClient("gpt-5", new ApiKeyCredential(key))</c>.</summary>
    private KeyHome HomeOfTaker(SyntaxNode call)
    {
        for (SyntaxNode? node = call; node is ExpressionSyntax or ArgumentSyntax or BaseArgumentListSyntax or InitializerExpressionSyntax; node = node.Parent)
        {
            if (node is BaseObjectCreationExpressionSyntax or InvocationExpressionSyntax && model.GetSymbolInfo(node, cancellation).Symbol is { ContainingType: { } type }
                && CredentialNames.Shared.ProviderIn(type.ToDisplayString()) is { } home)
            {
                return home;
            }
        }

        return CredentialNames.Unknown;
    }

    /// <summary>The provider that is named nearest to the text: in its statement, its member, its type, its file.</summary>
    private KeyHome HomeAround(SyntaxNode text)
    {
        foreach (var around in text.Ancestors().Where(node => node is StatementSyntax or MemberDeclarationSyntax and not BaseNamespaceDeclarationSyntax))
        {
            var source = around.ToString();
            var start = text.SpanStart - around.SpanStart;
            if (CredentialNames.Shared.ProviderIn(source.Remove(start, text.Span.Length)) is { } home)
                return home;
        }

        return CredentialNames.Shared.Provider(Mentions) ?? CredentialNames.Unknown;
    }

    private bool Mentions(string word) => EndpointMentions.Has(model.SyntaxTree, word);

    private string KnownText(ExpressionSyntax expression) => TextOf(expression) ?? EndpointTable.Unknown.ToString();

    private string? TextOf(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax inner)
            expression = inner.Expression;
        return expression is LiteralExpressionSyntax { Token.Value: string text } ? text : model.GetConstantValue(expression, cancellation).Value as string;
    }

    private static IParameterSymbol? ParameterOf(ArgumentSyntax argument, BaseArgumentListSyntax list, IMethodSymbol method)
    {
        if (argument.NameColon is { } name)
            return method.Parameters.FirstOrDefault(parameter => parameter.Name == name.Name.Identifier.ValueText);
        var ordinal = list.Arguments.IndexOf(argument);
        return ordinal >= 0 && ordinal < method.Parameters.Length ? method.Parameters[ordinal] : null;
    }
}
