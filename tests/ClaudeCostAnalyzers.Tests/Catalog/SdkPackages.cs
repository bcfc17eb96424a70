using System.Reflection;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Tests.Verifiers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ClaudeCostAnalyzers.Tests.Catalog;

/// <summary>The real packages that the catalogue's rows were written for, in each version that they name.</summary>
internal static class SdkPackages
{
    private static readonly string Root = typeof(SdkPackages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "NuGetPackageRoot").Value!;

    private static readonly string[] Frameworks = ["net10.0", "net9.0", "net8.0", "netstandard2.0"];

    /// <summary>Package and version of every <c>package</c> row.</summary>
    public static IEnumerable<(SdkCatalog Sdk, string Package, Version Version)> All =>
        from sdk in LlmCatalog.Sdks
        from row in sdk.Rows
        where row.Word == "package"
        from version in row.Parts("versions")
        select (sdk, row.Value, Version.Parse(version));

    /// <summary>An empty compilation that references the package.</summary>
    public static CSharpCompilation Compile(string package, Version version, out IAssemblySymbol assembly)
    {
        var folder = Path.Combine(Root, package.ToLowerInvariant(), version.ToString(), "lib");
        var library = Frameworks.Select(framework => Path.Combine(folder, framework)).First(Directory.Exists);
        var reference = MetadataReference.CreateFromFile(Directory.GetFiles(library, "*.dll").Single());
        // The other packages in the versions of the build: what the library's own signatures name.
        var others = TestReferences.Of(TestPackages.AllLlm).Where(other => Path.GetFileName(other.Display) != Path.GetFileName(reference.Display));
        var compilation = CSharpCompilation.Create("Test", references: [.. others, reference], options: new(OutputKind.DynamicallyLinkedLibrary));
        assembly = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(reference)!;
        return compilation;
    }
}
