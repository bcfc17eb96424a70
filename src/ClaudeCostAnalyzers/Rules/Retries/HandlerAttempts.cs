using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Rules.Values;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ClaudeCostAnalyzers.Rules.Retries;

/// <summary>
/// How often the handlers that are registered for a typed <c>HttpClient</c> send one request. By the names of the registering
/// methods: the standard handler retries 3 times unless it is told otherwise. One per compilation; safe for concurrent use.
/// </summary>
internal sealed class HandlerAttempts
{
    private const double DefaultRetries = 3;

    private readonly Lazy<ImmutableArray<Registration>> registrations;

    public HandlerAttempts(CostContext cost, KnownValues values) => registrations = new(() => cost.Compilation.SyntaxTrees
        .Where(tree => TreeText.Of(tree).Has("AddHttpClient") || TreeText.Of(tree).Has("ConfigureHttpClientDefaults"))
        .SelectMany(tree => cost.Calls.Bodies.Model(tree) is { } model ? In(tree, model, values) : []).ToImmutableArray());

    /// <summary>The attempts of a request that the type around <paramref name="call"/> sends with the client that it is given; 1: no handler retries.</summary>
    public (double Attempts, Location? Place) Of(SyntaxNode call, SemanticModel model, CancellationToken cancellation)
    {
        if (call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration || registrations.Value.IsEmpty || model.GetDeclaredSymbol(declaration, cancellation) is not INamedTypeSymbol type
            || !type.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter => parameter.Type.Name is "HttpClient" or "IHttpClientFactory")))
        {
            return (1, null);
        }

        var id = type.GetDocumentationCommentId();
        var own = registrations.Value.Where(registration => registration.Type is { } typed
            ? typed == id
            : registration.IsForAll).ToList();
        if (own.Count == 0)
            return (1, null);
        var (all, ofAll) = Most(own.Where(registration => registration.Type is null));
        var (typed, ofType) = Most(own.Where(registration => registration.Type is not null));
        return (all * typed, ofType ?? ofAll);
    }

    /// <summary>What one member registers in turn multiplies; members of different places are different programs, or fill different collections of services.</summary>
    private static (double Attempts, Location? Place) Most(IEnumerable<Registration> registrations) => registrations.GroupBy(registration => registration.Member)
        .Select(group => (Attempts: group.Aggregate(1.0, (product, registration) => product * registration.Attempts), Place: (Location?)group.First().Place))
        .OrderByDescending(member => member.Attempts).DefaultIfEmpty((1, null)).First();

    private static IEnumerable<Registration> In(SyntaxTree tree, SemanticModel model, KnownValues values)
    {
        foreach (var call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (call.Expression is not MemberAccessExpressionSyntax { Name: var name } || Attempts(name.Identifier.ValueText, call, model, values) is not { } attempts || attempts <= 1)
                continue;
            string? typed = null;
            var isForAll = call.Ancestors().OfType<InvocationExpressionSyntax>().Any(outer => outer.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureHttpClientDefaults" });
            for (ExpressionSyntax? at = call; at is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }; at = access.Expression)
            {
                if (access.Name is GenericNameSyntax { Identifier.ValueText: "AddHttpClient", TypeArgumentList.Arguments: { Count: > 0 } types })
                    typed = model.GetTypeInfo(types.Last()).Type?.GetDocumentationCommentId();
            }

            if (typed is not null || (isForAll && !IsOfKernel(call, model)))
                yield return new Registration(typed, isForAll, attempts, call.GetLocation(), call.FirstAncestorOrSelf<MemberDeclarationSyntax>(member => member is not GlobalStatementSyntax) ?? tree.GetRoot());
        }
    }

    /// <summary><c>Kernel.CreateBuilder()</c> of Semantic Kernel has services of its own, which nobody but that kernel is given.</summary>
    private static bool IsOfKernel(InvocationExpressionSyntax call, SemanticModel model)
    {
        var all = call.Ancestors().OfType<InvocationExpressionSyntax>().Select(outer => outer.Expression).OfType<MemberAccessExpressionSyntax>()
            .First(access => access.Name.Identifier.ValueText == "ConfigureHttpClientDefaults");
        var root = all.Expression;
        while (root is MemberAccessExpressionSyntax or InvocationExpressionSyntax)
            root = root is MemberAccessExpressionSyntax access ? access.Expression : ((InvocationExpressionSyntax)root).Expression;
        return model.GetSymbolInfo(root).Symbol is ILocalSymbol { Type.Name: "IKernelBuilder", DeclaringSyntaxReferences: { Length: 1 } declarations }
            && declarations[0].GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CreateBuilder" } } };
    }

    private static double? Attempts(string method, InvocationExpressionSyntax call, SemanticModel model, KnownValues values) => method switch
    {
        "AddStandardResilienceHandler" => 1 + (Set(call, model, values) ?? DefaultRetries),
        "AddResilienceHandler" => call.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(access => access.Name.Identifier.ValueText == "AddRetry") ? 1 + (Set(call, model, values) ?? DefaultRetries) : null,
        "AddPolicyHandler" or "AddTransientHttpErrorPolicy" => call.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(inner => inner.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "RetryAsync" or "WaitAndRetryAsync" } && inner.ArgumentList.Arguments.Count > 0)
            .Select(inner => 1 + values.Number(model.GetOperation(inner.ArgumentList.Arguments[0].Expression), CancellationToken.None)).FirstOrDefault(),
        _ => null,
    };

    /// <summary>The retries that the registration sets; one that is not a constant counts as none.</summary>
    private static double? Set(InvocationExpressionSyntax call, SemanticModel model, KnownValues values)
    {
        var set = call.ArgumentList.DescendantNodes().OfType<AssignmentExpressionSyntax>().FirstOrDefault(assignment =>
            assignment.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "MaxRetryAttempts" } or IdentifierNameSyntax { Identifier.ValueText: "MaxRetryAttempts" });
        return set is null ? null : values.Number(model.GetOperation(set.Right), CancellationToken.None) ?? 0;
    }

    private sealed record Registration(string? Type, bool IsForAll, double Attempts, Location Place, SyntaxNode Member);
}
