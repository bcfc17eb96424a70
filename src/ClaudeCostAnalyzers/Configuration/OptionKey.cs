using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ClaudeCostAnalyzers.Configuration;

/// <summary>What an option's value must look like.</summary>
internal enum OptionKind
{
    /// <summary>A whole number above zero.</summary>
    WholeNumber,

    /// <summary>A number above zero; a point separates decimals.</summary>
    Amount,

    /// <summary>Member names or documentation ids, separated by |.</summary>
    Members,

    /// <summary>The same, but full names: the type is looked up by them.</summary>
    FullMembers,

    /// <summary>true or false.</summary>
    Switch,
}

/// <summary>One option of the product: its name, its form, its limits, and the rule that may have a value of its own.</summary>
internal sealed class OptionKey
{
    /// <summary>What every key begins with.</summary>
    public const string Prefix = "dotnet_code_quality.";

    /// <summary>The namespace of every option that is not one rule's own.</summary>
    public const string CommonPrefix = Prefix + "claude_cost.";

    /// <summary>The values of a switch.</summary>
    public const string True = "true";

    /// <inheritdoc cref="True" />
    public const string False = "false";

    private OptionKey(string name, OptionKind kind, decimal highest, string? rule, string allowed)
    {
        Name = name;
        Kind = kind;
        Highest = highest;
        Rule = rule;
        Allowed = allowed;
    }

    /// <summary>The cap on output tokens that the fix of CCA2003 writes.</summary>
    public static readonly OptionKey MaxOutputTokens = new("max_output_tokens", OptionKind.WholeNumber, int.MaxValue, "CCA2003", "a whole number of tokens from 1 to 2147483647");

    /// <summary>The highest cap on output tokens that CCA2004 lets pass.</summary>
    public static readonly OptionKey OutputTokenCeiling = new("max_output_tokens", OptionKind.WholeNumber, int.MaxValue, "CCA2004", "a whole number of tokens from 1 to 2147483647");

    /// <summary>The longest timeout of a request that CCA2005 lets pass.</summary>
    public static readonly OptionKey MaxTimeoutMinutes = new("max_timeout_minutes", OptionKind.Amount, 525_600m, "CCA2005", "minutes above 0, up to 525600 (a year)");

    /// <summary>The timeout of a request that a fix writes.</summary>
    public static readonly OptionKey RequestTimeoutMinutes = new("request_timeout_minutes", OptionKind.Amount, 525_600m, null, "minutes above 0, up to 525600 (a year)");

    /// <summary>The most retries of one layer that CCA2006 lets pass.</summary>
    public static readonly OptionKey MaxRetries = new("max_retries", OptionKind.WholeNumber, int.MaxValue, "CCA2006", "a whole number of retries from 1 to 2147483647");

    /// <summary>The most requests that all layers of retries together may make of one call before CCA2006 speaks.</summary>
    public static readonly OptionKey MaxRequestsPerCall = new("max_requests_per_call", OptionKind.WholeNumber, int.MaxValue, "CCA2006", "a whole number of requests from 1 to 2147483647");

    /// <summary>Calls in the budget that a fix writes.</summary>
    public static readonly OptionKey BudgetMaxCalls = new("budget_max_calls", OptionKind.WholeNumber, int.MaxValue, null, "a whole number of calls from 1 to 2147483647");

    /// <summary>USD in the budget that a fix writes.</summary>
    public static readonly OptionKey BudgetMaxCostUsd = new("budget_max_cost_usd", OptionKind.Amount, 1_000_000m, null, "an amount in USD above 0, up to 1000000, such as 2.50");

    /// <summary>Minutes in the budget that a fix writes.</summary>
    public static readonly OptionKey BudgetTimeoutMinutes = new("budget_timeout_minutes", OptionKind.Amount, 525_600m, null, "minutes above 0, up to 525600 (a year)");

    /// <summary>Seconds until the deadline that the fix of CCA2001 writes.</summary>
    public static readonly OptionKey DeadlineSeconds = new("deadline_seconds", OptionKind.WholeNumber, 86_400m, "CCA2001", "a whole number of seconds from 1 to 86400 (a day)");

    /// <summary>The most turns that an agent or tool runner may be allowed.</summary>
    public static readonly OptionKey MaxIterations = new("max_iterations", OptionKind.WholeNumber, int.MaxValue, "CCA1007", "a whole number of turns from 1 to 2147483647");

    /// <summary>The LLM calls that a fix lets run at once.</summary>
    public static readonly OptionKey MaxConcurrency = new("max_concurrency", OptionKind.WholeNumber, 10_000m, "CCA1006", "a whole number of calls from 1 to 10000");

    /// <summary>The deepest recursion that the fix of CCA1003 lets pass.</summary>
    public static readonly OptionKey MaxDepth = new("max_depth", OptionKind.WholeNumber, 10_000m, "CCA1003", "a whole number of levels from 1 to 10000");

    /// <summary>Members that wait for a person: a loop that calls one on each turn is bounded by that person's patience.</summary>
    public static readonly OptionKey HumanGates = new("human_gates", OptionKind.Members, 0, null, MembersAllowed);

    /// <summary>Members whose sequence never ends: a foreach over one bounds nothing.</summary>
    public static readonly OptionKey EndlessSources = new("endless_sources", OptionKind.Members, 0, null, MembersAllowed);

    /// <summary>Members that send a paid request although no known SDK declares them.</summary>
    public static readonly OptionKey LlmMembers = new("llm_members", OptionKind.FullMembers, 0, null, FullMembersAllowed);

    /// <summary>Whether a settings file is read for keys.</summary>
    public static readonly OptionKey CheckSettings = new("check_settings", OptionKind.Switch, 0, "CCA3003", "true or false");

    /// <summary>Every option, in the order of docs/configuration.md.</summary>
    public static readonly ImmutableArray<OptionKey> All =
        ImmutableArray.Create(MaxOutputTokens, OutputTokenCeiling, MaxTimeoutMinutes, RequestTimeoutMinutes, MaxRetries, MaxRequestsPerCall, BudgetMaxCalls, BudgetMaxCostUsd, BudgetTimeoutMinutes, DeadlineSeconds, MaxIterations, MaxConcurrency, MaxDepth, HumanGates, EndlessSources, LlmMembers, CheckSettings);

    private const string MembersAllowed = "member names such as Type.Member or documentation ids such as M:Namespace.Type.Member, separated by |";

    private const string FullMembersAllowed = "full member names such as Namespace.Type.Member or documentation ids such as M:Namespace.Type.Member, separated by |";

    /// <summary>The last part of the key.</summary>
    public string Name { get; }

    /// <summary>The form of the value.</summary>
    public OptionKind Kind { get; }

    /// <summary>The highest number allowed.</summary>
    public decimal Highest { get; }

    /// <summary>The rule that may have a value of its own, or null.</summary>
    public string? Rule { get; }

    /// <summary>What is allowed, in words.</summary>
    public string Allowed { get; }

    /// <summary>The keys that are read, the most specific first.</summary>
    public IEnumerable<string> Keys
    {
        get
        {
            if (Rule is not null)
                yield return Prefix + Rule + "." + Name;
            yield return CommonPrefix + Name;
        }
    }

    /// <summary>The most specific value that is valid, or null.</summary>
    public string? Find(AnalyzerConfigOptions options)
    {
        foreach (var key in Keys)
        {
            if (options.TryGetValue(key, out var value) && IsValid(value))
                return value.Trim();
        }

        return null;
    }

    /// <summary>Whether <paramref name="value"/> has the form and the limits of this option.</summary>
    public bool IsValid(string value)
    {
        value = value.Trim();
        return Kind switch
        {
            OptionKind.Switch => value is True or False,
            OptionKind.Members => MemberNames.TryParse(value, out _),
            OptionKind.FullMembers => MemberNames.TryParse(value, out var names) && names.Entries.All(entry => entry.IndexOf('.') > 0),
            OptionKind.WholeNumber => decimal.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) && whole > 0 && whole <= Highest,
            _ => decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= Highest,
        };
    }
}
