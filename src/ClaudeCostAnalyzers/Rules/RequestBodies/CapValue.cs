using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Rules.RequestBodies;

/// <summary>A cap that a request's body sets.</summary>
/// <param name="Field">The field, as the catalogue writes it.</param>
/// <param name="Syntax">Where it stands: the value, or the text that holds it.</param>
/// <param name="Value">What is written there; null: it is part of a text.</param>
/// <param name="Number">The number that the text says; null: it is not known, or <paramref name="Value"/> has it.</param>
internal sealed record CapValue(string Field, SyntaxNode Syntax, IOperation? Value, double? Number);
