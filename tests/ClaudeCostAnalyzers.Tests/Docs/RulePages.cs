using System.Collections.Immutable;
using ClaudeCostAnalyzers.CodeFixes;
using ClaudeCostAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Tests.Docs;

/// <summary>The rules that the assemblies have, and the pages that describe them.</summary>
internal static class RulePages
{
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = [.. Instances<DiagnosticAnalyzer>(typeof(CostAnalyzer))];

    public static ImmutableArray<DiagnosticDescriptor> Descriptors { get; } =
        [.. Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).DistinctBy(descriptor => descriptor.Id).OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal)];

    public static ImmutableArray<CodeFixProvider> Fixes { get; } = [.. Instances<CodeFixProvider>(typeof(DocumentFix))];

    public static ImmutableHashSet<string> FixableIds { get; } = [.. Fixes.SelectMany(fix => fix.FixableDiagnosticIds)];

    public static string PathOf(string id) => Path.Combine(AppContext.BaseDirectory, "Docs", "rules", id + ".md");

    public static string[] Lines(string id) => File.ReadAllText(PathOf(id)).ReplaceLineEndings("\n").Split('\n');

    /// <summary>The text under a heading of the second level.</summary>
    public static string Section(string id, string heading)
    {
        var lines = Lines(id);
        var start = Array.IndexOf(lines, "## " + heading);
        return start < 0 ? "" : string.Join('\n', lines.Skip(start + 1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)));
    }

    /// <summary>The first C# block in a text.</summary>
    public static string? Code(string text) => text.Split("```csharp\n") is [_, var rest, ..] ? rest.Split("```")[0] : null;

    private static IEnumerable<T> Instances<T>(Type inAssembly) => inAssembly.Assembly.GetTypes()
        .Where(type => !type.IsAbstract && typeof(T).IsAssignableFrom(type)).Select(type => (T)Activator.CreateInstance(type)!);
}
