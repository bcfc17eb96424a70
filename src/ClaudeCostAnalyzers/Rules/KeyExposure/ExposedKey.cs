using ClaudeCostAnalyzers.Catalog.Keys;
using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Rules.KeyExposure;

/// <summary>A key that goes where it is seen. Holds no part of the key.</summary>
/// <param name="At">The expression that has the key.</param>
/// <param name="Name">What the code calls it, quoted, or what it is.</param>
/// <param name="Kind">Where it goes.</param>
internal sealed record ExposedKey(SyntaxNode At, string Name, KeySinkKind Kind);
