using System.Collections.Immutable;
using System.Globalization;
using ClaudeCostAnalyzers.Catalog.Keys;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Rules.Keys;

/// <summary>What the rules about credentials in source report, and what their fix is told. Nothing here holds more of a credential than its last four characters.</summary>
internal static class KeyReports
{
    /// <summary>Reports a credential.</summary>
    /// <param name="context">Where it was found.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="at">What is underlined.</param>
    /// <param name="home">Where such a credential belongs.</param>
    /// <param name="span">What <see cref="Span"/> says; empty when what is reported is not a text as a whole.</param>
    /// <param name="arguments">The message's arguments.</param>
    public static void Report(SyntaxNodeAnalysisContext context, DiagnosticDescriptor rule, SyntaxNode at, KeyHome home, string span, params object[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(
            rule,
            at.GetLocation(),
            Properties(home, span),
            arguments));

    /// <summary>What the fix is told.</summary>
    public static ImmutableDictionary<string, string?> Properties(KeyHome home, string span) => ImmutableDictionary<string, string?>.Empty
        .Add(DiagnosticProperties.Provider, home.Provider)
        .Add(DiagnosticProperties.KeyVariable, home.Variable)
        .Add(DiagnosticProperties.KeyConfiguration, home.Configuration)
        .Add(DiagnosticProperties.KeySpan, span);

    /// <summary>Where in its text a credential stands, for the fix: <c>start,length</c>, or <c>whole</c>.</summary>
    /// <param name="text">The text of what is reported, all of it.</param>
    /// <param name="start">Where the credential begins.</param>
    /// <param name="length">How long it is.</param>
    public static string Span(string text, int start, int length) =>
        start == 0 && length == text.Length ? "whole" : string.Format(CultureInfo.InvariantCulture, "{0},{1}", start, length);

    /// <summary>Whether the expression around it is read as a whole.</summary>
    public static bool IsPartOfText(SyntaxNode node)
    {
        var parent = node.Parent;
        while (parent is ParenthesizedExpressionSyntax)
            parent = parent.Parent;
        return parent.IsKind(SyntaxKind.AddExpression) || parent is InterpolationSyntax { AlignmentClause: null, FormatClause: null };
    }
}
