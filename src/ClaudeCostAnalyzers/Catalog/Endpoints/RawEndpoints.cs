using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Catalog.Endpoints;

/// <summary>Which calls of HttpClient post to the endpoint of a model. One per compilation; safe for concurrent use.</summary>
internal sealed class RawEndpoints
{
    private readonly EndpointTable table = EndpointTable.Shared;
    private readonly ConcurrentDictionary<SyntaxNode, Endpoint?> known = new();
    private readonly ConcurrentDictionary<SyntaxNode, string> baseAddresses = new();
    private readonly ConcurrentDictionary<(SyntaxTree, string), bool> mentions = new();

    /// <summary>Whether a member of this name may post: a cheap test before a call is bound.</summary>
    public bool IsCandidateName(string name) => table.TargetParameter(name) is not null;

    /// <summary>Every name of a member that may post.</summary>
    public IEnumerable<string> CandidateNames => table.SenderNames;

    /// <summary>Whether the member is one of HttpClient's that post.</summary>
    public bool IsCandidate(IMethodSymbol method) => IsCandidateName(method.Name) && IsClient(method);

    /// <summary>Whether <paramref name="call"/> spends, as far as its URL can be read in its file.</summary>
    /// <param name="call">The call, lowered or not.</param>
    /// <param name="model">The model of its file.</param>
    /// <param name="cancellation">Ends the search.</param>
    public bool Spends(IInvocationOperation call, SemanticModel model, CancellationToken cancellation) => Find(call, model, cancellation) is not null;

    /// <summary>The endpoint that <paramref name="call"/> posts to; null: none, as far as its URL can be read in its file.</summary>
    public Endpoint? Find(IInvocationOperation call, SemanticModel model, CancellationToken cancellation)
    {
        if (table.TargetParameter(call.TargetMethod.Name) is not { } parameter || !IsClient(call.TargetMethod))
            return null;
        return known.TryGetValue(call.Syntax, out var found) ? found : known[call.Syntax] = Judge(call, parameter, model, cancellation);
    }

    /// <summary>The endpoint whose URL <paramref name="call"/> hands to a member that posts for others; null: none, as far as it can be read.</summary>
    public Endpoint? FindBy(IInvocationOperation call, string parameter, SemanticModel model, CancellationToken cancellation) =>
        known.TryGetValue(call.Syntax, out var found) ? found : known[call.Syntax] = Judge(call, parameter, model, cancellation);

    private Endpoint? Judge(IInvocationOperation call, string parameter, SemanticModel model, CancellationToken cancellation)
    {
        if (call.Syntax.SyntaxTree != model.SyntaxTree)
            return null;
        // A lowered call has temporaries for arguments; the call as it is written has the arguments.
        var written = model.GetOperation(call.Syntax, cancellation) as IInvocationOperation ?? call;
        if (written.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter)?.Value is not { } target)
            return null;
        var reader = new UrlReader(model, cancellation);
        var url = parameter == "request" ? reader.UrlOfRequest(target) : reader.Read(target);
        if (url is null)
            return null;
        if (url.IndexOf("://", StringComparison.Ordinal) < 0 && (reader.BaseAddressOf(ClientOf(written)) ?? BaseAddress(call.Syntax, reader, cancellation)) is { Length: > 0 } address)
            url = address.TrimEnd('/') + "/" + url.TrimStart('/');
        return table.Find(url, text => mentions.GetOrAdd((model.SyntaxTree, text), static key => EndpointMentions.Has(key.Item1, key.Item2)));
    }

    /// <summary>What posts: the object, or what an extension is called on.</summary>
    private static IOperation? ClientOf(IInvocationOperation call) => call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value : null);

    /// <summary>The only base address that the type around <paramref name="call"/>, or else its file, gives to a client; empty: none, or several.</summary>
    private string BaseAddress(SyntaxNode call, UrlReader reader, CancellationToken cancellation)
    {
        var ofType = call.Ancestors().OfType<TypeDeclarationSyntax>().LastOrDefault() is { } outermost ? In(outermost) : "";
        return ofType.Length > 0 ? ofType : In(call.SyntaxTree.GetRoot(cancellation));

        // Searched once, however many calls ask.
        string In(SyntaxNode scope) => baseAddresses.TryGetValue(scope, out var address) ? address : baseAddresses[scope] = reader.BaseAddressIn(scope) ?? "";
    }

    private static bool IsClient(IMethodSymbol method)
    {
        var type = (method.ReducedFrom ?? method).ContainingType;
        return type is { Name: "HttpClient" or "HttpMessageInvoker", ContainingNamespace: { Name: "Http", ContainingNamespace: { Name: "Net", ContainingNamespace.Name: "System" } } }
            or { Name: "HttpClientJsonExtensions", ContainingNamespace: { Name: "Json", ContainingNamespace: { Name: "Http", ContainingNamespace.Name: "Net" } } };
    }
}
