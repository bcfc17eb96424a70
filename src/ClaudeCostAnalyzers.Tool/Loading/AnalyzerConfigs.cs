using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Tool.Loading;

/// <summary>The <c>.editorconfig</c> and <c>.globalconfig</c> files of one project: severities and options per file.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class AnalyzerConfigs
{
    private readonly AnalyzerConfigSet set;
    private readonly ConcurrentDictionary<string, AnalyzerConfigOptionsResult> byPath = new(StringComparer.Ordinal);

    private AnalyzerConfigs(AnalyzerConfigSet set, IReadOnlyList<(string, SourceText)> files)
    {
        this.set = set;
        Files = files;
        OptionsProvider = new Options(this);
        SeverityProvider = new Severities(this);
    }

    /// <summary>The files that could be read.</summary>
    public IReadOnlyList<(string Path, SourceText Text)> Files { get; }

    /// <summary>What analyzers and generators read.</summary>
    public AnalyzerConfigOptionsProvider OptionsProvider { get; }

    /// <summary>What the compiler reads to decide a diagnostic's severity.</summary>
    public SyntaxTreeOptionsProvider SeverityProvider { get; }

    /// <summary>Reads the files; those that cannot be read are noted and left out.</summary>
    public static AnalyzerConfigs Read(IEnumerable<string> paths, ICollection<Note> notes)
    {
        var configs = new List<AnalyzerConfig>();
        var files = new List<(string, SourceText)>();
        foreach (var path in paths)
        {
            try
            {
                using var stream = File.OpenRead(path);
                var text = SourceText.From(stream);
                configs.Add(AnalyzerConfig.Parse(text, path));
                files.Add((path, text));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                notes.Add(new(NoteLevel.Warning, $"{path} cannot be read ({e.Message}); its settings do not apply.", "Make the file readable.", path));
            }
        }

        var set = AnalyzerConfigSet.Create(configs, out var problems);
        foreach (var problem in problems)
            notes.Add(Problem(problem));
        return new(set, files);
    }

    /// <summary>What is wrong in the configs that apply to these files, for example a severity that does not exist.</summary>
    public IEnumerable<Note> FindProblems(IEnumerable<string> sources) =>
        sources.SelectMany(s => For(s).Diagnostics).Concat(set.GlobalConfigOptions.Diagnostics)
            .Select(d => Problem(d)).Distinct();

    private static Note Problem(Diagnostic diagnostic) =>
        new(NoteLevel.Warning, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), "Correct the setting.");

    private AnalyzerConfigOptionsResult For(string path) => byPath.GetOrAdd(path, set.GetOptionsForSourcePath);

    private sealed class Options(AnalyzerConfigs configs) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(configs.set.GlobalConfigOptions.AnalyzerOptions);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values(configs.For(tree.FilePath).AnalyzerOptions);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values(configs.For(textFile.Path).AnalyzerOptions);
    }

    private sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override IEnumerable<string> Keys => values.Keys;

        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) =>
            values.TryGetValue(key, out value);
    }

    private sealed class Severities(AnalyzerConfigs configs) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) =>
            configs.For(tree.FilePath).AnalyzerOptions.TryGetValue("generated_code", out var text) && bool.TryParse(text, out var generated)
                ? generated ? GeneratedKind.MarkedGenerated : GeneratedKind.NotGenerated
                : GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            configs.For(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            configs.set.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);
    }
}
