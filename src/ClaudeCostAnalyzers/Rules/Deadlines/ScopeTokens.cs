using System.Collections.Immutable;
using ClaudeCostAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Rules.Deadlines;

/// <summary>Finds the cancellation token that a call could be given: the nearest one that is assigned, can fire, and belongs to the same piece of work.</summary>
internal sealed class ScopeTokens(LlmApis apis, TokenOrigin origin, DeadlineMemory memory, SemanticModel model, CancellationToken cancellation)
{
    private static readonly Lazy<ImmutableDictionary<string, string>> s_carriers = new(() =>
        LlmCatalog.ReadRows("Tokens").Where(row => row.Word == "carrier").ToImmutableDictionary(row => row.Value, row => row["path"] ?? "", StringComparer.Ordinal));

    /// <summary>The token as an expression that means it at <paramref name="call"/>; null when there is none.</summary>
    public string? Find(ExpressionSyntax call)
    {
        if (IsCleanUp(call))
            return null;
        var limit = Limits(call);
        // The nearest comes first, and is what most calls get: whatever is further away is not looked at.
        var further = new List<(int Rank, int Position, string Expression)>();
        foreach (var (variable, scope) in Variables(call))
        {
            if (!scope.Contains(call.Span) || Candidate(variable, call, limit) is not { } candidate)
                continue;
            if (candidate.Rank > 0)
                further.Add(candidate);
            else if (Means(candidate.Expression, call))
                return candidate.Expression;
        }

        var types = call.Ancestors().OfType<TypeDeclarationSyntax>().Select(type => memory.Members.GetOrAdd(type, Members)).ToList();
        further.AddRange(types.SelectMany(type => type.Parameters).SelectMany(name => Visible(name, call, limit)));
        return further.OrderBy(candidate => candidate.Rank).ThenByDescending(candidate => candidate.Position).Select(candidate => candidate.Expression)
            .Concat(MemberNames(types).SelectMany(name => Visible(name, call, limit)).Select(candidate => candidate.Expression))
            .Concat(!limit.IsStatic && !limit.IsDetached && model.GetEnclosingSymbol(call.SpanStart, cancellation)?.ContainingType is { } own && Carried(own) is { } carried ? [carried] : [])
            .FirstOrDefault(expression => Means(expression, call));
    }

    private static IEnumerable<string> MemberNames(List<TokenNames> types) =>
        types.Count == 1 ? types[0].Members : types.SelectMany(type => type.Members).Distinct().OrderBy(Escaped, StringComparer.Ordinal);

    /// <summary>
    /// What a member's name means at the call. To ask the model for all that is in scope, or for every name that may matter, takes as
    /// long as the type has members and the namespaces have types, at each call anew.
    /// </summary>
    private IEnumerable<(int Rank, int Position, string Expression)> Visible(string name, ExpressionSyntax call, (int Outer, bool IsStatic, bool IsDetached) limit)
    {
        cancellation.ThrowIfCancellationRequested();
        foreach (var symbol in model.LookupSymbols(call.SpanStart, name: name))
        {
            if (symbol is not ILocalSymbol && Candidate(symbol, call, limit) is { } candidate)
                yield return candidate;
        }
    }

    /// <summary>The variables of the members around the call, the last one first.</summary>
    private IEnumerable<(ISymbol Variable, TextSpan Scope)> Variables(ExpressionSyntax call) => call.Ancestors()
        .Where(around => around is MemberDeclarationSyntax and not BaseTypeDeclarationSyntax and not BaseNamespaceDeclarationSyntax or CompilationUnitSyntax)
        .SelectMany(around => memory.Locals.GetOrAdd(around, Locals));

    /// <summary>Fields and properties of the type and its base types that may hold a token which can fire, and such parameters of its primary constructor.</summary>
    private TokenNames Members(TypeDeclarationSyntax declaration)
    {
        var parameters = declaration.ChildNodes().OfType<ParameterListSyntax>().SelectMany(list => list.Parameters)
            .Where(parameter => Holds(model.GetDeclaredSymbol(parameter, cancellation))).Select(parameter => parameter.Identifier.ValueText);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var declared = model.GetDeclaredSymbol(declaration, cancellation) as INamedTypeSymbol;
        for (var type = declared; type is { SpecialType: not SpecialType.System_Object }; type = type.BaseType)
            names.UnionWith(TokensOf(type));
        if (declared is { TypeKind: TypeKind.Interface })
            names.UnionWith(declared.AllInterfaces.SelectMany(TokensOf));
        return new TokenNames(parameters.Where(IsName).ToImmutableArray(), names.Where(IsName).OrderBy(Escaped, StringComparer.Ordinal).ToImmutableArray());
    }

    private IEnumerable<string> TokensOf(INamedTypeSymbol type) =>
        type.GetMembers().Where(member => Tokens.IsToken((member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type) && origin.CanFire(member)).Select(member => member.Name);

    /// <summary>Variables and parameters of a member that may serve, with the text in which each is in scope: the last one first.</summary>
    private ImmutableArray<(ISymbol Variable, TextSpan Scope)> Locals(SyntaxNode member)
    {
        var locals = ImmutableArray.CreateBuilder<(ISymbol, TextSpan)>();
        foreach (var node in member.DescendantNodes(node => node is not BaseTypeDeclarationSyntax))
        {
            if (node is VariableDeclaratorSyntax { Initializer: not null } or ParameterSyntax or ForEachStatementSyntax && model.GetDeclaredSymbol(node, cancellation) is { } variable
                && IsName(variable.Name) && Holds(variable) && MayServe(variable))
            {
                locals.Add((variable, ScopeOf(node, member)));
            }
        }

        locals.Reverse();
        return locals.ToImmutable();
    }

    private static bool IsName(string name) => name is not ("" or "_");

    /// <summary>Whether the variable can stop anything, wherever the call is.</summary>
    private bool MayServe(ISymbol variable) => variable is not ILocalSymbol local
        || (Tokens.IsToken(local.Type) ? origin.CanFire(local) : origin.FiresByItself(local) && !IsAnotherCalls(local));

    private static bool Holds(ISymbol? symbol) => symbol switch
    {
        ILocalSymbol local => Tokens.IsToken(local.Type) || Tokens.IsSource(local.Type),
        IParameterSymbol parameter => Tokens.IsToken(parameter.Type) || (Carried(parameter.Type) ?? OwnTokens.Of(parameter.Type)) is not null,
        _ => false,
    };

    private static TextSpan ScopeOf(SyntaxNode declaration, SyntaxNode member) => (declaration.Parent?.AncestorsAndSelf().FirstOrDefault(node => node == member
        || (declaration is ParameterSyntax ? node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax
            : node is BlockSyntax or SwitchSectionSyntax or CommonForEachStatementSyntax or ForStatementSyntax or UsingStatementSyntax or AnonymousFunctionExpressionSyntax)) ?? member).Span;

    private (int Rank, int Position, string Expression)? Candidate(ISymbol symbol, ExpressionSyntax call, (int Outer, bool IsStatic, bool IsDetached) limit)
    {
        switch (symbol)
        {
            case ILocalSymbol local:
                if (Position(local) is not { } declared || declared < limit.Outer || !IsAssignedBefore(local, call))
                    return null;
                return (0, declared, Tokens.IsToken(local.Type) ? Expression(local.Name, local.Type) : Escaped(local.Name) + ".Token");
            case IParameterSymbol { RefKind: RefKind.None or RefKind.In } parameter:
                // A primary constructor's parameter lives as long as its object.
                var isCaptured = parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor && !IsWithin(call, constructor);
                if (isCaptured ? limit.IsStatic : Position(parameter) is { } at && at < limit.Outer)
                    return null;
                if (Tokens.IsToken(parameter.Type))
                    return (isCaptured ? 2 : 0, Position(parameter) ?? 0, Expression(parameter.Name, parameter.Type));
                return !isCaptured && (Carried(parameter.Type) ?? OwnTokens.Of(parameter.Type)) is { } path ? (1, Position(parameter) ?? 0, Escaped(parameter.Name) + "." + path) : null;
            case IFieldSymbol field when Tokens.IsToken(field.Type):
                return (!limit.IsStatic || field.IsStatic) && origin.CanFire(field) ? (3, 0, Expression(field.Name, field.Type)) : null;
            case IPropertySymbol { Parameters.IsEmpty: true, GetMethod: not null } property when Tokens.IsToken(property.Type):
                return (!limit.IsStatic || property.IsStatic) && origin.CanFire(property) ? (3, 0, Expression(property.Name, property.Type)) : null;
            default:
                return null;
        }
    }

    /// <summary>Whether the source is the deadline of another call of a model: each request may have one of its own.</summary>
    private bool IsAnotherCalls(ILocalSymbol source) => origin.UsesOf(source).Any(use =>
        use.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token", Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } } }
        && called.Name.Identifier.ValueText is var name && (name == "WithCancellation" || apis.IsCandidateName(name)));

    private static string Expression(string name, ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T ? Escaped(name) + ".GetValueOrDefault()" : Escaped(name);

    private static string Escaped(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    private static string? Carried(ITypeSymbol type)
    {
        for (ITypeSymbol? at = type; at is { SpecialType: SpecialType.None }; at = at.BaseType)
        {
            if (at.OriginalDefinition.GetDocumentationCommentId() is { } id && s_carriers.Value.TryGetValue(id, out var path))
                return path;
        }

        foreach (var contract in type.AllInterfaces)
        {
            if (contract.OriginalDefinition.GetDocumentationCommentId() is { } id && s_carriers.Value.TryGetValue(id, out var path))
                return path;
        }

        return null;
    }

    private int? Position(ISymbol symbol) => symbol.DeclaringSyntaxReferences.Length == 1 && symbol.DeclaringSyntaxReferences[0] is var reference && reference.SyntaxTree == model.SyntaxTree
        ? reference.Span.Start
        : null;

    private bool IsAssignedBefore(ILocalSymbol local, ExpressionSyntax call) => local.DeclaringSyntaxReferences[0].GetSyntax(cancellation) switch
    {
        VariableDeclaratorSyntax { Initializer: not null } declarator => declarator.Span.End <= call.SpanStart,
        CommonForEachStatementSyntax loop => loop.Statement.Span.Contains(call.Span),
        _ => false,
    };

    private static bool IsWithin(SyntaxNode node, IMethodSymbol constructor) =>
        constructor.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == node.SyntaxTree && reference.Span.Contains(node.Span)) && node.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is not null;

    /// <summary>Whether the speculative expression is a token where the call stands.</summary>
    private bool Means(string expression, ExpressionSyntax call) =>
        Tokens.IsToken(model.GetSpeculativeTypeInfo(call.SpanStart, SyntaxFactory.ParseExpression(expression), SpeculativeBindingOption.BindAsExpression).Type);

    /// <summary>
    /// What the functions around the call forbid: variables declared before a position, because they cannot be captured or
    /// belong to work that is over when the lambda runs, and members of the object.
    /// </summary>
    private (int Outer, bool IsStatic, bool IsDetached) Limits(ExpressionSyntax call)
    {
        var (outer, isStatic, isDetached) = (0, false, false);
        foreach (var node in call.Ancestors())
        {
            switch (node)
            {
                case AnonymousFunctionExpressionSyntax lambda:
                    if (lambda.Modifiers.Any(SyntaxKind.StaticKeyword))
                        isStatic = true;
                    if ((lambda.Modifiers.Any(SyntaxKind.StaticKeyword) || IsDetached(lambda)) && outer == 0)
                        outer = lambda.SpanStart;
                    isDetached |= IsDetached(lambda);
                    break;
                case LocalFunctionStatementSyntax local when local.Modifiers.Any(SyntaxKind.StaticKeyword):
                    isStatic = true;
                    outer = outer == 0 ? local.SpanStart : outer;
                    break;
                case BaseTypeDeclarationSyntax:
                    return (outer, isStatic, isDetached);
                case MemberDeclarationSyntax member when member is not GlobalStatementSyntax && member.Modifiers.Any(SyntaxKind.StaticKeyword):
                    isStatic = true;
                    break;
                case BaseFieldDeclarationSyntax or PropertyDeclarationSyntax { Initializer: not null }:
                    // An initializer sees no member of its object.
                    isStatic = true;
                    break;
            }
        }

        return (outer, isStatic, isDetached);
    }

    /// <summary>
    /// Whether the lambda is only stored or registered here and runs later: the token of whoever registers it is about the
    /// registration.
    /// </summary>
    private static bool IsDetached(AnonymousFunctionExpressionSyntax lambda)
    {
        SyntaxNode at = lambda;
        while (true)
        {
            switch (at.Parent)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax:
                    at = at.Parent;
                    continue;
                case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }:
                    at = call;
                    continue;
                case ArgumentSyntax or InitializerExpressionSyntax:
                    return true;
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } access when access.Expression == at:
                    at = next;
                    continue;
                case AwaitExpressionSyntax:
                    return false;
                case AssignmentExpressionSyntax assignment:
                    return assignment.IsKind(SyntaxKind.AddAssignmentExpression) || assignment.Left is not IdentifierNameSyntax { Identifier.ValueText: not "_" } target
                        || lambda.Ancestors().FirstOrDefault(node => node is MemberDeclarationSyntax) is not { } member
                        || !member.DescendantNodes().OfType<VariableDeclaratorSyntax>().Any(local => local.Identifier.ValueText == target.Identifier.ValueText && local.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not null);
                case ExpressionStatementSyntax:
                    return at is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ForEach" or "For" or "Invoke" or "Execute" or "Wait" } };
                case ReturnStatementSyntax or ArrowExpressionClauseSyntax:
                    // A task is returned to whoever waits for it; a delegate is returned to be kept.
                    return at == lambda;
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable }:
                    return variable.FirstAncestorOrSelf<BaseFieldDeclarationSyntax>() is not null;
                default:
                    return at == lambda && at.Parent is not EqualsValueClauseSyntax;
            }
        }
    }

    /// <summary>Whether the call cleans up after a cancellation: the token has fired, and would stop the call at once.</summary>
    private static bool IsCleanUp(ExpressionSyntax call)
    {
        foreach (var node in call.Ancestors())
        {
            switch (node)
            {
                case FinallyClauseSyntax:
                case CatchClauseSyntax { Declaration.Type: { } caught } when caught.ToString().IndexOf("Cancel", StringComparison.Ordinal) >= 0:
                    return true;
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }
}
