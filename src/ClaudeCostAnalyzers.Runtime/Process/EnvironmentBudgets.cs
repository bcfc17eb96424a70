using System.Globalization;
using ClaudeCost.Http;

namespace ClaudeCost.Process;

/// <summary>
/// Budgets of the process by environment variables: <c>CLAUDE_COST_MAX_USD_PER_DAY=20</c>. Read once, at the first use of the
/// package. A value that is wrong is an error, never "no limit".
/// </summary>
internal static class EnvironmentBudgets
{
    public const string ZoneVariable = "CLAUDE_COST_TIME_ZONE";
    public const string OutsideVariable = "CLAUDE_COST_OUTSIDE_SCOPES";
    public const string UnboundedVariable = "CLAUDE_COST_UNBOUNDED";
    public const string EndpointsVariable = "CLAUDE_COST_ENDPOINTS";
    public const string SurchargesVariable = "CLAUDE_COST_SURCHARGES";
    public const string TierVariable = "CLAUDE_COST_ASSUME_PRIORITY_TIER";
    private const string Prefix = "CLAUDE_COST_MAX_";
    private const string AnyPrefix = "CLAUDE_COST_";

    private static readonly (string Name, Func<Budget, decimal, Budget> Set)[] Units =
    [
        ("USD", static (budget, value) => Set(budget, () => budget.MaxCostUsd = value)),
        ("CALLS", static (budget, value) => Set(budget, () => budget.MaxCalls = Whole(value))),
        ("TOKENS", static (budget, value) => Set(budget, () => budget.MaxTokens = Whole(value))),
        ("INPUT_TOKENS", static (budget, value) => Set(budget, () => budget.MaxInputTokens = Whole(value))),
        ("OUTPUT_TOKENS", static (budget, value) => Set(budget, () => budget.MaxOutputTokens = Whole(value))),
    ];

    private static readonly (string Name, BudgetWindow Window)[] Windows =
    [
        ("HOUR", BudgetWindow.Hourly),
        ("DAY", BudgetWindow.Daily),
        ("MONTH", BudgetWindow.Monthly),
        ("24H", BudgetWindow.Rolling24Hours),
    ];

    /// <summary>All others.</summary>
    internal static readonly string[] Others =
    [
        ZoneVariable, OutsideVariable, UnboundedVariable, EndpointsVariable, SurchargesVariable, TierVariable, KillSwitch.Variable, KillSwitch.FileVariable,
        BudgetLedger.Variable, BudgetLedger.ResumeVariable,
    ];

    /// <summary>All variables that set a limit.</summary>
    public static IEnumerable<string> Variables => from unit in Units from window in Windows select $"{Prefix}{unit.Name}_PER_{window.Name}";

    /// <param name="get">Reads a variable.</param>
    /// <param name="names">All variables that are set, to find those that are misspelt.</param>
    /// <param name="clock">For windows.</param>
    /// <exception cref="InvalidOperationException">A variable has a wrong value; the message names it.</exception>
    public static ProcessBudgetSet Read(Func<string, string?> get, IEnumerable<string> names, TimeProvider clock)
    {
        RecognizeAll(get(EndpointsVariable));
        SurchargeAll(get(SurchargesVariable));
        BudgetGuard.AssumePriorityTier = AssumesPriority(get(TierVariable)) ?? BudgetGuard.AssumePriorityTier;
        var zone = ZoneOf(get(ZoneVariable));
        var found = new List<ProcessBudget>();
        foreach (var (unit, set) in Units)
        {
            foreach (var (name, window) in Windows)
            {
                var variable = $"{Prefix}{unit}_PER_{name}";
                if (get(variable) is { Length: > 0 } text)
                {
                    found.Add(new ProcessBudget(variable, variable, BooksOf(variable, text, set, window.In(zone), clock)));
                }
            }
        }

        foreach (var name in names)
        {
            RefuseIfMisspelt(name, get);
        }

        return new ProcessBudgetSet
        {
            Always = [.. found],
            OutsideScopes = OutsideOf(get(OutsideVariable)) ? [ProcessBudgetSet.NothingOutsideScopes($"the environment variable {OutsideVariable}")] : [],
            RefusesUnbounded = RefusesUnbounded(get(UnboundedVariable)) ? $"the environment variable {UnboundedVariable}" : null,
            StopFiles = get(KillSwitch.FileVariable) is { Length: > 0 } file ? [StopFileOf(file)] : [],
        };
    }

    /// <summary>A limit that somebody thinks is set must not be none for a slip of the pen.</summary>
    private static void RefuseIfMisspelt(string name, Func<string, string?> get)
    {
        if (!name.StartsWith(AnyPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var known = Variables.Concat(Others).FirstOrDefault(variable => variable.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (known is null)
        {
            throw new InvalidOperationException(name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
                ? $"The environment variable {name} sets no budget that is known. Known are: {string.Join(", ", Variables)}."
                : $"The environment variable {name} is not known. Known are: {string.Join(", ", Others)}, and for limits {string.Join(", ", Variables)}.");
        }

        if (known != name && get(known) is null)
        {
            throw new InvalidOperationException($"The environment variable {name} is not read, because names of variables are told apart by case here. Write it {known}.");
        }
    }

    private static string StopFileOf(string value)
    {
        try
        {
            return KillSwitch.FullPath(value);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidOperationException($"The environment variable {KillSwitch.FileVariable} is '{value}'; give it the path of a file, or remove it.", exception);
        }
    }

    private static Books BooksOf(string variable, string text, Func<Budget, decimal, Budget> set, BudgetWindow window, TimeProvider clock)
    {
        try
        {
            var value = decimal.Parse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
            return new Books(set(new Budget(), value).Limits, window, clock);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidOperationException(
                $"The environment variable {variable} is '{text}'; give it a positive number like 20{(variable.Contains("USD") ? " or 12.50 (US dollars, without a sign)" : "")}, or remove it.",
                exception);
        }
    }

    private static TimeZoneInfo ZoneOf(string? id)
    {
        if (string.IsNullOrWhiteSpace(id))
        {
            return TimeZoneInfo.Utc;
        }

        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(id!.Trim());
        }
        catch (Exception exception) when (exception is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            throw new InvalidOperationException($"The environment variable {ZoneVariable} is '{id}', which this machine knows no time zone by. Give it a name like Europe/Berlin.", exception);
        }
    }

    private static bool OutsideOf(string? value) => value?.Trim().ToUpperInvariant() switch
    {
        null or "" or "ALLOW" => false,
        "DENY" => true,
        _ => throw new InvalidOperationException($"The environment variable {OutsideVariable} is '{value}'; give it 'deny' or 'allow'."),
    };

    private static void RecognizeAll(string? value)
    {
        foreach (var entry in (value ?? "").Split([';'], StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = entry.LastIndexOf('=');
            var name = entry.Substring(equals + 1).Trim();
            if (equals < 0 || !Enum.TryParse<EndpointKind>(name, ignoreCase: true, out var kind) || !Enum.IsDefined(typeof(EndpointKind), kind))
            {
                throw new InvalidOperationException(
                    $"The environment variable {EndpointsVariable} has the entry '{ConfiguredEndpoint.Shown(entry.Trim())}'; give it an address and a kind like 'llm.example.com/ask=OpenAiChat'. Kinds are {string.Join(", ", Enum.GetNames(typeof(EndpointKind)))}.");
            }

            try
            {
                BudgetGuard.Recognize(entry.Substring(0, equals), kind);
            }
            catch (ArgumentException exception)
            {
                throw new InvalidOperationException($"The environment variable {EndpointsVariable}: {exception.Message}", exception);
            }
        }
    }

    private static void SurchargeAll(string? value)
    {
        foreach (var entry in (value ?? "").Split([';'], StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                var equals = entry.LastIndexOf('=');
                BudgetGuard.Surcharge(entry.Substring(0, Math.Max(equals, 0)), decimal.Parse(entry.Substring(equals + 1), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture));
            }
            catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException)
            {
                throw new InvalidOperationException(
                    $"The environment variable {SurchargesVariable} has the entry '{ConfiguredEndpoint.Shown(entry.Trim())}'; give it an address and a factor like 'my.openai.azure.com=1.1'.", exception);
            }
        }
    }

    private static bool? AssumesPriority(string? value) => value?.Trim().ToUpperInvariant() switch
    {
        null or "" => null,
        "0" or "FALSE" => false,
        "1" or "TRUE" => true,
        _ => throw new InvalidOperationException($"The environment variable {TierVariable} is '{value}'; give it '1' or '0'."),
    };

    private static bool RefusesUnbounded(string? value) => value?.Trim().ToUpperInvariant() switch
    {
        null or "" or "ALLOW" => false,
        "DENY" => true,
        _ => throw new InvalidOperationException($"The environment variable {UnboundedVariable} is '{value}'; give it 'deny' or 'allow'."),
    };

    private static Budget Set(Budget budget, Action set)
    {
        set();
        return budget;
    }

    private static long Whole(decimal value) => value == decimal.Truncate(value) ? (long)value : throw new FormatException();
}
