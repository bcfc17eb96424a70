using Microsoft.CodeAnalysis;

namespace ClaudeCostAnalyzers.Rules.Retries;

/// <summary>One layer that repeats a request when it fails.</summary>
/// <param name="Attempts">How often it is made at most, the first time included; at least 2.</param>
/// <param name="Words">What they are: <c>SDK attempts</c>, <c>pipeline attempts</c>, <c>turns</c>.</param>
/// <param name="Place">Where it is written; null: it is a default.</param>
internal sealed record RetryLayer(double Attempts, string Words, Location? Place);
