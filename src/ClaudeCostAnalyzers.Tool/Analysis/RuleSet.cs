using System.Collections.Immutable;
using ClaudeCostAnalyzers.Rules;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Tool.Analysis;

/// <summary>The rules of the product.</summary>
internal static class RuleSet
{
    /// <summary>One new instance of every rule family.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> CreateAll() =>
    [
        .. typeof(CostAnalyzer).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && typeof(CostAnalyzer).IsAssignableFrom(t))
            .OrderBy(t => t.FullName, StringComparer.Ordinal)
            .Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t, nonPublic: true)!),
    ];
}
