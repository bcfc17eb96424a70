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
}
