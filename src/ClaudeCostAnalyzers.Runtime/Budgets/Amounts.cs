using System.Runtime.InteropServices;

namespace ClaudeCost;

/// <summary>
/// What a call takes from a budget, or what a budget allows: calls, nano-USD, tokens (input and output together), output tokens
/// and input tokens, none negative.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Amounts(long Calls, long NanoUsd, long Tokens, long OutputTokens, long InputTokens)
{
    public static readonly Amounts Unlimited = new(long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue);

    public static Amounts Least(in Amounts a, in Amounts b) => new(
        Math.Min(a.Calls, b.Calls),
        Math.Min(a.NanoUsd, b.NanoUsd),
        Math.Min(a.Tokens, b.Tokens),
        Math.Min(a.OutputTokens, b.OutputTokens),
        Math.Min(a.InputTokens, b.InputTokens));

    /// <summary>The sum, which stops at the largest long.</summary>
    public Amounts PlusSaturating(in Amounts other) => new(
        Money.AddSaturating(Calls, other.Calls),
        Money.AddSaturating(NanoUsd, other.NanoUsd),
        Money.AddSaturating(Tokens, other.Tokens),
        Money.AddSaturating(OutputTokens, other.OutputTokens),
        Money.AddSaturating(InputTokens, other.InputTokens));

    public Amounts Minus(in Amounts other) => new(
        Calls - other.Calls, NanoUsd - other.NanoUsd, Tokens - other.Tokens, OutputTokens - other.OutputTokens, InputTokens - other.InputTokens);
}
