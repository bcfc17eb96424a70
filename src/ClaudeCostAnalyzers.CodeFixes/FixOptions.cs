using System.Globalization;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>
/// The numbers that the fixes write, from <c>.editorconfig</c>. A value that is absent, not a number or not above zero
/// gives the default: a fix must never write a limit that is none.
/// </summary>
internal sealed class FixOptions(AnalyzerConfigOptions options)
{
    private const string Common = "dotnet_code_quality.claude_cost.";
    private const decimal LongestTimeoutMinutes = 60 * 24 * 365;
    private const decimal HighestCostUsd = 1_000_000m;

    /// <summary>Calls per budget scope: <c>dotnet_code_quality.claude_cost.budget_max_calls</c>, default 50.</summary>
    public string BudgetMaxCalls => Whole(Common + "budget_max_calls") ?? "50";

    /// <summary>USD per budget scope: <c>dotnet_code_quality.claude_cost.budget_max_cost_usd</c>, default 5.</summary>
    public string BudgetMaxCostUsd => Positive(Common + "budget_max_cost_usd", HighestCostUsd) ?? "5";

    /// <summary>Minutes per budget scope: <c>dotnet_code_quality.claude_cost.budget_timeout_minutes</c>, default 10.</summary>
    public string BudgetTimeoutMinutes => Positive(Common + "budget_timeout_minutes", LongestTimeoutMinutes) ?? "10";

    /// <summary>
    /// Output tokens per call: <c>dotnet_code_quality.CCA2003.max_output_tokens</c>, else
    /// <c>dotnet_code_quality.claude_cost.max_output_tokens</c>, default 1024.
    /// </summary>
    public string MaxOutputTokens => Whole("dotnet_code_quality.CCA2003.max_output_tokens") ?? Whole(Common + "max_output_tokens") ?? "1024";

    private string? Whole(string key) =>
        options.TryGetValue(key, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value.ToString(CultureInfo.InvariantCulture)
            : null;

    private string? Positive(string key, decimal highest) =>
        options.TryGetValue(key, out var text) && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
        && value > 0 && value <= highest
            ? value.ToString(CultureInfo.InvariantCulture)
            : null;
}
