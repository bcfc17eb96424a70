using ClaudeCostAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Timeouts;

/// <summary>
/// Which LLM calls depend on the timeout of an <c>HttpClient</c> alone: requests that are posted with it, and calls of an
/// SDK that has no timeout of its own and is given it.
/// </summary>
internal static class HttpClientUses
{
    /// <summary>Whether a call in sight depends on the client whose timeout is set, and nothing else ends that call.</summary>
    public static bool NeedTimeout(IPropertyReferenceOperation timeout, LlmApis apis, SemanticModel model, CancellationToken cancellation)
    {
        var scope = CallDeadline.ScopeOf(timeout.Syntax);
        if (Registered(timeout, model, cancellation) is { } typed)
            return typed.DeclaringSyntaxReferences.Any(part => part.SyntaxTree == model.SyntaxTree && Calls(part.GetSyntax(cancellation), apis, model, cancellation).Any(call => IsPosted(call) && IsOpen(call, model, cancellation)));
        var client = VariableOf(timeout);
        var isGiven = Uses(timeout, client, scope, model, cancellation).Any(use => GoesToSdk(use, apis, model, cancellation));
        return Calls(scope, apis, model, cancellation).Any(call =>
            (isGiven && !IsPosted(call) || client is not null && IsPosted(call) && Variable(call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is { } used && SymbolEqualityComparer.Default.Equals(used, client))
            && IsOpen(call, model, cancellation));
    }

    /// <summary>The calls within <paramref name="scope"/> that go through an SDK; those of a provider-neutral client may go through any.</summary>
    public static IEnumerable<IInvocationOperation> SdkCalls(SyntaxNode scope, string sdk, LlmApis apis, SemanticModel model, CancellationToken cancellation) =>
        Calls(scope, apis, model, cancellation).Where(call => apis.Find(call.TargetMethod) is { } member && (member.Sdk == sdk || apis.Sdks.Any(other => other.Name == member.Sdk && other.Timeouts.IsEmpty)));

    private static bool IsOpen(IInvocationOperation call, SemanticModel model, CancellationToken cancellation) => CallDeadline.Of(call, model, cancellation) == Deadline.None;

    private static bool IsPosted(IInvocationOperation call) => (call.TargetMethod.ReducedFrom ?? call.TargetMethod).ContainingType.Name is "HttpClient" or "HttpMessageInvoker" or "HttpClientJsonExtensions";

    private static IEnumerable<IInvocationOperation> Calls(SyntaxNode scope, LlmApis apis, SemanticModel model, CancellationToken cancellation)
    {
        foreach (var syntax in scope.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            var name = syntax.Expression switch
            {
                MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
                MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
                SimpleNameSyntax simple => simple.Identifier.ValueText,
                _ => "",
            };
            if (apis.IsCandidateName(name) && model.GetOperation(syntax, cancellation) is IInvocationOperation call && apis.Spends(call, model, cancellation))
                yield return call;
        }
    }

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

    private static ISymbol? Variable(IOperation? value)
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

    private static IEnumerable<SyntaxNode> Uses(IPropertyReferenceOperation timeout, ISymbol? client, SyntaxNode scope, SemanticModel model, CancellationToken cancellation)
    {
        if (CreationOf(timeout) is { } creation)
            yield return creation.Syntax;
        if (client is null)
            yield break;
        foreach (var name in scope.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText == client.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol, client))
                yield return name;
        }
    }

    /// <summary>Whether the client is an argument of, or set on, something of an SDK without a timeout of its own.</summary>
    private static bool GoesToSdk(SyntaxNode client, LlmApis apis, SemanticModel model, CancellationToken cancellation)
    {
        var taker = client.Parent switch
        {
            ArgumentSyntax { Parent.Parent: { } call } => call,
            AssignmentExpressionSyntax { Right: var right, Parent: InitializerExpressionSyntax { Parent: { } creation } } when right == client => creation,
            _ => null,
        };
        var assembly = taker is null ? null : model.GetSymbolInfo(taker, cancellation).Symbol?.ContainingAssembly?.Name;
        return assembly is not null && apis.Sdks.Any(sdk => sdk.Timeouts.IsEmpty && sdk.Members.Any()
            && sdk.AssemblyNames.Any(name => name == assembly || sdk.Name == "SemanticKernel" && assembly.StartsWith("Microsoft.SemanticKernel", StringComparison.Ordinal)));
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
