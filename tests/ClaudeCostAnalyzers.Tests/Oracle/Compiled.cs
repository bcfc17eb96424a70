using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using ClaudeCostAnalyzers.Tests.Oracle.Execution;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ClaudeCostAnalyzers.Tests.Oracle;

/// <summary>Many programs in one compilation, each in a file and class of its own.</summary>
internal sealed class Compiled : IDisposable
{
    private static readonly ImmutableArray<MetadataReference> s_references =
        [.. TestReferences.Of(TestPackages.ExtensionsAI | TestPackages.Runtime), MetadataReference.CreateFromFile(typeof(World).Assembly.Location)];

    private static readonly SyntaxTree s_usings = CSharpSyntaxTree.ParseText(Writer.GlobalUsings, path: "Usings.cs");

    private static readonly CSharpCompilationOptions s_options = new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Debug);

    /// <summary>What all compilations begin with: they share its references' symbols.</summary>
    private static readonly CSharpCompilation s_empty = CSharpCompilation.Create("Oracle", [s_usings], s_references, s_options);

    private readonly AssemblyLoadContext _context = new("oracle", isCollectible: true);

    private Compiled(CSharpCompilation judged, MemoryStream image)
    {
        Judged = judged;
        Assembly = _context.LoadFromStream(image);
    }

    /// <summary>The programs as the engine sees them.</summary>
    public CSharpCompilation Judged { get; }

    /// <summary>The programs as they are executed.</summary>
    public Assembly Assembly { get; }

    /// <summary>The compiler's word on each program that it does not take.</summary>
    public required IReadOnlyDictionary<int, string> Rejected { get; init; }

    public static string NameOf(int program) => $"P{program}";

    /// <summary>Compiles the programs; those with errors are left out and told of.</summary>
    public static Compiled Of(IReadOnlyList<OracleProgram> programs)
    {
        var rejected = new Dictionary<int, string>();
        var kept = programs.ToList<OracleProgram?>();
        while (true)
        {
            using var image = new MemoryStream();
            var emitted = Compile(kept, Writer.Executed).Emit(image);
            if (emitted.Success)
            {
                image.Position = 0;
                return new Compiled(Compile(kept, Writer.Judged), image) { Rejected = rejected };
            }

            foreach (var error in emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            {
                Assert.True(error.Location.SourceTree is not null, error.ToString());
                rejected.TryAdd(ProgramOf(error.Location), error.ToString());
                kept[ProgramOf(error.Location)] = null;
            }
        }
    }

    public void Dispose() => _context.Unload();

    /// <summary>The number of the program that the place belongs to.</summary>
    public static int ProgramOf(Location location) => int.Parse(location.SourceTree!.FilePath[1..^3], System.Globalization.CultureInfo.InvariantCulture);

    private static CSharpCompilation Compile(IReadOnlyList<OracleProgram?> programs, Func<OracleProgram, string, string> write)
    {
        var trees = new List<SyntaxTree>();
        for (var i = 0; i < programs.Count; i++)
        {
            if (programs[i] is { } program)
                trees.Add(CSharpSyntaxTree.ParseText(write(program, NameOf(i)), path: NameOf(i) + ".cs"));
        }

        return s_empty.AddSyntaxTrees(trees);
    }
}
