using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Catalog;
using ClaudeCostAnalyzers.Configuration;
using ClaudeCostAnalyzers.Rules.Settings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Rules;

/// <summary>CCA0001: a setting of the product that cannot be used.</summary>
/// <remarks>
/// Positive: a value of another form or beyond its limits; a key in the namespace <c>claude_cost</c>, or in that of a rule,
/// that the product does not have: most often a misspelt one, or an option of another rule. Negative: keys of other products, keys without a value here.
/// The compiler does not tell analyzers which configuration file a value comes from, so the finding is at the start of the
/// first file that the value is in force for, once for each key and value.
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConfigurationAnalyzer : CostAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.InvalidOption);

    // A setting is in force for generated files too, and some projects have no others.
    private protected override GeneratedCodeAnalysisFlags GeneratedCode => GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics;

    private protected override bool JudgesCalls => false;

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost)
    {
        // Found here, in the order of the files, so that the place of a finding does not depend on which file is analyzed first.
        var findings = Find(context.Compilation, context.Options.AnalyzerConfigOptionsProvider);
        // A section for settings files alone is in force for no source file.
        if (context.Options.AdditionalFiles.Any(file => SettingsFile.Is(file.Path)))
            context.RegisterAdditionalFileAction(file => AnalyzeSettings(file, findings));
        if (findings.Count == 0)
            return;
        context.RegisterSyntaxTreeAction(tree =>
        {
            foreach (var finding in findings.Where(finding => finding.Value == tree.Tree))
            {
                var (key, value, allowed) = finding.Key;
                tree.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.InvalidOption, Location.Create(tree.Tree, new TextSpan(0, 0)), value, key, allowed, FileName(tree.Tree.FilePath)));
            }
        });
    }

    private static void AnalyzeSettings(AdditionalFileAnalysisContext context, Dictionary<InvalidOption, SyntaxTree> known)
    {
        var file = context.AdditionalFile;
        if (!SettingsFile.Is(file.Path))
            return;
        foreach (var invalid in CostOptions.FindInvalid(context.Options.AnalyzerConfigOptionsProvider.GetOptions(file)))
        {
            if (!known.ContainsKey(invalid))
                context.ReportDiagnostic(Diagnostic.Create(Descriptors.InvalidOption, Location.Create(file.Path, default, default), invalid.Value, invalid.Key, invalid.Allowed, FileName(file.Path)));
        }
    }

    private static Dictionary<InvalidOption, SyntaxTree> Find(Compilation compilation, AnalyzerConfigOptionsProvider provider)
    {
        var findings = new Dictionary<InvalidOption, SyntaxTree>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var invalid in CostOptions.FindInvalid(provider.GetOptions(tree)))
            {
                // A file that somebody wrote is the better place.
                if (!findings.TryGetValue(invalid, out var first) || IsGenerated(first) && !IsGenerated(tree))
                    findings[invalid] = tree;
            }
        }

        // Listing all keys of every file would cost more than it finds: they rarely differ.
        if (compilation.SyntaxTrees.FirstOrDefault(tree => !IsGenerated(tree)) is { } written)
        {
            foreach (var unknown in CostOptions.FindUnknown(provider.GetOptions(written)))
                findings[unknown] = written;
        }

        return findings;
    }

    private static bool IsGenerated(SyntaxTree tree) => tree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase)
        || tree.FilePath.EndsWith(".AssemblyInfo.cs", StringComparison.OrdinalIgnoreCase)
        || tree.FilePath.EndsWith(".AssemblyAttributes.cs", StringComparison.OrdinalIgnoreCase);

    private static string FileName(string path) => path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
}
