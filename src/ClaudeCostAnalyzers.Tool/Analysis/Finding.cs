using System.Collections.Immutable;
using ClaudeCostAnalyzers.Baselines;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Tool.Analysis;

/// <summary>A place in source. Lines and columns count from 1, as people and editors do.</summary>
/// <param name="File">The full path; the hint path of a source generator for generated code.</param>
/// <param name="Excerpt">The line's code with long literals and comments taken out: it is safe to print.</param>
internal sealed record SourceSpot(string File, int Line, int Column, int EndLine, int EndColumn, string Excerpt);

/// <summary>One finding of a rule.</summary>
/// <param name="Rule">The rule's descriptor.</param>
/// <param name="Severity">The severity that the user's configuration gives it here.</param>
/// <param name="Message">One sentence that names the call and the remedy. Rules mask secrets themselves.</param>
/// <param name="Spot">Where it is.</param>
/// <param name="Path">The way from the loop to the call, in order; empty when the rule has none.</param>
/// <param name="Suppression">How the source or the baseline suppresses it; null when nothing does.</param>
/// <param name="Properties">What the rule adds for tools.</param>
/// <param name="Project">The full path of the project.</param>
/// <param name="Identities">What a baseline knows it by: one for each assembly that its file is compiled into.</param>
internal sealed record Finding(
    DiagnosticDescriptor Rule,
    DiagnosticSeverity Severity,
    string Message,
    SourceSpot Spot,
    ImmutableArray<SourceSpot> Path,
    Suppression? Suppression,
    ImmutableDictionary<string, string?> Properties,
    string Project,
    ImmutableArray<(string Assembly, FindingIdentity Identity)> Identities)
{
    public string Id => Rule.Id;

    /// <summary>Whether the rule is about a secret. Nothing of the source, and no property, is shown for such a finding.</summary>
    public bool IsAboutSecret => Rule.Category == "Security" || Id.StartsWith("CCA3", StringComparison.Ordinal);
}

/// <summary>A suppression: in source, by <c>#pragma</c> or attribute, or by the baseline.</summary>
/// <param name="Justification">What the attribute gives as a reason, or that it is in the baseline.</param>
/// <param name="IsBaseline">Whether it is the baseline's.</param>
internal sealed record Suppression(string? Justification, bool IsBaseline = false);
