namespace ClaudeCost.Http;

/// <summary>An address of which somebody has said what answers there.</summary>
internal sealed class ConfiguredEndpoint
{
    private readonly string? host;
    private readonly int port;
    private readonly Endpoint? endpoint;

    private ConfiguredEndpoint(string? host, int port, Endpoint? endpoint, EndpointKind kind)
    {
        this.host = host;
        this.port = port;
        this.endpoint = endpoint;
        Kind = kind;
    }

    public EndpointKind Kind { get; }

    /// <summary>What to read the request as, where the built-in shapes are not asked.</summary>
    public Endpoint? Endpoint => endpoint;

    /// <param name="address">
    /// A host with or without a port, the end of a path after a slash, or both: <c>localhost:8080</c>, <c>/ask/*/model</c>,
    /// <c>llm.example.com/ask</c>. <c>*</c> stands for any one segment.
    /// </param>
    /// <param name="kind">What answers there.</param>
    /// <exception cref="ArgumentException">The address is none.</exception>
    public static ConfiguredEndpoint Parse(string address, EndpointKind kind)
    {
        var trimmed = address.Trim();
        var scheme = trimmed.IndexOf("://", StringComparison.Ordinal);
        trimmed = scheme < 0 ? trimmed : trimmed.Substring(scheme + 3);
        var slash = trimmed.IndexOf('/');
        var authority = slash < 0 ? trimmed : trimmed.Substring(0, slash);
        authority = authority.Substring(authority.LastIndexOf('@') + 1);
        var path = slash < 0 ? "" : trimmed.Substring(slash).Trim('/');
        var host = authority.Length == 0 ? null : authority;
        var port = -1;
        if (host is not null && host.LastIndexOf(':') is > 0 and var colon && host.IndexOf(']', colon) < 0)
        {
            if (!int.TryParse(host.Substring(colon + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out port) || port > 65_535)
            {
                throw Wrong(address);
            }

            host = host.Substring(0, colon);
        }

        if ((host is null && path.Length == 0) || trimmed.IndexOfAny([' ', '?', '#']) >= 0 || (host?.IndexOf('*') ?? -1) >= 0)
        {
            throw Wrong(address);
        }

        ApiFormat? format = kind switch
        {
            EndpointKind.AnthropicMessages => ApiFormat.AnthropicMessages,
            EndpointKind.AnthropicBatches => ApiFormat.AnthropicBatch,
            EndpointKind.OpenAiChat => ApiFormat.OpenAiChat,
            EndpointKind.OpenAiResponses => ApiFormat.OpenAiResponses,
            EndpointKind.OpenAiEmbeddings => ApiFormat.OpenAiEmbeddings,
            EndpointKind.Gemini => ApiFormat.Gemini,
            EndpointKind.BedrockConverse => ApiFormat.Converse,
            EndpointKind.Other or EndpointKind.Free => ApiFormat.Opaque,
            _ => null,
        };
        return new ConfiguredEndpoint(host, port, format is { } its ? new Endpoint(path, its, Certain: true) { IsFree = kind == EndpointKind.Free } : null, kind)
        {
            Path = path.Length == 0 ? null : new Endpoint(path, ApiFormat.Opaque, Certain: true),
        };
    }

    /// <summary>The end of the path; <see langword="null"/> for every path of the host.</summary>
    private Endpoint? Path { get; init; }

    /// <summary>Whether both are of one address: then the later one takes the place of the earlier.</summary>
    public bool IsOf(ConfiguredEndpoint other) =>
        string.Equals(host, other.host, StringComparison.OrdinalIgnoreCase) && port == other.port && string.Equals(Path?.Tail, other.Path?.Tail, StringComparison.OrdinalIgnoreCase);

    public bool Fits(Uri uri) =>
        (host is null || uri.Host.Equals(host, StringComparison.OrdinalIgnoreCase)) && (port < 0 || uri.Port == port) && (Path is null || FitsPath(uri.AbsolutePath, Path));

    private static bool FitsPath(string path, Endpoint its) =>
        its.Fits(path.TrimEnd('/').Split('/')) || (Endpoint.Plain(path) is { } plain && its.Fits(plain.Split('/')));

    /// <summary>An address for messages: without user and query, which may be or hold a key.</summary>
    public static string Shown(string address)
    {
        var query = address.IndexOfAny(['?', '#']);
        var shown = query < 0 ? address : address.Substring(0, query);
        var scheme = shown.IndexOf("://", StringComparison.Ordinal);
        var start = scheme < 0 ? 0 : scheme + 3;
        var slash = shown.IndexOf('/', start);
        var authority = slash < 0 ? shown.Substring(start) : shown.Substring(start, slash - start);
        return shown.Remove(start, authority.LastIndexOf('@') + 1);
    }

    private static ArgumentException Wrong(string address) => new(
        $"'{Shown(address)}' is no address of a model: give a host like 'localhost:8080', the end of a path like '/ask/*/model', or both like 'llm.example.com/ask'.", nameof(address));
}
