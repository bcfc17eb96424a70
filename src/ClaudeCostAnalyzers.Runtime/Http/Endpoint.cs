namespace ClaudeCost.Http;

/// <summary>One shape of a billable endpoint.</summary>
/// <param name="Tail">
/// The last segments of the path. <c>*</c> stands for any one segment, <c>*:verb</c> for any that ends in <c>:verb</c>. What
/// comes before (host, gateway prefix, version) does not matter.
/// </param>
/// <param name="Format">How request and reply are read.</param>
/// <param name="Certain">
/// Whether the path alone tells. Otherwise other services use such paths too (surveys have <c>/responses</c>, chats have
/// <c>/messages</c>), and a readable body must look like a request to a model.
/// </param>
/// <param name="ModelSegment">Which segment of <paramref name="Tail"/> names the model or deployment, or -1.</param>
internal sealed record Endpoint(string Tail, ApiFormat Format, bool Certain, int ModelSegment = -1)
{
    private static readonly Endpoint[] All =
    [
        // Anthropic, directly or behind a gateway. /v1/messages/count_tokens is free and has no such tail.
        new("v1/messages", ApiFormat.AnthropicMessages, Certain: false),
        new("v1/messages/batches", ApiFormat.AnthropicBatch, Certain: false),
        new("v1/complete", ApiFormat.Opaque, Certain: false),

        // OpenAI and what is compatible with it.
        new("chat/completions", ApiFormat.OpenAiChat, Certain: true),
        new("completions", ApiFormat.OpenAiChat, Certain: false),
        new("responses", ApiFormat.OpenAiResponses, Certain: false),
        new("responses/compact", ApiFormat.OpenAiResponses, Certain: false),
        new("embeddings", ApiFormat.OpenAiEmbeddings, Certain: false),
        new("v1/batches", ApiFormat.OpaqueBatch, Certain: false),
        new("openai/batches", ApiFormat.OpaqueBatch, Certain: false),
        new("images/generations", ApiFormat.Opaque, Certain: false),
        new("images/edits", ApiFormat.Opaque, Certain: true),
        new("images/variations", ApiFormat.Opaque, Certain: true),
        new("v1/videos", ApiFormat.Opaque, Certain: false),
        new("v1/videos/*/remix", ApiFormat.Opaque, Certain: true),
        new("audio/speech", ApiFormat.Opaque, Certain: false),
        new("audio/transcriptions", ApiFormat.Opaque, Certain: true),
        new("audio/translations", ApiFormat.Opaque, Certain: true),
        new("threads/runs", ApiFormat.Opaque, Certain: false),
        new("threads/*/runs", ApiFormat.Opaque, Certain: false),
        new("threads/*/runs/*/submit_tool_outputs", ApiFormat.Opaque, Certain: true),

        // Azure OpenAI: the deployment stands in the path.
        new("openai/deployments/*/chat/completions", ApiFormat.OpenAiChat, Certain: true, ModelSegment: 2),
        new("openai/deployments/*/completions", ApiFormat.OpenAiChat, Certain: true, ModelSegment: 2),
        new("openai/deployments/*/embeddings", ApiFormat.OpenAiEmbeddings, Certain: true, ModelSegment: 2),

        // Claude on Vertex AI and on Amazon Bedrock: the Messages format, the model in the path.
        new("models/*:rawPredict", ApiFormat.AnthropicMessages, Certain: true, ModelSegment: 1),
        new("models/*:streamRawPredict", ApiFormat.AnthropicMessages, Certain: true, ModelSegment: 1),
        new("model/*/invoke", ApiFormat.AnthropicMessages, Certain: true, ModelSegment: 1),
        new("model/*/invoke-with-response-stream", ApiFormat.AnthropicMessages, Certain: true, ModelSegment: 1),
        new("model/*/converse", ApiFormat.Converse, Certain: true, ModelSegment: 1),
        new("model/*/converse-stream", ApiFormat.Converse, Certain: true, ModelSegment: 1),
        new("model/*/invoke-with-bidirectional-stream", ApiFormat.Opaque, Certain: true, ModelSegment: 1),
        new("model-invocation-job", ApiFormat.OpaqueBatch, Certain: true),

        // What calls models at Bedrock by itself, as often as it thinks right.
        new("agents/*/agentAliases/*/sessions/*/text", ApiFormat.Opaque, Certain: true),
        new("retrieveAndGenerate", ApiFormat.Opaque, Certain: true),
        new("retrieveAndGenerateStream", ApiFormat.Opaque, Certain: true),

        // Gemini.
        new("models/*:generateContent", ApiFormat.Gemini, Certain: true, ModelSegment: 1),
        new("models/*:streamGenerateContent", ApiFormat.Gemini, Certain: true, ModelSegment: 1),
        new("tunedModels/*:generateContent", ApiFormat.Gemini, Certain: true, ModelSegment: 1),
        new("tunedModels/*:streamGenerateContent", ApiFormat.Gemini, Certain: true, ModelSegment: 1),
        new("endpoints/*:generateContent", ApiFormat.Gemini, Certain: true, ModelSegment: 1),
        new("endpoints/*:streamGenerateContent", ApiFormat.Gemini, Certain: true, ModelSegment: 1),
        new("models/*:embedContent", ApiFormat.Opaque, Certain: true, ModelSegment: 1),
        new("models/*:batchEmbedContents", ApiFormat.Opaque, Certain: true, ModelSegment: 1),
        new("models/*:batchGenerateContent", ApiFormat.OpaqueBatch, Certain: true, ModelSegment: 1),
        new("v1beta/interactions", ApiFormat.Opaque, Certain: false),

        // Pictures, films and embeddings of Google. Servers of other models have paths like v1/models/*:predict.
        new("v1beta/models/*:predict", ApiFormat.Opaque, Certain: true, ModelSegment: 2),
        new("v1beta/models/*:predictLongRunning", ApiFormat.Opaque, Certain: true, ModelSegment: 2),
        new("publishers/*/models/*:predict", ApiFormat.Opaque, Certain: true, ModelSegment: 3),
        new("publishers/*/models/*:predictLongRunning", ApiFormat.Opaque, Certain: true, ModelSegment: 3),

        // Google's clients speak gRPC.
        .. from service in new[]
           {
               "google.cloud.aiplatform.v1.PredictionService", "google.cloud.aiplatform.v1beta1.PredictionService",
               "google.ai.generativelanguage.v1.GenerativeService", "google.ai.generativelanguage.v1beta.GenerativeService",
           }
           from method in new[] { "GenerateContent", "StreamGenerateContent", "RawPredict", "StreamRawPredict", "Predict" }
           select new Endpoint($"{service}/{method}", ApiFormat.Opaque, Certain: true),
    ];

    private static readonly Dictionary<string, Endpoint[]> ByLastSegment = All
        .GroupBy(endpoint => LastSegment(endpoint.segments), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(
            group => group.Key,
            group => group.OrderByDescending(endpoint => endpoint.segments.Length).ToArray(),
            StringComparer.OrdinalIgnoreCase);

    private static readonly object Gate = new();
    private static volatile ConfiguredEndpoint[] configured = [];

    private readonly string[] segments = Tail.Length == 0 ? [] : Tail.Split('/');

    /// <summary>Whether its prices and its usage are Anthropic's.</summary>
    public bool IsAnthropic => Format is ApiFormat.AnthropicMessages or ApiFormat.AnthropicBatch;

    /// <summary>Whether it costs no dollars.</summary>
    public bool IsFree { get; init; }

    /// <summary>Addresses of which somebody has said what answers there; the latest word counts.</summary>
    public static void Configure(ConfiguredEndpoint endpoint)
    {
        lock (Gate)
        {
            configured = [endpoint, .. configured.Where(other => !other.IsOf(endpoint))];
        }

        Destination.Forget();
    }

    /// <summary>For tests.</summary>
    public static int ConfiguredCount => configured.Length;

    /// <summary>For tests.</summary>
    public static void ForgetConfigured()
    {
        configured = [];
        Destination.Forget();
    }

    /// <summary>Whether models of other makers answer at the same address, in formats of their own.</summary>
    public bool HasManyFormats => Format == ApiFormat.AnthropicMessages && ModelSegment >= 0;

    /// <summary>The endpoint that a request goes to, if it is one that costs money.</summary>
    /// <param name="method">Only POST makes a model work; GET reads what is there.</param>
    /// <param name="uri">The address; only its path counts.</param>
    /// <param name="modelInPath">The model or deployment that the path names.</param>
    public static Endpoint? Match(HttpMethod method, Uri? uri, out string? modelInPath)
    {
        modelInPath = null;
        var own = configured;
        if (own.Length > 0 && method == HttpMethod.Post && uri is { IsAbsoluteUri: true })
        {
            if (Array.Find(own, candidate => candidate.Fits(uri)) is { } found)
            {
                // A free model at an address of a known shape is read by that shape.
                return found.Kind == EndpointKind.Free && MatchKnown(method, uri, out modelInPath) is { } known ? known with { IsFree = true } : found.Endpoint;
            }
        }

        var endpoint = MatchKnown(method, uri, out modelInPath);
        return endpoint is not null && IsOllama(uri!) ? endpoint with { IsFree = true } : endpoint;
    }

    /// <summary>Ollama on this machine, by its port: its shapes are OpenAI's, and what it runs costs nothing.</summary>
    private static bool IsOllama(Uri uri) => uri is { Port: 11434, IsLoopback: true };

    private static Endpoint? MatchKnown(HttpMethod method, Uri? uri, out string? modelInPath)
    {
        modelInPath = null;
        if (method != HttpMethod.Post || uri is not { IsAbsoluteUri: true })
        {
            return null;
        }

        return FindKnown(uri.AbsolutePath, out modelInPath)
            ?? (Plain(uri.AbsolutePath) is { } plain ? FindKnown(plain, out modelInPath) : null);
    }

    /// <summary>
    /// The path as servers read it that take two slashes for one, and read what is written as percent; <see langword="null"/> if it has
    /// neither.
    /// </summary>
    public static string? Plain(string path) => path.Contains("//") || path.IndexOf('%') >= 0
        ? "/" + string.Join("/", Uri.UnescapeDataString(path).Split(['/'], StringSplitOptions.RemoveEmptyEntries).Select(static segment => segment.Trim()))
        : null;

    private static Endpoint? FindKnown(string path, out string? modelInPath)
    {
        modelInPath = null;
        var end = path.Length;
        while (end > 0 && path[end - 1] == '/')
        {
            end--;
        }

        if (end == 0)
        {
            return null;
        }

        var last = path.LastIndexOf('/', end - 1) + 1;
        var colon = path.LastIndexOf(':', end - 1, end - last);
        var key = path.Substring(colon < 0 ? last : colon, end - (colon < 0 ? last : colon));
        if (!ByLastSegment.TryGetValue(key, out var candidates))
        {
            return null;
        }

        var actual = path.Substring(0, end).Split('/');
        foreach (var candidate in candidates)
        {
            if (candidate.Fits(actual))
            {
                modelInPath = candidate.ModelIn(actual);
                return candidate;
            }
        }

        return null;
    }

    private static string LastSegment(string[] segments)
    {
        var last = segments[segments.Length - 1];
        return last.StartsWith("*:", StringComparison.Ordinal) ? last.Substring(1) : last;
    }

    /// <summary>Whether a path, split at its slashes, ends like this.</summary>
    public bool Fits(string[] actual)
    {
        // The first entry of an absolute path is empty: it is no segment.
        if (actual.Length - 1 < segments.Length)
        {
            return false;
        }

        for (var i = 0; i < segments.Length; i++)
        {
            var pattern = segments[i];
            var segment = actual[actual.Length - segments.Length + i];
            var fits = pattern == "*"
                ? segment.Length > 0
                : pattern.StartsWith("*:", StringComparison.Ordinal)
                    ? segment.EndsWith(pattern.Substring(1), StringComparison.OrdinalIgnoreCase)
                    : segment.Equals(pattern, StringComparison.OrdinalIgnoreCase);
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    private string? ModelIn(string[] actual)
    {
        if (ModelSegment < 0)
        {
            return null;
        }

        var segment = actual[actual.Length - segments.Length + ModelSegment];
        var pattern = segments[ModelSegment];
        var name = pattern.StartsWith("*:", StringComparison.Ordinal) ? segment.Substring(0, segment.Length - pattern.Length + 1) : segment;
        return Usage.ModelNames.WithoutKey(Uri.UnescapeDataString(name));
    }
}
