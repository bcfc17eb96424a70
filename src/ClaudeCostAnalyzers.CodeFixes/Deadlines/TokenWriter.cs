using ClaudeCostAnalyzers.CodeFixes.Editing;
using ClaudeCostAnalyzers.Rules.Deadlines;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.CodeFixes.Deadlines;

/// <summary>Gives a call a token: in its token parameter, in another overload, in its request's options, or where its stream is read.</summary>
internal sealed class TokenWriter(SemanticModel model, Layout layout, Imports imports)
{
    private const string StandIn = "default(global::System.Threading.CancellationToken)";
    private const string TokenOption = "CancellationToken";
    private const string FromToken = "FromCancellationToken";

    /// <summary>The first version of the language with collection expressions; the Roslyn that this compiles against does not name it.</summary>
    private const LanguageVersion CSharp12 = (LanguageVersion)1200;

    /// <summary>The changes after which <paramref name="call"/> gets <paramref name="token"/> and still compiles; null when there are none.</summary>
    public IReadOnlyList<TokenEdit>? Write(ExpressionSyntax call, string token)
    {
        if (WhereRead(call) is { } given)
            return [new(given.Span, token)];
        return call is InvocationExpressionSyntax invocation && model.GetOperation(invocation) is IInvocationOperation operation && InArguments(invocation, operation, token) is { } edits
            ? edits
            : WhereRead(call, token);
    }

    private IReadOnlyList<TokenEdit>? InArguments(InvocationExpressionSyntax call, IInvocationOperation operation, string token)
    {
        if (operation.Arguments.FirstOrDefault(argument => Tokens.IsToken(argument.Parameter?.Type)) is { } own)
        {
            if (own.ArgumentKind != ArgumentKind.DefaultValue)
                return own.Syntax is ArgumentSyntax { Expression: var old } ? [new(old.Span, token)] : null;
            return Checked(call, operation.TargetMethod, value => [Append(call, IsNext(call, operation, own.Parameter!) ? value : $"{own.Parameter!.Name}: {value}")], token);
        }

        var options = operation.Arguments.FirstOrDefault(argument => Tokens.IsRequestOptions(argument.Parameter?.Type));
        if (options?.Parameter?.Type is INamedTypeSymbol type && TakesToken(type))
            return InOptions(call, operation, options, type, token);

        // Another overload of the same member takes one.
        foreach (var name in TokenNames(operation.TargetMethod))
        {
            if (Checked(call, operation.TargetMethod, value => [Append(call, value)], token) is { } positional)
                return positional;
            if (Checked(call, operation.TargetMethod, value => [Append(call, $"{name}: {value}")], token) is { } named)
                return named;
            if (operation.TargetMethod.Parameters is { Length: > 0 } parameters && parameters[parameters.Length - 1] is { IsParams: true, Type: IArrayTypeSymbol { ElementType: INamedTypeSymbol element } }
                && Checked(call, operation.TargetMethod, value => AsSequence(call, parameters.Length - 1, element, $"{name}: {value}"), token) is { } sequence)
            {
                return sequence;
            }
        }

        return options is { ArgumentKind: ArgumentKind.DefaultValue, Parameter: { Type: INamedTypeSymbol made } parameter } && made.GetMembers(FromToken).Any(member => member.IsStatic)
            ? [Append(call, (IsNext(call, operation, parameter) ? "" : parameter.Name + ": ") + $"{imports.Name(made, call.SpanStart)}.{FromToken}({token})")]
            : null;
    }

    /// <summary>Whether options of this type can be made with a token in their initializer.</summary>
    private static bool TakesToken(INamedTypeSymbol options) =>
        options.GetMembers(TokenOption).OfType<IPropertySymbol>().Any(property => property.SetMethod is not null) && options.InstanceConstructors.Any(constructor => constructor.Parameters.IsEmpty);

    private IReadOnlyList<TokenEdit>? InOptions(InvocationExpressionSyntax call, IInvocationOperation operation, IArgumentOperation options, INamedTypeSymbol type, string token)
    {
        string Creation(string value) => $"new {imports.Name(type, call.SpanStart)} {{ {TokenOption} = {value} }}";
        if (options.ArgumentKind == ArgumentKind.DefaultValue)
            return [Append(call, IsNext(call, operation, options.Parameter!) ? Creation(token) : $"{options.Parameter!.Name}: {Creation(token)}")];
        if (options.Syntax is not ArgumentSyntax { Expression: var given })
            return null;
        if (given is not BaseObjectCreationExpressionSyntax creation)
            return given.IsKind(SyntaxKind.NullLiteralExpression) || given.IsKind(SyntaxKind.DefaultLiteralExpression) || given is DefaultExpressionSyntax ? [new(given.Span, Creation(token))] : null;
        if (creation.Initializer is not { } initializer)
            return [new(new(creation.Span.End, 0), $" {{ {TokenOption} = {token} }}")];
        if (initializer.Expressions.OfType<AssignmentExpressionSyntax>().FirstOrDefault(set => set.Left is IdentifierNameSyntax { Identifier.ValueText: TokenOption }) is { } present)
            return [new(present.Right.Span, token)];
        return initializer.Expressions.Count == 0
            ? [new(new(initializer.OpenBraceToken.Span.End, 0), $" {TokenOption} = {token}")]
            : [new(new(initializer.Expressions.Last().Span.End, 0), $", {TokenOption} = {token}")];
    }

    /// <summary>The token that the stream is given where it is read: <c>.WithCancellation(default)</c>.</summary>
    private static ExpressionSyntax? WhereRead(ExpressionSyntax stream)
    {
        for (SyntaxNode at = stream; at.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } access && access.Expression == at; at = next)
        {
            if (access.Name.Identifier.ValueText == "WithCancellation" && next.ArgumentList.Arguments.Count == 1)
                return next.ArgumentList.Arguments[0].Expression;
        }

        return null;
    }

    /// <summary>Adds <c>.WithCancellation</c> where the stream is read right away.</summary>
    private IReadOnlyList<TokenEdit>? WhereRead(ExpressionSyntax stream, string token)
    {
        SyntaxNode whole = stream;
        while (whole.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax next } access && access.Expression == whole)
            whole = next;
        if (whole.Parent is not CommonForEachStatementSyntax loop || loop.Expression != whole || !loop.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword))
            return null;
        var needsBrackets = stream is not (InvocationExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax);
        var written = needsBrackets ? $"({stream})" : stream.ToString();
        var changed = SyntaxFactory.ParseExpression($"{written}.WithCancellation({StandIn})");
        if (model.GetSpeculativeSymbolInfo(stream.SpanStart, changed, SpeculativeBindingOption.BindAsExpression).Symbol is not IMethodSymbol)
            return null;
        var end = new TokenEdit(new(stream.Span.End, 0), (needsBrackets ? ")" : "") + $".WithCancellation({token})");
        return needsBrackets ? [new(new(stream.SpanStart, 0), "("), end] : [end];
    }

    /// <summary>The edits, if with them the call still means the same member, some overload of it.</summary>
    private IReadOnlyList<TokenEdit>? Checked(InvocationExpressionSyntax call, IMethodSymbol method, Func<string, IReadOnlyList<TokenEdit>> edits, string token)
    {
        // What stands behind `?.` cannot be bound by itself; there only the method's own parameter is safe.
        if (call.Ancestors().TakeWhile(node => node is ExpressionSyntax).Any(node => node is ConditionalAccessExpressionSyntax conditional && conditional.WhenNotNull.Span.Contains(call.Span)))
            return method.Parameters.Any(parameter => Tokens.IsToken(parameter.Type)) ? edits(token) : null;
        var changes = edits(StandIn).Select(edit => new TextChange(new(edit.Span.Start - call.SpanStart, edit.Span.Length), edit.Text)).OrderBy(change => change.Span.Start);
        var changed = SyntaxFactory.ParseExpression(SourceText.From(call.ToString()).WithChanges(changes).ToString(), options: call.SyntaxTree.Options);
        return model.GetSpeculativeSymbolInfo(call.SpanStart, changed, SpeculativeBindingOption.BindAsExpression).Symbol is IMethodSymbol found
            && found.Name == method.Name && found.Parameters.Any(parameter => Tokens.IsToken(parameter.Type)) && IsSameResult(found.ReturnType, method.ReturnType)
            ? edits(token)
            : null;
    }

    private static bool IsSameResult(ITypeSymbol one, ITypeSymbol other) => SymbolEqualityComparer.Default.Equals(one, other);

    /// <summary>Whether the parameter takes the next positional argument.</summary>
    private static bool IsNext(InvocationExpressionSyntax call, IInvocationOperation operation, IParameterSymbol parameter)
    {
        var arguments = call.ArgumentList.Arguments;
        var shift = operation.TargetMethod.ReducedFrom is null && operation.TargetMethod.IsExtensionMethod && IsReducedCall(call, operation) ? 1 : 0;
        return arguments.All(argument => argument.NameColon is null) && arguments.Count == parameter.Ordinal - shift;
    }

    /// <summary>Whether an extension method is called on its first argument.</summary>
    private static bool IsReducedCall(InvocationExpressionSyntax call, IInvocationOperation operation) => operation.Arguments.Length > 0 && operation.Arguments[0].Syntax is not ArgumentSyntax
        && call.Expression is MemberAccessExpressionSyntax or MemberBindingExpressionSyntax;

    private TokenEdit Append(InvocationExpressionSyntax call, string argument)
    {
        var arguments = call.ArgumentList.Arguments;
        if (arguments.Count == 0)
            return new(new(call.ArgumentList.OpenParenToken.Span.End, 0), argument);
        var last = arguments.Last();
        var isOnOwnLine = layout.IsFirstOnLine(last.SpanStart);
        return new(new(last.Span.End, 0), isOnOwnLine ? $",{layout.NewLine}{layout.Indentation(last.SpanStart)}{argument}" : $", {argument}");
    }

    /// <summary>The arguments of <c>params</c>, put into one sequence.</summary>
    private IReadOnlyList<TokenEdit> AsSequence(InvocationExpressionSyntax call, int first, INamedTypeSymbol element, string token)
    {
        var arguments = call.ArgumentList.Arguments;
        var (open, close) = ((CSharpParseOptions)call.SyntaxTree.Options).LanguageVersion >= CSharp12 ? ("[", "]") : ($"new {imports.Name(element, call.SpanStart)}[] {{ ", " }");
        if (arguments.Count <= first)
            return [Append(call, $"{open}{close.TrimStart()}, {token}")];
        return [new(new(arguments[first].SpanStart, 0), open), new(new(arguments.Last().Span.End, 0), $"{close}, {token}")];
    }

    private static IEnumerable<string> TokenNames(IMethodSymbol method)
    {
        var own = method.ReducedFrom ?? method;
        return own.ContainingType.GetMembers(own.Name).OfType<IMethodSymbol>().SelectMany(overload => overload.Parameters).Where(parameter => Tokens.IsToken(parameter.Type)).Select(parameter => parameter.Name).Distinct();
    }
}
