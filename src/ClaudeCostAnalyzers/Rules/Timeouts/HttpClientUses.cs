using System.Runtime.CompilerServices;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Rules.OutputCaps;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Timeouts;

/// <summary>
/// Which LLM calls depend on the timeout of an <c>HttpClient</c> alone: requests that are posted with it, and calls of an
/// SDK that has no timeout of its own and is given it. One per compilation; safe for concurrent use.
/// </summary>
internal sealed class HttpClientUses(LlmApis apis)
{
    private readonly NameUses _names = new();
    private readonly ConditionalWeakTable<SyntaxNode, ScopeCalls> _scopes = new();

    /// <summary>The calls of a type or file.</summary>
    public ScopeCalls CallsIn(SyntaxNode scope, SemanticModel model, CancellationToken cancellation) =>
        _scopes.TryGetValue(scope, out var known) ? known : _scopes.GetValue(scope, node => new ScopeCalls(node, apis, model, cancellation));

    /// <summary>Whether a call in sight depends on the client whose timeout is set, and nothing else ends that call.</summary>
    public bool NeedTimeout(IPropertyReferenceOperation timeout, SemanticModel model, CancellationToken cancellation)
    {
        if (Registered(timeout, model, cancellation) is { } typed)
            return typed.DeclaringSyntaxReferences.Any(part => part.SyntaxTree == model.SyntaxTree && CallsIn(part.GetSyntax(cancellation), model, cancellation).HasOpenPost.Value);
        var scope = CallDeadline.ScopeOf(timeout.Syntax);
        var calls = CallsIn(scope, model, cancellation);
        var client = VariableOf(timeout);
        return client is not null && calls.IsOpenOn(client) || calls.HasOpenSdkCall && IsGiven(timeout, client, scope, calls, model, cancellation);
    }

    /// <summary>Whether the client is given to an SDK, where it is made or by the variable that holds it.</summary>
    private bool IsGiven(IPropertyReferenceOperation timeout, ISymbol? client, SyntaxNode scope, ScopeCalls calls, SemanticModel model, CancellationToken cancellation) =>
        CreationOf(timeout) is { } creation && GoesToSdk(creation.Syntax, model, cancellation)
        || client is not null && calls.IsGivenToSdk.GetOrAdd(client, variable => _names.UsesOf(variable, scope, model, cancellation).Any(use => GoesToSdk(use, model, cancellation)));

    /// <summary>The variable that holds the client: <c>client.Timeout = ..</c>, <c>client = new HttpClient { Timeout = .. }</c>.</summary>
    private static ISymbol? VariableOf(IPropertyReferenceOperation timeout)
    {
        if (Variable(timeout.Instance) is { } named)
            return named;
        IOperation? made = CreationOf(timeout);
        // `new()` is converted to the type that it has from its target.
        while (made?.Parent is IConversionOperation conversion)
            made = conversion;
        return made?.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            IFieldInitializerOperation field => field.InitializedFields.FirstOrDefault(),
            IPropertyInitializerOperation property => property.InitializedProperties.FirstOrDefault(),
            ISimpleAssignmentOperation assignment => Variable(assignment.Target),
            _ => null,
        };
    }

    private static IObjectCreationOperation? CreationOf(IPropertyReferenceOperation timeout)
    {
        for (IOperation? at = timeout; at is not null; at = at.Parent)
        {
            if (at is IObjectCreationOperation creation)
                return creation;
            if (at is IExpressionStatementOperation or IBlockOperation)
                return null;
        }

        return null;
    }

    /// <summary>The variable that is read.</summary>
    public static ISymbol? Variable(IOperation? value)
    {
        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return value switch
        {
            ILocalReferenceOperation local => local.Local,
            IFieldReferenceOperation field => field.Field,
            IPropertyReferenceOperation property => property.Property,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };
    }

    /// <summary>Whether the client is an argument of, or set on, something of an SDK without a timeout of its own.</summary>
    private bool GoesToSdk(SyntaxNode client, SemanticModel model, CancellationToken cancellation)
    {
        var taker = client.Parent switch
        {
            ArgumentSyntax { Parent.Parent: { } call } => call,
            AssignmentExpressionSyntax { Right: var right, Parent: InitializerExpressionSyntax { Parent: { } creation } } when right == client => creation,
            _ => null,
        };
        var assembly = taker is null ? null : model.GetSymbolInfo(taker, cancellation).Symbol?.ContainingAssembly?.Name;
        return assembly is not null && apis.Sdks.Any(sdk => sdk.Timeouts.IsEmpty && sdk.Members.Any()
            && sdk.Owns(assembly));
    }

    /// <summary>The type that a factory makes with the client: <c>services.AddHttpClient&lt;Type&gt;(client => client.Timeout = ..)</c>.</summary>
    private static INamedTypeSymbol? Registered(IPropertyReferenceOperation timeout, SemanticModel model, CancellationToken cancellation)
    {
        if (timeout.Instance is not IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } })
            return null;
        var call = timeout.Syntax.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>()?.FirstAncestorOrSelf<InvocationExpressionSyntax>();
        // The client is configured behind the registration, or with it.
        for (ExpressionSyntax? at = call; at is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }; at = access.Expression)
        {
            if (access.Name is GenericNameSyntax { Identifier.ValueText: "AddHttpClient", TypeArgumentList.Arguments: { Count: > 0 } types })
                return model.GetTypeInfo(types.Last(), cancellation).Type as INamedTypeSymbol;
        }

        return null;
    }
}
