using System.Collections.Immutable;
using System.Text;
using ClaudeCostAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Benchmarks.Rules;

/// <summary>A rule with a member on which it fires and one on which it is quiet, each a hundred times in a compilation.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Firing">The member on which it fires.</param>
/// <param name="Silent">The member on which it is quiet.</param>
internal sealed record RuleProgram(string Id, string Firing, string Silent)
{
    public const int Copies = 100;

    private const string Head = """
        using System; using System.Collections.Generic; using System.Linq; using System.Net.Http; using System.Threading; using System.Threading.Tasks;
        using Anthropic; using Anthropic.Helpers.Beta; using ClaudeCost; using Microsoft.Extensions.AI;
        public interface ITracker { bool IsComplete(object job); }

        """;

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
    [
        .. typeof(CostAnalyzer).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CostAnalyzer))).Select(type => (CostAnalyzer)Activator.CreateInstance(type)!),
    ];

    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location)
                || Path.GetFileNameWithoutExtension(path) is "Anthropic" or "Microsoft.Extensions.AI.Abstractions" or "ClaudeCostAnalyzers.Runtime")
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>A settings file beside the source on which the rule fires; null: it looks at none.</summary>
    public string? FiringSettings { get; init; }

    /// <summary>One on which it is quiet.</summary>
    public string? SilentSettings { get; init; }

    public Compilation Fires() => Compile(Firing);

    public Compilation IsQuiet() => Compile(Silent);

    /// <summary>What the rule's family finds.</summary>
    public ImmutableArray<Diagnostic> Analyze(Compilation compilation, string? settings) =>
        compilation.WithAnalyzers([.. s_analyzers.Where(analyzer => analyzer.SupportedDiagnostics.Any(rule => rule.Id == Id))], new AnalyzerOptions(FilesOf(settings)))
            .GetAnalyzerDiagnosticsAsync(default).GetAwaiter().GetResult();

    /// <summary>What is not as the rule says, in words.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var (compilation, settings, expected) in new[] { (Fires(), FiringSettings, true), (IsQuiet(), SilentSettings, false) })
        {
            if (compilation.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } error)
                yield return $"{Id}: {error}";
            var found = Analyze(compilation, settings).Count(diagnostic => diagnostic.Id == Id);
            if (expected ? found < Copies : found > 0)
                yield return $"{Id}: {found} findings where {(expected ? "each member has one" : "there is none")}";
        }
    }

    private static ImmutableArray<AdditionalText> FilesOf(string? settings) =>
        settings is null ? [] : [.. Enumerable.Range(0, Copies).Select(i => new SettingsText($"/{i}/appsettings.json", settings))];

    private sealed class SettingsText(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    private CSharpCompilation Compile(string member)
    {
        var source = new StringBuilder(Head);
        for (var i = 0; i < Copies; i++)
            source.Append("public class Sample").Append(i).Append("(IAnthropicClient client, IChatClient chat, ITracker tracker) { ").Append(member).AppendLine(" }");
        return CSharpCompilation.Create("Samples", [CSharpSyntaxTree.ParseText(source.ToString(), path: "/Samples.cs")], s_references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, specificDiagnosticOptions: [new(Id, ReportDiagnostic.Warn)]));
    }
}
