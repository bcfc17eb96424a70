using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>Lowers a number of retries to the ceiling, where it is written. Layers that multiply are for a person to take apart.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RetryFix)), Shared]
public sealed class RetryFix : LimitFix
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("CCA2006");

    private protected override string EquivalenceKey => "ClaudeCost.LowerRetries";

    private protected override string Title(Diagnostic diagnostic, string written) => $"Lower the retries to {written}";
}
