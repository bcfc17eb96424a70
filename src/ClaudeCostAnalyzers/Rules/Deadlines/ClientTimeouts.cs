using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Deadlines;

/// <summary>Where a compilation gives a client a finite timeout.</summary>
/// <param name="Limit">The option that is set.</param>
/// <param name="IsHttp">It is that of <c>HttpClient</c>, whose clients talk to anything.</param>
/// <param name="Place">Where.</param>
/// <param name="Request">The LLM call that it is written into, and that it is for; null: a client's.</param>
internal sealed record TimeoutSetting(ClientLimit Limit, bool IsHttp, SyntaxNode Place, SyntaxNode? Request);

/// <summary>
/// The timeouts that the source of a compilation sets on its clients: read once, when a finding depends on it. Safe for
/// concurrent use.
/// </summary>
internal sealed class ClientTimeouts
{
    private const string HttpTimeout = "P:System.Net.Http.HttpClient.Timeout";

    private static readonly ClientLimit s_http = new(HttpTimeout, "System.Net.Http", 100, -1) { CoversHeadersOnly = true };

    private readonly ImmutableDictionary<string, ClientLimit> limits;
    private readonly Lazy<ImmutableArray<TimeoutSetting>> settings;
    private readonly LlmApis apis;

    public ClientTimeouts(CostContext cost)
    {
        var known = ImmutableDictionary.CreateBuilder<string, ClientLimit>(StringComparer.Ordinal);
        known[HttpTimeout] = s_http;
        foreach (var limit in cost.Apis.Sdks.SelectMany(sdk => sdk.Timeouts))
            known[limit.Id] = limit;
        limits = known.ToImmutable();
        apis = cost.Apis;
        settings = new(() => cost.Compilation.SyntaxTrees.SelectMany(tree => InTree(tree, cost)).ToImmutableArray());
    }

    /// <summary>Every finite timeout that is set somewhere.</summary>
    public ImmutableArray<TimeoutSetting> All => settings.Value;

    /// <summary>The finite timeouts that are set within <paramref name="node"/>.</summary>
    public IEnumerable<TimeoutSetting> Within(SyntaxNode node, SemanticModel model, CancellationToken cancellation)
    {
        foreach (var assignment in node.DescendantNodesAndSelf().OfType<AssignmentExpressionSyntax>())
        {
            if (SettingOf(assignment, model, cancellation) is { } setting)
                yield return setting;
        }
    }

    /// <summary>Whether a client of this type takes a timeout, or is one itself.</summary>
    public bool MayHold(ITypeSymbol? type)
    {
        for (var at = type; at is { SpecialType: SpecialType.None }; at = at.BaseType)
        {
            var id = at.OriginalDefinition.GetDocumentationCommentId();
            if (id is not null && limits.Keys.Any(property => property.Length > id.Length + 1 && property[id.Length] == '.' && property.IndexOf('.', id.Length + 1) < 0
                && string.CompareOrdinal(property, 2, id, 2, id.Length - 2) == 0))
            {
                return true;
            }
        }

        return false;
    }

    private IEnumerable<TimeoutSetting> InTree(SyntaxTree tree, CostContext cost)
    {
        if (!SourceSearch.Mentions(tree, "Timeout", CancellationToken.None))
            yield break;
        foreach (var assignment in tree.GetRoot().DescendantNodes().OfType<AssignmentExpressionSyntax>())
        {
            if (IsCandidate(assignment) && cost.Calls.Bodies.Model(tree) is { } model && SettingOf(assignment, model, CancellationToken.None) is { } setting)
                yield return setting;
        }
    }

    private bool IsCandidate(AssignmentExpressionSyntax assignment) =>
        assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && SimpleNames.TextOf(assignment.Left) is { } name && limits.Values.Any(limit => limit.Name == name);

    private TimeoutSetting? SettingOf(AssignmentExpressionSyntax assignment, SemanticModel model, CancellationToken cancellation)
    {
        if (!IsCandidate(assignment) || model.GetSymbolInfo(assignment.Left, cancellation).Symbol is not IPropertySymbol property
            || property.OriginalDefinition.GetDocumentationCommentId() is not { } id || !limits.TryGetValue(id, out var limit)
            || !TokenOrigin.IsFinite(model.GetOperation(assignment.Right, cancellation)))
        {
            return null;
        }

        return limit.Namespaces.IsEmpty || model.GetOperation(assignment, cancellation) is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Instance.Type: { } owner } } || limit.CountsOn(owner)
            ? new TimeoutSetting(limit, id == HttpTimeout, assignment, RequestAround(assignment, model, cancellation))
            : null;
    }

    /// <summary>The LLM call in whose arguments the setting is written.</summary>
    private InvocationExpressionSyntax? RequestAround(SyntaxNode setting, SemanticModel model, CancellationToken cancellation) => setting.Ancestors()
        .TakeWhile(node => node is ExpressionSyntax and not AnonymousFunctionExpressionSyntax or ArgumentSyntax or ArgumentListSyntax).OfType<InvocationExpressionSyntax>()
        .FirstOrDefault(call => SimpleNames.TextOf(call.Expression) is { } name && apis.IsCandidateName(name) && model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method && apis.Find(method) is { Sends: true });
}
