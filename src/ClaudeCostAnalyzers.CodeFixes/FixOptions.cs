using System.Globalization;
using ClaudeCostAnalyzers.Configuration;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.CodeFixes;

/// <summary>
/// The numbers that the fixes write, from <c>.editorconfig</c>, as C# writes them. A value that is absent or invalid gives the
/// default: a fix must never write a limit that is none.
/// </summary>
internal sealed class FixOptions(AnalyzerConfigOptions options)
{
    /// <summary>Calls per budget scope.</summary>
    public string BudgetMaxCalls => Find(OptionKey.BudgetMaxCalls) ?? "50";

    /// <summary>USD per budget scope.</summary>
    public string BudgetMaxCostUsd => Find(OptionKey.BudgetMaxCostUsd) ?? "5";

    /// <summary>Minutes per budget scope.</summary>
    public string BudgetTimeoutMinutes => Find(OptionKey.BudgetTimeoutMinutes) ?? "10";

    /// <summary>Output tokens per call, never above the ceiling of CCA2004.</summary>
    public string MaxOutputTokens => Math.Min(
        CostOptions.Read(options).MaxOutputTokens,
        CostOptions.Number(OptionKey.OutputTokenCeiling, options, CostOptions.DefaultOutputTokenCeiling)).ToString("F0", CultureInfo.InvariantCulture);

    /// <summary>Seconds until a deadline.</summary>
    public string DeadlineSeconds => Find(OptionKey.DeadlineSeconds) ?? "120";

    /// <summary>Turns of a loop.</summary>
    public string MaxIterations => Find(OptionKey.MaxIterations) ?? CostOptions.DefaultMaxIterations.ToString(CultureInfo.InvariantCulture);

    /// <summary>Calls that run at once.</summary>
    public string MaxConcurrency => Find(OptionKey.MaxConcurrency) ?? "4";

    /// <summary>Levels of a recursion.</summary>
    public string MaxDepth => Find(OptionKey.MaxDepth) ?? "10";

    /// <summary>Attempts of one call, the first included: three, or fewer where fewer retries are allowed.</summary>
    public string MaxAttempts => Math.Min(3, CostOptions.Number(OptionKey.MaxRetries, options, CostOptions.DefaultMaxRetries) + 1).ToString("F0", CultureInfo.InvariantCulture);

    // By way of a number, since ".5" and "007" are numbers in a setting and not quite in C#.
    private string? Find(OptionKey key) =>
        key.Find(options) is { } text ? decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture) : null;
}
