using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Catalog;

/// <summary>How a catalogued member spends.</summary>
internal enum LlmCallKind
{
    /// <summary>One request per call, or per enumeration of the stream it returns.</summary>
    Request,

    /// <summary>Many requests submitted at once.</summary>
    Batch,

    /// <summary>A loop of requests behind one call: tool runners, agents, managed sessions.</summary>
    AgentLoop,

    /// <summary>Sends nothing itself; builds an object that runs an agent loop.</summary>
    AgentLoopFactory,
}

/// <summary>When a member that streams sends its request.</summary>
internal enum LlmStreaming
{
    /// <summary>It does not stream.</summary>
    None,

    /// <summary>With each enumeration: no request without one, two requests with two.</summary>
    Lazy,

    /// <summary>When it is awaited, whether or not anybody reads the stream.</summary>
    Eager,
}

/// <summary>One billable member, as its row in the catalogue describes it. Positions are parameter ordinals of the unreduced method; -1: it has none.</summary>
internal sealed record LlmMember(
    string DocumentationId,
    string Sdk,
    LlmCallKind Kind,
    int OptionsParameter,
    int TokenParameter)
{
    /// <summary>Whether calling it sends at least one paid request.</summary>
    public bool Sends => Kind != LlmCallKind.AgentLoopFactory;

    /// <summary>When it sends, if it streams.</summary>
    public LlmStreaming Streaming { get; init; }

    /// <summary>The position of pipeline options that may carry a cancellation token.</summary>
    public int RequestOptionsParameter { get; init; } = -1;

    /// <summary>The position of the limit on an agent loop's turns.</summary>
    public int IterationsParameter { get; init; } = -1;

    /// <summary>The position of the time that the call may take, which has a default of its own.</summary>
    public int TimeoutParameter { get; init; } = -1;

    /// <summary>The position of what answers, where that is not what the member is called on.</summary>
    public int ClientParameter { get; init; } = -1;

    /// <summary>The option that caps the reply's tokens, also where this overload takes no options; null when there is none or it is out of sight.</summary>
    public OutputCap? OutputCap { get; init; }

    /// <summary>Documentation ids of the types that make it billable as its type argument; empty: it is billable with any.</summary>
    public ImmutableArray<string> BillableTypeArguments { get; init; } = ImmutableArray<string>.Empty;
}

/// <summary>The member of an options type that caps output tokens.</summary>
/// <param name="DocumentationId">The property.</param>
/// <param name="Required">The compiler insists that it is set.</param>
/// <param name="ProviderNeutral">Where it is not set, the provider's own default applies, which may be a cap.</param>
/// <param name="Opaque">Names of other members of the options type that may hold a cap out of sight.</param>
internal sealed record OutputCap(string DocumentationId, bool Required, bool ProviderNeutral, ImmutableArray<string> Opaque)
{
    /// <summary>The property's name.</summary>
    public string Name { get; } = DocumentationId.Substring(DocumentationId.LastIndexOf('.') + 1);

    /// <summary>The metadata name of the options type.</summary>
    public string OptionsType { get; } = DocumentationId.Substring(2, DocumentationId.LastIndexOf('.') - 2);

    /// <summary>Metadata names of further options types with a cap of the same name.</summary>
    public ImmutableArray<string> FurtherOptionsTypes { get; init; } = ImmutableArray<string>.Empty;

    /// <summary>Only options that are seen to be made without a cap can be judged: whoever leaves them out may have set it elsewhere.</summary>
    public bool OnlyVisible { get; init; }

    /// <summary>The member of the property's own type that caps; null: the property itself does.</summary>
    public string? Nested { get; init; }

    /// <summary>Whether options of this type have the cap.</summary>
    public bool AppliesTo(string? typeId) => typeId is not null && typeId.StartsWith("T:", StringComparison.Ordinal)
        && (typeId.Substring(2) is var type && (type == OptionsType || FurtherOptionsTypes.Contains(type)));
}
