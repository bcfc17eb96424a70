namespace ClaudeCost;

/// <summary>What a call takes from a budget, or what a budget allows: calls, nano-USD, tokens and output tokens, none negative.</summary>
internal readonly record struct Amounts(long Calls, long NanoUsd, long Tokens, long OutputTokens);
