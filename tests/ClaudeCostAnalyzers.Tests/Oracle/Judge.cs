using System.Collections.Immutable;
using ClaudeCostAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Tests.Oracle;

/// <summary>The engine's word on the call sites of programs.</summary>
internal static class Judge
{
    /// <summary>The rules that say of a call that it is not bounded.</summary>
    public static IReadOnlySet<string> Rules { get; } = new HashSet<string> { "CCA1001", "CCA1002", "CCA1003", "CCA1004", "CCA1005", "CCA1009" };

    /// <summary>The rule that says no more than that it does not know.</summary>
    public const string Unproven = "CCA1009";

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
    [
        .. typeof(CostAnalyzer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CostAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
            .Where(analyzer => analyzer.SupportedDiagnostics.Any(descriptor => Rules.Contains(descriptor.Id))),
    ];

    public static bool Supports(string rule) => s_analyzers.Any(analyzer => analyzer.SupportedDiagnostics.Any(descriptor => descriptor.Id == rule));

    /// <summary>For each program the call sites that are reported, with their rules.</summary>
    public static async Task<ILookup<int, (string Site, string Rule)>> RunAsync(Compiled programs, CancellationToken cancellation)
    {
        var reported = new List<(int Program, string Site, string Rule)>();
        foreach (var diagnostic in await programs.Judged.WithAnalyzers(s_analyzers).GetAnalyzerDiagnosticsAsync(cancellation))
        {
            Assert.NotEqual("AD0001", diagnostic.Id);
            if (!Rules.Contains(diagnostic.Id))
                continue;
            foreach (var site in Sites(diagnostic))
                reported.Add((Compiled.ProgramOf(diagnostic.Location), site, diagnostic.Id));
        }

        return reported.ToLookup(report => report.Program, report => (report.Site, report.Rule));
    }

    /// <summary>The prompts within the reported call; where it has none of its own, those of the members that it names, and of the members that they name.</summary>
    private static HashSet<string> Sites(Diagnostic diagnostic)
    {
        var root = diagnostic.Location.SourceTree!.GetRoot();
        var sites = new HashSet<string>();
        var seen = new HashSet<SyntaxNode>();
        var pending = new Stack<SyntaxNode>([root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true)]);
        var functions = SiteFunctions.Of(root);
        while (pending.TryPop(out var node))
        {
            if (!seen.Add(node))
                continue;
            sites.UnionWith(SiteFunctions.Prompts(node));
            foreach (var name in SiteFunctions.Names(node))
            {
                foreach (var function in functions[name])
                    pending.Push(function);
            }
        }

        return sites;
    }
}
