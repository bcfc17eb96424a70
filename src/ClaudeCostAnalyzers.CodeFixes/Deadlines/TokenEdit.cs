using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.CodeFixes.Deadlines;

/// <summary>A change of the text of a call.</summary>
internal sealed record TokenEdit(TextSpan Span, string Text);
