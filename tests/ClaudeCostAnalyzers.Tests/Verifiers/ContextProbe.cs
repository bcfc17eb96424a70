using System.Collections.Immutable;
using ClaudeCostAnalyzers.Calls;
using ClaudeCostAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Tests.Verifiers;

#pragma warning disable RS1001, RS1012, RS1036, RS2008 // Never packed.

/// <summary>Reports nothing; run beside other analyzers, it holds on to the context that they share.</summary>
internal sealed class ContextProbe : CostAnalyzer
{
    private static readonly DiagnosticDescriptor s_none = new("CCA0000", "", "", "", DiagnosticSeverity.Hidden, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_none];

    /// <summary>Null: the compilation can call no model, or nothing was analyzed yet.</summary>
    public CostContext? Seen { get; private set; }

    private protected override void Register(CompilationStartAnalysisContext context, CostContext cost) => Seen = cost;
}
