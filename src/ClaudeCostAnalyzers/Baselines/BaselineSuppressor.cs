using System.Collections.Immutable;
using ClaudeCostAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Baselines;

/// <summary>
/// Suppresses the findings that stand in the project's baseline, so that a build fails on new ones only. Of several findings
/// of one identity the first ones are suppressed, as many as the baseline has.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BaselineSuppressor : DiagnosticSuppressor
{
    /// <summary>What a suppressed finding gives as its reason.</summary>
    internal const string Justification = "It is in the baseline (" + BaselineFile.Name + ").";

    private static readonly ImmutableDictionary<string, SuppressionDescriptor> s_suppressions =
        Descriptors.Findings.ToImmutableDictionary(rule => rule.Id, rule => new SuppressionDescriptor(rule.Id + "Baseline", rule.Id, Justification));

    /// <inheritdoc />
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = s_suppressions.Values.ToImmutableArray();

    /// <inheritdoc />
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        var known = Known(context.Options.AdditionalFiles, context.CancellationToken);
        if (known.Count == 0)
            return;
        var assembly = context.Compilation.AssemblyName ?? "";
        var findings = context.ReportedDiagnostics
            .OrderBy(diagnostic => diagnostic.Location.GetLineSpan().Path, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start);
        foreach (var diagnostic in findings)
        {
            var key = FindingIdentity.Of(diagnostic, assembly, context.Options.AdditionalFiles, context.CancellationToken).Key;
            if (!known.TryGetValue(key, out var left) || left == 0 || !s_suppressions.TryGetValue(diagnostic.Id, out var suppression))
                continue;
            known[key] = left - 1;
            context.ReportSuppression(Suppression.Create(suppression, diagnostic));
        }
    }

    private static Dictionary<BaselineKey, int> Known(ImmutableArray<AdditionalText> files, CancellationToken cancellation)
    {
        var known = new Dictionary<BaselineKey, int>();
        foreach (var file in files)
        {
            if (!BaselineFile.IsBaseline(file.Path) || file.GetText(cancellation) is not { } text)
                continue;
            // A line that stands twice after a merge is one line.
            foreach (var entry in BaselineFile.Parse(text).Entries)
                known[entry.Key] = Math.Max(entry.Count, known.TryGetValue(entry.Key, out var count) ? count : 0);
        }

        return known;
    }
}
