using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>Lowers a cap on output tokens to the ceiling, where the number is written.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OutputCeilingFix)), Shared]
public sealed class OutputCeilingFix : LimitFix
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("CCA2004");

    private protected override string EquivalenceKey => "ClaudeCost.LowerOutputCap";

    private protected override string Title(Diagnostic diagnostic, string written) =>
        $"Lower {(diagnostic.Properties.TryGetValue("CapMember", out var cap) ? cap!.Substring(cap.LastIndexOf('.') + 1) : "the cap")} to {written}";
}
