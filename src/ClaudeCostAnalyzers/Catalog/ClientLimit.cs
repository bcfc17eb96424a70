using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Catalog;

/// <summary>An option of an SDK's client that limits its requests: how long one may take, or how often it is repeated. Immutable.</summary>
/// <param name="Id">Documentation id of the property, or of the constructor that takes the limit.</param>
/// <param name="Sdk">The SDK's name.</param>
/// <param name="Default">What holds when nobody says another: seconds, or retries after the first attempt; null: not known.</param>
/// <param name="Parameter">Of a constructor: the position of its parameter; -1: it is a property.</param>
internal sealed record ClientLimit(string Id, string Sdk, int? Default, int Parameter)
{
    /// <summary>The simple name of the property, or of the constructor's type.</summary>
    public string Name { get; } = NameOf(Id);

    /// <summary>A number of milliseconds, not a <c>TimeSpan</c>.</summary>
    public bool IsMilliseconds { get; init; }

    /// <summary>A timeout that ends with the response headers: a stalled body or stream hangs on.</summary>
    public bool CoversHeadersOnly { get; init; }

    /// <summary>The namespaces of the types on which it counts; empty: it is the SDK's own.</summary>
    public ImmutableArray<string> Namespaces { get; init; } = ImmutableArray<string>.Empty;

    /// <summary>Whether the option counts on an object of <paramref name="type"/>.</summary>
    public bool CountsOn(ITypeSymbol? type)
    {
        if (Namespaces.IsEmpty)
            return true;
        var name = type?.ContainingNamespace?.ToDisplayString() ?? "";
        return Namespaces.Any(space => name == space || name.StartsWith(space + ".", StringComparison.Ordinal));
    }

    /// <summary>Reads a <c>timeout</c> or <c>retries</c> row.</summary>
    public static ClientLimit Parse(CatalogRow row, string sdk) =>
        new(row.Value, sdk, row["default"] is null ? null : row.Number("default"), row.Number("parameter"))
        {
            IsMilliseconds = row["unit"] == "ms",
            CoversHeadersOnly = row["covers"] == "headers",
            Namespaces = row.Parts("on"),
        };

    private static string NameOf(string id)
    {
        var name = SdkCatalog.TypeAndName(id);
        if (name.EndsWith(".#ctor", StringComparison.Ordinal))
            name = name.Substring(0, name.Length - 6);
        return name.Substring(name.LastIndexOf('.') + 1);
    }
}
