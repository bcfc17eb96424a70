using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Rules.RequestBodies;

/// <summary>Where a cap that is missing belongs.</summary>
/// <param name="Creation">The creation of the object that would hold it.</param>
/// <param name="Field">The field, or the property that becomes one; of several objects within each other, with dots.</param>
internal sealed record CapPlace(SyntaxNode Creation, string Field);
