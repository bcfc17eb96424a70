using System.Collections.Immutable;
using ClaudeCostAnalyzers.Generation;
using ClaudeCostAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Tests.Generation;

/// <summary>Compiles source to assemblies as a build does, and analyses what refers to them.</summary>
internal static class Libraries
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.Threading; global using System.Threading.Tasks;";

    public static CSharpCompilation Compile(string name, string source, TestPackages packages = TestPackages.All, params MetadataReference[] more) => CSharpCompilation.Create(
        name,
        [CSharpSyntaxTree.ParseText(source, path: name + ".cs"), CSharpSyntaxTree.ParseText(Usings, path: "Usings.g.cs")],
        [.. TestReferences.Of(packages), .. more],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static GeneratorDriver Driver(bool trackSteps = false) => CSharpGeneratorDriver.Create(
        [new ReachGenerator().AsSourceGenerator()], driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackSteps));

    /// <summary>What the generator writes; null: nothing.</summary>
    public static string? Generate(Compilation compilation)
    {
        var result = Driver().RunGenerators(compilation, TestContext.Current.CancellationToken).GetRunResult();
        Assert.Null(result.Results.Single().Exception);
        return result.GeneratedTrees.SingleOrDefault()?.ToString();
    }

    /// <summary>The members that the generator names, as <c>M:C.Ask | Messages.Create | returns-reply</c>.</summary>
    public static string[] Entries(Compilation compilation) =>
    [
        .. (Generate(compilation) ?? "").Split('\n').Where(line => line.StartsWith("[assembly:", StringComparison.Ordinal))
            .Select(line => string.Join(" | ", line.Split('"').Where((_, index) => index % 2 == 1)).TrimEnd(' ', '|')),
    ];

    /// <summary>The reference assembly of a project, as the build of another one sees it.</summary>
    /// <param name="compilation">The project.</param>
    /// <param name="generate">Whether it uses the package.</param>
    public static MetadataReference Build(CSharpCompilation compilation, bool generate = true)
    {
        Compilation built = compilation;
        if (generate)
            Driver().RunGeneratorsAndUpdateCompilation(compilation, out built, out _, TestContext.Current.CancellationToken);
        using var image = new MemoryStream();
        var emitted = built.Emit(image, options: new(metadataOnly: true, includePrivateMembers: false), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(emitted.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id != "CS1701"));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    /// <summary>The loops that are reported, as <c>CCA1001 lib.AskAsync()</c>.</summary>
    public static async Task<string[]> LoopsAsync(CSharpCompilation compilation) =>
        [.. (await FindAsync(compilation, new BoundAnalyzer())).Select(found => $"{found.Id} {found.Location.SourceTree!.GetText().ToString(found.Location.SourceSpan)}")];

    public static async Task<ImmutableArray<Diagnostic>> FindAsync(CSharpCompilation compilation, DiagnosticAnalyzer analyzer)
    {
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var found = await compilation.WithAnalyzers([analyzer]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. found.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }
}
