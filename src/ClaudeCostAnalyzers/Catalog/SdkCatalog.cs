using System.Collections.Immutable;

namespace ClaudeCostAnalyzers.Catalog;

/// <summary>The catalogue of one family of SDKs: one data file, indexed. Immutable; holds strings only, never symbols.</summary>
internal sealed class SdkCatalog
{
    private readonly Dictionary<string, LlmMember> membersById = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<LlmMember>> membersByTypeAndName = new(StringComparer.Ordinal);
    private readonly HashSet<string> memberNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> typeNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> free = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OutputCap> caps = new(StringComparer.Ordinal);

    /// <summary>Indexes <paramref name="rows"/>. A row that makes no sense is left out; the catalogue's tests find it.</summary>
    public SdkCatalog(ImmutableArray<CatalogRow> rows)
    {
        Rows = rows;
        Name = Values("sdk").FirstOrDefault() ?? "";
        AssemblyNames = Values("assembly");
        SharedAssemblies = rows.Where(row => row.Word == "shared-assembly" && row["type"] is not null).Select(row => (row.Value, row["type"]!)).ToImmutableArray();
        Families = Values("family");
        Anchors = Values("anchor");
        ChatClients = Values("chat-client").ToImmutableHashSet(StringComparer.Ordinal);
        Adapters = Values("adapter");
        ConfiguringMethods = Values("configure");
        FreeClients = Values("free-client").ToImmutableHashSet(StringComparer.Ordinal);
        Conversations = Values("conversation").ToImmutableHashSet(StringComparer.Ordinal);
        Polls = Values("poll");
        free.UnionWith(Values("free"));
        Timeouts = rows.Where(row => row.Word == "timeout").Select(row => ClientLimit.Parse(row, Name)).ToImmutableArray();
        Retries = rows.Where(row => row.Word == "retries").Select(row => ClientLimit.Parse(row, Name)).ToImmutableArray();

        DefaultWait = rows.FirstOrDefault(row => row.Word == "waits") is { } waits
            ? new DefaultWait(int.TryParse(waits.Value, out var seconds) ? seconds : null, waits["covers"] == "headers")
            : Timeouts.FirstOrDefault(limit => limit.Default is not null) is { } preset ? new DefaultWait(preset.Default, preset.CoversHeadersOnly) : null;

        // Calls refer to caps and request types, whatever the order of the rows.
        foreach (var row in rows.Where(row => row.Word == "cap" && row.Values.Length >= 2))
            caps[row.Value] = new OutputCap(row.Values[1], row.Has("required"), row.Has("neutral"), row.Parts("opaque")) { OnlyVisible = row.Has("visible"), Nested = row["nested"], FurtherOptionsTypes = row.Parts("also") };
        var requestTypes = Values("request-type");
        foreach (var row in rows.Where(row => row.Word == "call" && row.Value.StartsWith("M:", StringComparison.Ordinal)))
            Add(row, requestTypes);
    }

    /// <summary>Every row of the file.</summary>
    public ImmutableArray<CatalogRow> Rows { get; }

    /// <summary>The name shown to people.</summary>
    public string Name { get; }

    /// <summary>Assemblies whose reference means that the SDK can be called.</summary>
    public ImmutableArray<string> AssemblyNames { get; }

    /// <summary>Assemblies that have their name in common with another SDK's, and the metadata name of a type that tells them apart.</summary>
    public ImmutableArray<(string Name, string Type)> SharedAssemblies { get; }

    /// <summary>Beginnings of the names of the SDK's assemblies, connectors among them.</summary>
    public ImmutableArray<string> Families { get; }

    /// <summary>Metadata names of types whose declaration in a compilation means the same.</summary>
    public ImmutableArray<string> Anchors { get; }

    /// <summary>Documentation ids of the methods that make a provider-neutral client with a default cap on output tokens.</summary>
    public ImmutableHashSet<string> ChatClients { get; }

    /// <summary>Assemblies with provider-neutral clients that have no such default.</summary>
    public ImmutableArray<string> Adapters { get; }

    /// <summary>Names of builder methods that may set options for every call.</summary>
    public ImmutableArray<string> ConfiguringMethods { get; }

    /// <summary>Documentation ids of types of clients whose calls cost nothing (models on one's own machine), and of methods that make such.</summary>
    public ImmutableHashSet<string> FreeClients { get; }

    /// <summary>Documentation ids of the types that keep what was said and send it with each call on them.</summary>
    public ImmutableHashSet<string> Conversations { get; }

    /// <summary>Documentation ids of the options that make a call ask for a reply that is under way already.</summary>
    public ImmutableArray<string> Polls { get; }

    /// <summary>The options that say how long a request may take.</summary>
    public ImmutableArray<ClientLimit> Timeouts { get; }

    /// <summary>How long its client waits when nobody says another time; null where that is not known.</summary>
    public DefaultWait? DefaultWait { get; }

    /// <summary>The options that say how often a request is repeated.</summary>
    public ImmutableArray<ClientLimit> Retries { get; }

    /// <summary>Every billable member.</summary>
    public IEnumerable<LlmMember> Members => membersById.Values;

    /// <summary>The caps by their names in the file.</summary>
    public IReadOnlyDictionary<string, OutputCap> Caps => caps;

    /// <summary>The names of all catalogued members.</summary>
    public IReadOnlyCollection<string> MemberNames => memberNames;

    /// <summary>Whether a member of this name is catalogued.</summary>
    public bool HasMember(string name) => memberNames.Contains(name);

    /// <summary>Whether a type of this simple name has catalogued members.</summary>
    public bool HasType(string name) => typeNames.Contains(name);

    /// <summary>Whether a row says that the member costs nothing.</summary>
    public bool IsFree(string documentationId) => free.Contains(documentationId);

    /// <summary>The row of a member.</summary>
    public LlmMember? Member(string documentationId) => membersById.TryGetValue(documentationId, out var member) ? member : null;

    /// <summary>The rows of the type and name in <paramref name="documentationId"/>, whatever the parameters.</summary>
    public ImmutableArray<LlmMember> MembersNamedAs(string documentationId) =>
        membersByTypeAndName.TryGetValue(TypeAndName(documentationId), out var members) ? members : ImmutableArray<LlmMember>.Empty;

    /// <summary>A method's documentation id without its arity and parameters.</summary>
    public static string TypeAndName(string documentationId)
    {
        var open = documentationId.IndexOf('(');
        var end = open < 0 ? documentationId.Length : open;
        var arity = documentationId.IndexOf("``", 0, end, StringComparison.Ordinal);
        return documentationId.Substring(0, arity < 0 ? end : arity);
    }

    /// <summary>Whether an assembly of such a name belongs to the SDK.</summary>
    public bool Owns(string assembly) => AssemblyNames.Contains(assembly) || Families.Any(family => assembly.StartsWith(family, StringComparison.Ordinal));

    private ImmutableArray<string> Values(string word) =>
        Rows.Where(row => row.Word == word && row.Value.Length > 0).Select(row => row.Value).ToImmutableArray();

    private void Add(CatalogRow row, ImmutableArray<string> requestTypes)
    {
        var typeAndName = TypeAndName(row.Value);
        var dot = typeAndName.LastIndexOf('.');
        if (dot < 0 || Kind(row["kind"]) is not { } kind)
            return;
        var member = new LlmMember(row.Value, Name, kind, row.Number("options"), row.Number("token"))
        {
            Streaming = row["stream"] switch { "lazy" => LlmStreaming.Lazy, "eager" => LlmStreaming.Eager, _ => LlmStreaming.None },
            RequestOptionsParameter = row.Number("request-options"),
            IterationsParameter = row.Number("iterations"),
            TimeoutParameter = row.Number("timeout"),
            ClientParameter = row.Number("client"),
            OutputCap = row["cap"] is { } name && caps.TryGetValue(name, out var cap) ? cap : null,
            BillableTypeArguments = row["for"] == "request-type" ? requestTypes : ImmutableArray<string>.Empty,
        };
        membersById[row.Value] = member;
        if (!row.Has("exact"))
            membersByTypeAndName[typeAndName] = MembersNamedAs(row.Value).Add(member);
        memberNames.Add(typeAndName.Substring(dot + 1));
        var type = typeAndName.Substring(0, dot);
        type = type.Substring(type.LastIndexOf('.') + 1);
        var tick = type.IndexOf('`');
        typeNames.Add(tick < 0 ? type : type.Substring(0, tick));
    }

    private static LlmCallKind? Kind(string? word) => word switch
    {
        "request" => LlmCallKind.Request,
        "batch" => LlmCallKind.Batch,
        "agent-loop" => LlmCallKind.AgentLoop,
        "agent-loop-factory" => LlmCallKind.AgentLoopFactory,
        _ => null,
    };
}
