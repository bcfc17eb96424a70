using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ClaudeCost.Configuration;

/// <summary>Reads single budgets of the section <c>ClaudeCost</c>.</summary>
/// <param name="errors">Takes what is wrong, with its path.</param>
internal sealed class BudgetReader(List<string> errors)
{
    private static readonly string[] Windows = ["Hourly", "Daily", "Monthly", "Rolling24Hours"];

    private static readonly string[] SharedProperties =
        ["MaxCalls", "MaxCostUsd", "MaxTokens", "MaxInputTokens", "MaxOutputTokens", "MaxConcurrentCalls", "OnExceeded", "Window", "TimeZone"];

    private static readonly string[] ScopeProperties = ["Timeout", "MaxAttemptsPerCall", "MaxDepth", "OnUnbounded", "Tags"];

    private TimeZoneInfo zone = TimeZoneInfo.Utc;

    /// <summary>Reads the time zone of all budgets that name none.</summary>
    public void ReadZone(IConfigurationSection section) => zone = ZoneOf(section, zone);

    /// <summary>Reads a budget; <see langword="null"/> if it has errors.</summary>
    /// <param name="section">Its section, by whose path errors name it.</param>
    /// <param name="shared">Whether all scopes share it, so that it has no limits that are those of a scope.</param>
    public Budget? Read(IConfigurationSection section, bool shared)
    {
        var before = errors.Count;
        if (!string.IsNullOrEmpty(section.Value))
        {
            errors.Add($"{section.Path} is a single value; a budget is an object with limits, and stands under a name.");
            return null;
        }

        var budget = new Budget();
        var window = section.GetSection("Window");
        foreach (var child in section.GetChildren())
        {
            if (!shared && child.Key.Equals("Tags", StringComparison.OrdinalIgnoreCase))
            {
                if (!child.GetChildren().Any())
                {
                    errors.Add($"{child.Path} is no group of tags; give each a name and a value, like Tags:team = search.");
                    continue;
                }

                if (child.GetChildren().FirstOrDefault(static tag => tag.GetChildren().Any()) is { } group)
                {
                    errors.Add($"{group.Path} is not a value.");
                    continue;
                }

                if (child.GetChildren().Any(static tag => string.IsNullOrWhiteSpace(tag.Key)))
                {
                    errors.Add($"{child.Path} has a tag without a name.");
                    continue;
                }

                budget.Tags = child.GetChildren().ToDictionary(tag => tag.Key, tag => tag.Value ?? "");
                continue;
            }

            if (child.Value is null)
            {
                errors.Add($"{child.Path} is not a value.");
                continue;
            }

            try
            {
                Set(budget, child, shared);
            }
            catch (ArgumentException)
            {
                errors.Add($"{child.Path} is '{child.Value}'; it must be {(child.Key.Equals("MaxCostUsd", StringComparison.OrdinalIgnoreCase) ? "from 0.000000001 to 9.2 billion US dollars" : "positive")}.");
            }
        }

        if (window.Value is { } name)
        {
            budget.Window = WindowOf(window, name)?.In(ZoneOf(section.GetSection("TimeZone"), zone));
        }

        if (errors.Count == before && !budget.HasLimit)
        {
            errors.Add($"{section.Path} limits nothing; set MaxCalls, MaxCostUsd, MaxTokens, MaxInputTokens, MaxOutputTokens or MaxConcurrentCalls.");
        }
        else if (errors.Count == before && budget.Window is not null && !budget.HasRenewableLimit)
        {
            errors.Add($"{section.Path} has a Window that renews nothing; set MaxCalls, MaxCostUsd, MaxTokens, MaxInputTokens or MaxOutputTokens.");
        }

        return errors.Count == before ? budget : null;
    }

    private void Set(Budget budget, IConfigurationSection value, bool shared)
    {
        switch (value.Key.ToUpperInvariant())
        {
            case "MAXCALLS":
                budget.MaxCalls = Whole(value);
                break;
            case "MAXCOSTUSD":
                budget.MaxCostUsd = decimal.TryParse(value.Value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var usd)
                    ? usd
                    : Error<decimal?>(value, "give it an amount in US dollars like 12.50");
                break;
            case "MAXTOKENS":
                budget.MaxTokens = Whole(value);
                break;
            case "MAXINPUTTOKENS":
                budget.MaxInputTokens = Whole(value);
                break;
            case "MAXOUTPUTTOKENS":
                budget.MaxOutputTokens = Whole(value);
                break;
            case "MAXCONCURRENTCALLS":
                budget.MaxConcurrentCalls = Small(value);
                break;
            case "MAXATTEMPTSPERCALL" when !shared:
                budget.MaxAttemptsPerCall = Small(value);
                break;
            case "MAXDEPTH" when !shared:
                budget.MaxDepth = Small(value);
                break;
            case "TIMEOUT" when !shared:
                budget.Timeout = value.Value!.Contains(":") && TimeSpan.TryParse(value.Value, CultureInfo.InvariantCulture, out var time) ? time : Error<TimeSpan?>(value, "give it a time like 00:10:00");
                break;
            case "ONEXCEEDED":
                budget.OnExceeded = Enum.TryParse<OnExceeded>(value.Value, ignoreCase: true, out var action) && Enum.IsDefined(typeof(OnExceeded), action)
                    ? action
                    : Error<OnExceeded>(value, "give it Deny or Wait");
                break;
            case "ONUNBOUNDED" when !shared:
                budget.OnUnbounded = Enum.TryParse<OnUnbounded>(value.Value, ignoreCase: true, out var rule) && Enum.IsDefined(typeof(OnUnbounded), rule)
                    ? rule
                    : Error<OnUnbounded>(value, "give it ReserveMost or Refuse");
                break;
            case "WINDOW" or "TIMEZONE":
                break;
            default:
                errors.Add($"{value.Path} is not known; a budget {(shared ? "that all scopes share " : "")}has {string.Join(", ", shared ? SharedProperties : [.. SharedProperties, .. ScopeProperties])}.");
                break;
        }
    }

    private BudgetWindow? WindowOf(IConfigurationSection section, string name) => Array.FindIndex(Windows, window => window.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)) switch
    {
        0 => BudgetWindow.Hourly,
        1 => BudgetWindow.Daily,
        2 => BudgetWindow.Monthly,
        3 => BudgetWindow.Rolling24Hours,
        _ => Error<BudgetWindow>(section, $"give it one of {string.Join(", ", Windows)}"),
    };

    private TimeZoneInfo ZoneOf(IConfigurationSection section, TimeZoneInfo otherwise)
    {
        if (section.GetChildren().Any())
        {
            errors.Add($"{section.Path} is not a value; give it a name like Europe/Berlin.");
            return otherwise;
        }

        if (section.Value is null)
        {
            return otherwise;
        }

        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(section.Value.Trim());
        }
        catch (Exception exception) when (exception is TimeZoneNotFoundException or InvalidTimeZoneException)
        {
            errors.Add($"{section.Path} is '{section.Value}', which this machine knows no time zone by; give it a name like Europe/Berlin.");
            return otherwise;
        }
    }

    private long? Whole(IConfigurationSection value) =>
        long.TryParse(value.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : Error<long?>(value, "give it a whole number");

    private int? Small(IConfigurationSection value) =>
        int.TryParse(value.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : Error<int?>(value, "give it a whole number");

    /// <summary>Says what is wrong with a value.</summary>
    /// <returns>The default.</returns>
    public T? Error<T>(IConfigurationSection value, string remedy)
    {
        errors.Add($"{value.Path} is '{value.Value}'; {remedy}.");
        return default;
    }
}
