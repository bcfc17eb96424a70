using System.Collections.Immutable;
using ClaudeCostAnalyzers.CodeFixes;

namespace ClaudeCostAnalyzers.Tool.Fixing;

/// <summary>The fixes of the product, in the order in which they are tried.</summary>
internal static class FixSet
{
    /// <summary>One new instance of every fix. A budget comes first: one scope answers several rules at once.</summary>
    public static ImmutableArray<DocumentFix> CreateAll() =>
    [
        .. typeof(DocumentFix).Assembly.GetTypes()
            .Where(t => !t.IsAbstract && typeof(DocumentFix).IsAssignableFrom(t))
            .OrderBy(t => t == typeof(BudgetScopeFix) ? 0 : 1).ThenBy(t => t.FullName, StringComparer.Ordinal)
            .Select(t => (DocumentFix)Activator.CreateInstance(t, nonPublic: true)!),
    ];
}
