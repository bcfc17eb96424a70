using System.Collections.Immutable;
using ClaudeCostAnalyzers.Syntax;

namespace ClaudeCostAnalyzers.Catalog.Endpoints;

/// <summary>The endpoints of models, by the shape of their URLs: the embedded data file, read once per process. Safe for concurrent use.</summary>
internal sealed class EndpointTable
{
    private static readonly Lazy<EndpointTable> LazyShared = new(() => new EndpointTable(LlmCatalog.ReadRows("Endpoints")));

    private readonly ImmutableArray<Endpoint> endpoints;
    private readonly ImmutableArray<string> freeHosts;
    private readonly ImmutableArray<string> tellingHosts;
    private readonly ImmutableDictionary<string, CatalogRow> senders;
    private readonly ImmutableDictionary<string, string> wrappings;

    public EndpointTable(ImmutableArray<CatalogRow> rows)
    {
        endpoints = rows.Where(row => row.Word == "endpoint").Select(row => new Endpoint(row.Value, row.Parts("host"), row["hint"], BodyCap.Of(row))).ToImmutableArray();
        freeHosts = rows.Where(row => row.Word == "free-host").Select(row => row.Value).ToImmutableArray();
        // Such a name stands in files for other reasons too.
        tellingHosts = rows.Where(row => row.Word == "free-host" && !row.Has("ambiguous")).Select(row => row.Value).ToImmutableArray();
        FreeHostWords = new Words(rows.Where(row => row.Word == "free-host").Select(row => row["word"]).OfType<string>());
        senders = rows.Where(row => row.Word == "send").ToImmutableDictionary(row => row.Value, StringComparer.Ordinal);
        SenderWords = new Words(senders.Keys);
        wrappings = rows.Where(row => row.Word == "wrap").ToImmutableDictionary(row => row.Value, row => row["parameter"] ?? "", StringComparer.Ordinal);

        // What a file must hold for one of its URLs to match. A path that contains another needs no search of its own.
        var paths = endpoints.Select(endpoint => endpoint.Path.TrimStart('/')).Distinct().ToList();
        Mentions = paths.Where(path => !paths.Exists(other => other != path && path.Contains(other))).ToImmutableArray();
        // A path ends where its last word does.
        MentionedWords = new Words(Mentions.Select(mention => mention.Substring(mention.LastIndexOfAny(['/', ':']) + 1)));
    }

    /// <summary>The table of the product.</summary>
    public static EndpointTable Shared => LazyShared.Value;

    /// <summary>Texts of which at least one stands in every file that names an endpoint.</summary>
    public ImmutableArray<string> Mentions { get; }

    /// <summary>Words of which at least one stands in each of these texts.</summary>
    public Words MentionedWords { get; }

    /// <summary>Words of which one stands in most files that name this machine.</summary>
    public Words FreeHostWords { get; }

    /// <summary>Whether <paramref name="url"/> leads to this machine.</summary>
    public bool IsFree(string url)
    {
        Split(url, out var host, out _);
        return host is not null && freeHosts.Any(free => IsHost(host, free));
    }

    /// <summary>The parameter that says where a member of this name sends its body to; null: it sends none.</summary>
    public string? TargetParameter(string member) => senders.TryGetValue(member, out var row) ? row["to"] : null;

    /// <summary>The names of all members that post.</summary>
    public IEnumerable<string> SenderNames => senders.Keys;

    /// <summary>The same, to look for in files.</summary>
    public Words SenderWords { get; }

    /// <summary>The parameter of such a member that holds what is sent, or the request that holds it.</summary>
    public string? BodyParameter(string member) => senders.TryGetValue(member, out var row) ? row["body"] : null;

    /// <summary>The parameter of a constructor (by its type's name) or method (<c>Type.Method</c>) whose value is what is sent in the end; null: another kind of member.</summary>
    public string? WrappedParameter(string member) => wrappings.TryGetValue(member, out var parameter) ? parameter : null;

    /// <summary>The endpoint that a post to <paramref name="url"/> pays for; null: it is not known to be one.</summary>
    /// <param name="url">The URL as far as it is known; <see cref="Unknown"/> stands for what is not.</param>
    /// <param name="fileHas">Whether the file has a text, in whatever case: asked when the URL alone does not tell.</param>
    public Endpoint? Find(string url, Func<string, bool> fileHas)
    {
        Split(url, out var host, out var path);
        if (host is not null && freeHosts.Any(free => IsHost(host, free)))
            return null;
        foreach (var endpoint in endpoints)
        {
            if (!endpoint.IsPath(path))
                continue;
            if (endpoint.Hosts.IsEmpty)
            {
                // Where it goes is configured: to this machine, perhaps, when the file speaks of it.
                if (host is not null || !tellingHosts.Any(fileHas))
                    return endpoint;
            }
            else if (host is not null ? endpoint.Hosts.Any(known => IsHost(host, known)) : endpoint.Hint is { } hint && fileHas(hint))
            {
                return endpoint;
            }
        }

        return null;
    }

    /// <summary>Stands for a part of a URL that is not known.</summary>
    public const char Unknown = '\uFFFF';

    /// <summary>Host with port, null when any part of it is not known; and the path without query.</summary>
    private static void Split(string url, out string? host, out string path)
    {
        var query = url.IndexOfAny(['?', '#']);
        if (query >= 0)
            url = url.Substring(0, query);
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            host = null;
            path = url;
            return;
        }

        var start = scheme + 3;
        var slash = url.IndexOf('/', start);
        host = slash < 0 ? url.Substring(start) : url.Substring(start, slash - start);
        path = slash < 0 ? "" : url.Substring(slash);
        // `https://{resource}.openai.azure.com`: the end of the name tells.
        var unknown = host.LastIndexOf(Unknown);
        if (unknown >= 0)
            host = unknown + 1 < host.Length && host[unknown + 1] == '.' ? host.Substring(unknown + 1) : null;
    }

    private static bool IsHost(string host, string known)
    {
        if (known[0] == ':')
            return host.EndsWith(known, StringComparison.Ordinal);
        var end = host[0] == '[' ? host.IndexOf(']') + 1 : host.IndexOf(':');
        var name = end > 0 ? host.Substring(0, end) : host;
        return known[0] == '.' ? name.EndsWith(known, StringComparison.OrdinalIgnoreCase)
            : name.Equals(known, StringComparison.OrdinalIgnoreCase)
                || (known.IndexOf('.') >= 0 && (name.EndsWith("-" + known, StringComparison.OrdinalIgnoreCase) || name.EndsWith("." + known, StringComparison.OrdinalIgnoreCase)));
    }
}
