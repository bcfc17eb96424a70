using Microsoft.CodeAnalysis.Text;

namespace ClaudeCostAnalyzers.Tool.Fixing;

/// <summary>A file that fixes change.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Before">What it held when it was read.</param>
/// <param name="After">What it is to hold.</param>
/// <param name="SecretLines">Lines of <paramref name="Before"/>, from 0, that hold a key and are never shown.</param>
internal sealed record FixedFile(string Path, SourceText Before, SourceText After, IReadOnlySet<int> SecretLines);
