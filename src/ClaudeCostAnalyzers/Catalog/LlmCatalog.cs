using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Catalog;

/// <summary>Every SDK that the product knows: the embedded data files, read once per process. Safe for concurrent use.</summary>
internal static class LlmCatalog
{
    private const string ResourcePrefix = "Catalog.";
    private const string ResourceSuffix = ".rows";

    private static readonly Lazy<ImmutableArray<SdkCatalog>> LazySdks = new(ReadAll);

    /// <summary>All SDKs, in the order of their files' names.</summary>
    public static ImmutableArray<SdkCatalog> Sdks => LazySdks.Value;

    /// <summary>Whether the compilation is that of an SDK of the catalogue: it has the name of its assembly and declares its types.</summary>
    public static bool IsSdk(Compilation compilation) => Sdks.Any(sdk => sdk.AssemblyNames.Contains(compilation.AssemblyName ?? "", StringComparer.OrdinalIgnoreCase)
        && sdk.Anchors.Any(anchor => compilation.Assembly.GetTypeByMetadataName(anchor) is not null));

    /// <summary>The rows of an embedded data file, such as <c>Keys</c>; none when there is no such file.</summary>
    public static ImmutableArray<CatalogRow> ReadRows(string file)
    {
        using var stream = typeof(LlmCatalog).Assembly.GetManifestResourceStream(ResourcePrefix + file + ResourceSuffix);
        if (stream is null)
            return ImmutableArray<CatalogRow>.Empty;
        using var reader = new StreamReader(stream);
        return CatalogRow.ParseAll(reader.ReadToEnd());
    }

    private static ImmutableArray<SdkCatalog> ReadAll() =>
        typeof(LlmCatalog).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal) && name.EndsWith(ResourceSuffix, StringComparison.Ordinal))
            .OrderBy(name => name, StringComparer.Ordinal)
            .Select(name => ReadRows(name.Substring(ResourcePrefix.Length, name.Length - ResourcePrefix.Length - ResourceSuffix.Length)))
            // Files of another kind, such as the shapes of keys, do not begin with an SDK.
            .Where(rows => !rows.IsEmpty && rows[0].Word == "sdk")
            .Select(rows => new SdkCatalog(rows))
            .ToImmutableArray();
}
