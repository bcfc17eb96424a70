using System.Collections.Concurrent;
using System.Collections.Immutable;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Rules.Timeouts;

/// <summary>
/// The LLM calls of one type or file, and what ends them: found out once, however many timeouts are set there. Safe for
/// concurrent use.
/// </summary>
internal sealed class ScopeCalls
{
    private readonly LlmApis _apis;
    private readonly ImmutableArray<IInvocationOperation> _calls;
    private readonly ConcurrentDictionary<IInvocationOperation, Deadline> _deadlines = new();
    private readonly ConcurrentDictionary<string, bool> _needs = new(StringComparer.Ordinal);
    private readonly Lazy<HashSet<ISymbol>> _openClients;
    private readonly Lazy<bool> _hasOpenSdkCall;
    private readonly SemanticModel _model;

    public ScopeCalls(SyntaxNode scope, LlmApis apis, SemanticModel model, CancellationToken cancellation)
    {
        _apis = apis;
        _model = model;
        _calls = Find(scope, apis, model, cancellation).ToImmutableArray();
        _openClients = new(() => new HashSet<ISymbol>(
            _calls.Where(call => IsPosted(call) && DeadlineOf(call) == Deadline.None).Select(call => HttpClientUses.Variable(call.Instance ?? call.Arguments.FirstOrDefault()?.Value)).OfType<ISymbol>(),
            SymbolEqualityComparer.Default));
        _hasOpenSdkCall = new(() => _calls.Any(call => !IsPosted(call) && DeadlineOf(call) == Deadline.None));
        HasOpenPost = new(() => _calls.Any(call => IsPosted(call) && DeadlineOf(call) == Deadline.None));
    }

    /// <summary>Whether a request is posted that nothing ends.</summary>
    public Lazy<bool> HasOpenPost { get; }

    /// <summary>Whether an SDK is called and nothing ends the call.</summary>
    public bool HasOpenSdkCall => _hasOpenSdkCall.Value;

    /// <summary>Whether a variable of a client has been asked for before; see <see cref="HttpClientUses"/>.</summary>
    public ConcurrentDictionary<ISymbol, bool> IsGivenToSdk { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Whether nothing ends a request that is posted with the client in the variable.</summary>
    public bool IsOpenOn(ISymbol client) => _openClients.Value.Contains(client);

    /// <summary>
    /// Whether the timeout of an SDK's client decides: some call of it has no time that is seen, or none is in sight. The calls of
    /// a provider-neutral client may go through any SDK.
    /// </summary>
    public bool NeedTimeout(string sdk) => _needs.GetOrAdd(sdk, name =>
    {
        var calls = _calls.Where(call => _apis.Find(call.TargetMethod) is { } member && (member.Sdk == name || _apis.Sdks.Any(other => other.Name == member.Sdk && other.Timeouts.IsEmpty))).ToList();
        return calls.Count == 0 || calls.Exists(call => DeadlineOf(call) != Deadline.Seen);
    });

    private Deadline DeadlineOf(IInvocationOperation call) => _deadlines.GetOrAdd(call, asked => CallDeadline.Of(asked, _model, CancellationToken.None));

    private static bool IsPosted(IInvocationOperation call) => (call.TargetMethod.ReducedFrom ?? call.TargetMethod).ContainingType.Name is "HttpClient" or "HttpMessageInvoker" or "HttpClientJsonExtensions";

    private static IEnumerable<IInvocationOperation> Find(SyntaxNode scope, LlmApis apis, SemanticModel model, CancellationToken cancellation)
    {
        foreach (var syntax in scope.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            cancellation.ThrowIfCancellationRequested();
            if (SimpleNames.TextOf(syntax.Expression) is { } name && apis.IsCandidateName(name)
                && model.GetOperation(syntax, cancellation) is IInvocationOperation call && apis.Spends(call, model, cancellation))
            {
                yield return call;
            }
        }
    }
}
