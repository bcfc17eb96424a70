using System.Collections.Concurrent;
using ClaudeCostAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ClaudeCostAnalyzers.Tests.Catalog;

/// <summary>
/// Assemblies with the names, namespaces and declarations of SDKs that are not at hand as packages: one source file each
/// in the folder Stubs, compiled on demand.
/// </summary>
internal static class StubAssemblies
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.Net.Http;
        global using System.Threading; global using System.Threading.Tasks;
        """;

    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Catalog", "Stubs");
    private static readonly ConcurrentDictionary<string, MetadataReference> s_compiled = new();

    /// <summary>The names of all assemblies.</summary>
    public static IEnumerable<string> All => Directory.EnumerateFiles(s_folder, "*.cs").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    /// <summary>Those whose reference means that <paramref name="sdk"/> can be called.</summary>
    public static IEnumerable<string> Of(SdkCatalog sdk) => All.Where(sdk.AssemblyNames.Contains);

    public static MetadataReference Reference(string assembly) => s_compiled.GetOrAdd(assembly, static name =>
    {
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(s_folder, name + ".cs")))],
            TestReferences.Of(TestPackages.ExtensionsAI | TestPackages.OpenAI),
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        Assert.True(emitted.Success, name + ": " + string.Join('\n', emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return MetadataReference.CreateFromImage(image.ToArray());
    });

    /// <summary>A compilation of <paramref name="source"/> that references the assemblies and what they need.</summary>
    public static CSharpCompilation Compile(string source, params string[] assemblies) => CSharpCompilation.Create(
        "Test",
        [CSharpSyntaxTree.ParseText(Usings), CSharpSyntaxTree.ParseText(source)],
        [.. TestReferences.Of(TestPackages.ExtensionsAI | TestPackages.OpenAI), .. assemblies.Select(Reference)],
        new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
}
