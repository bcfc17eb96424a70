using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Tests.Verifiers;

/// <summary>What test source may call besides .NET itself.</summary>
[Flags]
public enum TestPackages
{
    None = 0,
    Anthropic = 1,
    OpenAI = 2,
    ExtensionsAI = 4,

    /// <summary>ClaudeCostAnalyzers.Runtime: the namespace ClaudeCost.</summary>
    Runtime = 8,
    AllLlm = Anthropic | OpenAI | ExtensionsAI,

    /// <summary>Polly, with the API of version 7 and that of version 8.</summary>
    Polly = 16,
    All = AllLlm | Runtime | Polly,
}

/// <summary>References for test source, read once per process: the framework that the tests run on and the real LLM packages.</summary>
public static class TestReferences
{
    private static readonly ImmutableArray<MetadataReference> Framework =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly Dictionary<string, MetadataReference> Loaded = [];

    private static readonly (TestPackages Package, ImmutableArray<MetadataReference> References)[] Packages =
    [
        // The client's public API shows types of the abstractions, so it cannot be compiled against without them.
        (TestPackages.Anthropic, Load("Anthropic", "Microsoft.Extensions.AI.Abstractions")),
        (TestPackages.OpenAI, Load("OpenAI", "System.ClientModel", "System.Memory.Data")),
        (TestPackages.ExtensionsAI, Load("Microsoft.Extensions.AI.Abstractions")),
        (TestPackages.Runtime, Load("ClaudeCostAnalyzers.Runtime")),
        (TestPackages.Polly, Load("Polly", "Polly.Core")),
    ];

    /// <summary>The framework and <paramref name="packages"/>.</summary>
    public static IEnumerable<MetadataReference> Of(TestPackages packages) =>
        Framework.Concat(Packages.Where(entry => packages.HasFlag(entry.Package)).SelectMany(entry => entry.References)).Distinct();

    private static ImmutableArray<MetadataReference> Load(params string[] names) =>
    [
        .. names.Select(name => Loaded.TryGetValue(name, out var reference)
            ? reference
            : Loaded[name] = MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, name + ".dll"))),
    ];
}
