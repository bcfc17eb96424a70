using System.Collections.Immutable;
using ClaudeCostAnalyzers.Catalog.Endpoints;
using ClaudeCostAnalyzers.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ClaudeCostAnalyzers.Catalog;

/// <summary>The LLM APIs that one compilation can call. Immutable once made, safe for concurrent use.</summary>
internal sealed class LlmApis
{
    private const string ConfigurationName = "configuration";

    private readonly ImmutableArray<SdkCatalog> sdks;
    private readonly RawEndpoints? endpoints;
    private readonly FreeClients freeClients;
    private readonly BackgroundPolls polls;
    private readonly Lazy<Words> candidateWords;

    private LlmApis(ImmutableArray<SdkCatalog> sdks, bool namesEndpoints)
    {
        this.sdks = sdks;
        endpoints = namesEndpoints ? new RawEndpoints() : null;
        freeClients = new FreeClients(sdks);
        polls = new BackgroundPolls(sdks);
        candidateWords = new(() => new Words(CandidateNames));
    }

    /// <summary>No known API: only members that are marked spend.</summary>
    public static LlmApis None { get; } = new(ImmutableArray<SdkCatalog>.Empty, namesEndpoints: false);

    /// <summary>The SDKs that the compilation can call.</summary>
    public ImmutableArray<SdkCatalog> Sdks => sdks;

    /// <summary>The APIs that <paramref name="compilation"/> references or declares, or null when there is none: then nothing is registered.</summary>
    public static LlmApis? TryCreate(Compilation compilation) => TryCreate(compilation, ImmutableArray<string>.Empty);

    /// <summary>The same, with members that the configuration names as LLM calls.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="furtherMembers">Documentation ids, or full names such as <c>My.Gateway.AskAsync</c>.</param>
    public static LlmApis? TryCreate(Compilation compilation, ImmutableArray<string> furtherMembers)
    {
        var referenced = new HashSet<string>(compilation.ReferencedAssemblyNames.Select(assembly => assembly.Name), StringComparer.OrdinalIgnoreCase);
        var found = new List<SdkCatalog>();
        foreach (var sdk in LlmCatalog.Sdks)
        {
            // A compilation that declares the API itself builds the SDK, or stubs of it.
            if (sdk.AssemblyNames.Any(referenced.Contains) || sdk.Anchors.Any(anchor => compilation.Assembly.GetTypeByMetadataName(anchor) is not null)
                || sdk.SharedAssemblies.Any(shared => referenced.Contains(shared.Name) && compilation.GetTypeByMetadataName(shared.Type) is not null))
                found.Add(sdk);
        }

        // What the configuration names spends, whatever a row says of it.
        if (!furtherMembers.IsEmpty)
            found.Insert(0, Configured(furtherMembers));
        var namesEndpoints = EndpointMentions.Any(compilation, isRead: found.Count > 0);
        return namesEndpoints || found.Exists(sdk => sdk.Members.Any()) ? new LlmApis(found.ToImmutableArray(), namesEndpoints) : null;
    }

    /// <summary>Whether <paramref name="type"/> keeps what was said and sends it with each call on it.</summary>
    public bool IsConversation(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            foreach (var sdk in sdks)
            {
                if (!sdk.Conversations.IsEmpty && type.OriginalDefinition.GetDocumentationCommentId() is { } id && sdk.Conversations.Contains(id))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether <paramref name="type"/> is declared by an SDK.</summary>
    public bool Declares(ITypeSymbol type) => type.ContainingAssembly?.Name is { } assembly && sdks.Any(sdk => sdk.Owns(assembly));

    /// <summary>Whether a request may be posted to an endpoint without an SDK.</summary>
    public bool MayPost => endpoints is not null;

    /// <summary>Every name for which <see cref="IsCandidateName"/> is true.</summary>
    public IEnumerable<string> CandidateNames => sdks.SelectMany(sdk => sdk.MemberNames).Concat(endpoints?.CandidateNames ?? []).Distinct(StringComparer.Ordinal);

    /// <summary>The same, to look for in files.</summary>
    public Words CandidateWords => candidateWords.Value;

    /// <summary>Whether a member of this name may be catalogued: a cheap test before a symbol is bound.</summary>
    public bool IsCandidateName(string name)
    {
        foreach (var sdk in sdks)
        {
            if (sdk.HasMember(name))
                return true;
        }

        return endpoints is not null && endpoints.IsCandidateName(name);
    }

    /// <summary>Whether a call of <paramref name="method"/> may spend, on some client and with some arguments.</summary>
    public bool MaySpend(IMethodSymbol method) => Find(method) is { Sends: true } || (endpoints is not null && endpoints.IsCandidate(method));

    /// <summary>
    /// Whether <paramref name="call"/> sends a paid request: a catalogued member on a client that is not seen to be free, which
    /// does not only ask for a reply that is under way, or a post to the endpoint of a model.
    /// </summary>
    /// <param name="call">The call, lowered or not.</param>
    /// <param name="model">The model of its file; null: the operation has it.</param>
    /// <param name="cancellation">Ends the search.</param>
    public bool Spends(IInvocationOperation call, SemanticModel? model, CancellationToken cancellation)
    {
        model ??= call.SemanticModel;
        if (Find(call.TargetMethod) is { } member)
            return member.Sends && !(model is not null && (freeClients.IsOn(call, member, model, cancellation) || polls.IsOne(call, model, cancellation)));
        return endpoints is not null && model is not null && endpoints.Spends(call, model, cancellation);
    }

    /// <summary>Whether a call of <paramref name="method"/> posts a request, wherever it goes.</summary>
    public bool MayPostWith(IMethodSymbol method) => endpoints is not null && endpoints.IsCandidate(method);

    /// <summary>Whether what <paramref name="call"/> is handed for <paramref name="parameter"/> is the URL of a model's endpoint, as far as it can be read in its file.</summary>
    public bool IsEndpoint(IInvocationOperation call, string parameter, SemanticModel model, CancellationToken cancellation) =>
        endpoints?.FindBy(call, parameter, model, cancellation) is not null;

    /// <summary>What caps the reply in the body that <paramref name="call"/> posts to an endpoint; null: it posts to none, or to one without a cap.</summary>
    public BodyCap? BodyCapOf(IInvocationOperation call, SemanticModel model, CancellationToken cancellation) => endpoints?.Find(call, model, cancellation)?.Cap;

    /// <summary>
    /// The catalogue's row for <paramref name="method"/>, or null when calling it costs nothing. A member that implements or
    /// overrides a catalogued one counts where its body is out of sight: in metadata, or abstract.
    /// </summary>
    public LlmMember? Find(IMethodSymbol method)
    {
        if (!IsCandidateName(SimpleName(method.Name)))
            return null;
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        var found = FindDeclared(definition) ?? (HasVisibleBody(definition) ? null : FindInherited(definition));
        return found is null || found.BillableTypeArguments.IsEmpty || HasTypeArgument(method, found.BillableTypeArguments) ? found : null;
    }

    private LlmMember? FindDeclared(IMethodSymbol definition)
    {
        var id = definition.GetDocumentationCommentId();
        if (id is null)
            return null;
        foreach (var sdk in sdks)
        {
            if (sdk.IsFree(id))
                return null;
            // Configuration names members; their parameters tell the rest.
            if (sdk.Member(id) is { } member)
                return sdk.Name == ConfigurationName ? DriftedMember.Describe(definition, id, ImmutableArray.Create(member)) : member;
        }

        // SDKs change parameter types between versions: the service and the method stay.
        foreach (var sdk in sdks)
        {
            var overloads = sdk.MembersNamedAs(id);
            if (!overloads.IsEmpty)
                return DriftedMember.Describe(definition, id, overloads);
        }

        return null;
    }

    private LlmMember? FindInherited(IMethodSymbol definition)
    {
        for (var overridden = definition.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            if (FindDeclared(overridden.OriginalDefinition) is { } member)
                return member;
        }

        foreach (var implemented in definition.ExplicitInterfaceImplementations)
        {
            if (FindDeclared(implemented.OriginalDefinition) is { } member)
                return member;
        }

        var type = definition.ContainingType;
        if (type is null || type.TypeKind == TypeKind.Interface)
            return null;
        foreach (var contract in type.AllInterfaces)
        {
            if (!HasType(contract.Name))
                continue;
            foreach (var implemented in contract.GetMembers(definition.Name).OfType<IMethodSymbol>())
            {
                if (FindDeclared(implemented.OriginalDefinition) is { } member
                    && SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(implemented), definition))
                    return member;
            }
        }

        return null;
    }

    private bool HasType(string name)
    {
        foreach (var sdk in sdks)
        {
            if (sdk.HasType(name))
                return true;
        }

        return false;
    }

    private static bool HasVisibleBody(IMethodSymbol definition) => !definition.IsAbstract && !definition.DeclaringSyntaxReferences.IsEmpty;

    private static bool HasTypeArgument(IMethodSymbol method, ImmutableArray<string> billable) =>
        method.TypeArguments.Any(argument => argument.OriginalDefinition.GetDocumentationCommentId() is { } id && billable.Contains(id));

    /// <summary>The name without the interface that an explicit implementation carries in front of it.</summary>
    private static string SimpleName(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot < 0 ? name : name.Substring(dot + 1);
    }

    private static SdkCatalog Configured(ImmutableArray<string> members)
    {
        var rows = string.Join("\n", members.Select(member =>
            "call " + (member.StartsWith("M:", StringComparison.Ordinal) ? member : "M:" + member) + " kind=request" + (member.Contains('(') ? " exact" : "")));
        return new SdkCatalog(CatalogRow.ParseAll("sdk " + ConfigurationName + "\n" + rows));
    }
}
