using ClaudeCostAnalyzers.Tool.Analysis;

namespace ClaudeCostAnalyzers.Tool.Reporting;

/// <summary>The shortest way out of each finding, as one line of code or advice. The rule's page says more.</summary>
internal static class Remedies
{
    private const string Scope = "using var budget = BudgetScope.Begin(new Budget { MaxCalls = 50, MaxCostUsd = 5m });";

    private static readonly Dictionary<string, string> ById = new(StringComparer.Ordinal)
    {
        ["CCA1001"] = $"before the loop: {Scope}",
        ["CCA1002"] = $"before the loop: {Scope}",
        ["CCA1003"] = $"where the recursion is entered: {Scope}",
        ["CCA1004"] = "let the last attempt throw: catch (...) when (attempt < maxAttempts)",
        ["CCA1005"] = $"around the loop, with limits that fit its lifetime: {Scope}",
        ["CCA1006"] = "await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = 4 }, ...)",
        ["CCA1007"] = "pass a limit, such as maxIterations: 20; for a managed session set Budget",
        ["CCA1008"] = "keep the instructions and the last turns, and drop or summarise the rest",
        ["CCA1009"] = $"if it may run long, before the loop: {Scope}",
        ["CCA2001"] = "using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2)); and pass deadline.Token",
        ["CCA2002"] = "pass the token; for a stream: .WithCancellation(token)",
        ["CCA2003"] = "set the option to the longest reply that you can use",
        ["CCA2004"] = "lower the option to what a reply needs, or raise max_output_tokens in .editorconfig",
        ["CCA2005"] = "set it to the longest time that a reply may take, such as TimeSpan.FromMinutes(10)",
        ["CCA2006"] = "retry in one layer only: MaxRetries = 0 on the client, or no loop and no pipeline around it",
        ["CCA3001"] = "revoke the key, then: Environment.GetEnvironmentVariable(\"...\") or a secret store",
        ["CCA3002"] = "Environment.GetEnvironmentVariable(\"...\") or a secret store; revoke it if it is real",
        ["CCA3003"] = "revoke the key, then: dotnet user-secrets set \"Provider:ApiKey\" ... in development, a secret store elsewhere",
        ["CCA3004"] = "leave the key out, or show its last four characters only: key[^4..]; in a URL, a header in its place",
        ["CCA4001"] = "using var budget = BudgetScope.Begin(...)",
        ["CCA4002"] = "new Budget { MaxCalls = 50, MaxCostUsd = 5m, Timeout = TimeSpan.FromMinutes(10) }",
        ["CCA4003"] = "catch (Exception e) when (e is not BudgetExceededException)",
        ["CCA4004"] = $"in the member, or in its callers if it is marked [RequiresBudget]: {Scope}",
        ["CCA4005"] = "mark it [LlmCall], or [RequiresBudget] where it loops without a bound",
    };

    public static string For(Finding finding) =>
        ById.TryGetValue(finding.Id, out var line) ? line
        : finding.Rule.HelpLinkUri is { Length: > 0 } link ? "see " + link
        : "see the documentation of " + finding.Id;
}
