using System.Collections.Immutable;
using System.Composition;
using ClaudeCostAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>Sets a timeout in the place of one that never ends, or is above the ceiling.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TimeoutFix)), Shared]
public sealed class TimeoutFix : LimitFix
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("CCA2005");

    private protected override string EquivalenceKey => "ClaudeCost.SetTimeout";

    private protected override string Title(Diagnostic diagnostic, string written) => $"Set the timeout to {written}";

    private protected override string? Written(Diagnostic diagnostic, SyntaxNode value, SemanticModel model, Imports imports)
    {
        if (base.Written(diagnostic, value, model, imports) is not { } lowered || model.Compilation.GetTypeByMetadataName("System.TimeSpan") is not { } time)
            return null;
        return diagnostic.Properties.TryGetValue("IsNumber", out var isNumber) && isNumber == "true" ? lowered : $"{imports.Name(time, value.SpanStart)}.FromMinutes({lowered})";
    }
}
