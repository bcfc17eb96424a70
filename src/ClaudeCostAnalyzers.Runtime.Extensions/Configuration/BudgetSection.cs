using System.Globalization;
using ClaudeCost.Process;
using Microsoft.Extensions.Configuration;

namespace ClaudeCost.Configuration;

/// <summary>Reads the section <c>ClaudeCost</c>. Everything in it is either understood or an error with its path.</summary>
internal sealed class BudgetSection
{
    private const string Name = "ClaudeCost";
    private const string StartOfKey = "the last four characters of a key";

    private static readonly string[] Windows = ["Hourly", "Daily", "Monthly", "Rolling24Hours"];

    private static readonly string[] SharedProperties =
        ["MaxCalls", "MaxCostUsd", "MaxTokens", "MaxInputTokens", "MaxOutputTokens", "MaxConcurrentCalls", "OnExceeded", "Window", "TimeZone"];

    private static readonly string[] ScopeProperties = ["Timeout", "MaxAttemptsPerCall", "MaxDepth", "OnUnbounded", "Tags"];

    private static readonly (string Name, string Holds)[] Groups =
    [
        ("Process", "budgets, each with a name"),
        ("Features", "budgets, each with the name of a feature"),
        ("Users", "budgets, each with the name of a user"),
        ("Models", "budgets, each with the name of a model"),
        ("Keys", "budgets, each with " + StartOfKey),
        ("Endpoints", "a list of objects with Address and Kind"),
        ("Surcharges", "a list of objects with Address and Factor"),
    ];

    private readonly List<string> errors = [];
    private TimeZoneInfo zone = TimeZoneInfo.Utc;

    private BudgetSection()
    {
    }

    /// <exception cref="InvalidOperationException">The section is missing or has errors.</exception>
    public static Settings Read(IConfiguration configuration)
    {
        var section = configuration is IConfigurationSection { Key: var key } its && string.Equals(key, Name, StringComparison.OrdinalIgnoreCase)
            ? its
            : configuration.GetSection(Name);
        if (!section.GetChildren().Any())
        {
            throw new InvalidOperationException($"The configuration has no section {section.Path}, so there would be no budget. Add it, or leave out AddClaudeCost.");
        }

        var reader = new BudgetSection();
        var result = reader.ReadSection(section);
        return reader.errors.Count == 0
            ? result
            : throw new InvalidOperationException("The configuration of ClaudeCost has errors:" + string.Concat(reader.errors.Select(error => Environment.NewLine + "- " + error)));
    }

    private Settings ReadSection(IConfigurationSection section)
    {
        zone = ZoneOf(section.GetSection("TimeZone"), TimeZoneInfo.Utc);
        IReadOnlyList<ProcessBudget> always = [];
        ProcessBudget? outside = null;
        Dictionary<string, ProcessBudget> models = [], keys = [];
        Dictionary<string, Budget> features = [], users = [];
        string? stopFile = null;
        string? unbounded = null;
        PriceCatalog? prices = null;
        LedgerSettings? ledger = null;
        AlertSettings? alerts = null;
        foreach (var child in section.GetChildren())
        {
            RefuseIfNoGroup(child);
            switch (child.Key.ToUpperInvariant())
            {
                case "PROCESS":
                    always = [.. Shared(child.GetChildren()).Values];
                    break;
                case "OUTSIDESCOPES":
                    outside = OutsideScopes(child);
                    break;
                case "MODELS":
                    foreach (var wrong in child.GetChildren().Where(static entry => string.IsNullOrWhiteSpace(entry.Key) || entry.Key.IndexOf('*') is >= 0 and var star && star < entry.Key.Length - 1))
                    {
                        errors.Add($"{wrong.Path} names no model; give it a name like claude-opus-4-6, the beginning of names with a * at its end like claude-opus-*, or * for all the rest.");
                    }

                    models = Shared(child.GetChildren());
                    break;
                case "KEYS":
                    foreach (var wrong in child.GetChildren().Where(entry => entry.Key.Length != 4))
                    {
                        // Neither repeated nor read: it may be a whole key, and what is wrong within is said with its path.
                        errors.Add($"{child.Path} has an entry whose name is {wrong.Key.Length} characters long; name it by {StartOfKey}.");
                    }

                    keys = Shared(child.GetChildren().Where(entry => entry.Key.Length == 4));
                    break;
                case "FEATURES":
                    features = Templates(child);
                    break;
                case "USERS":
                    users = Templates(child);
                    break;
                case "STOPFILE":
                    stopFile = StopFileOf(child);
                    break;
                case "UNBOUNDED":
                    unbounded = child.Value?.Trim().ToUpperInvariant() switch
                    {
                        "DENY" => child.Path,
                        "ALLOW" => null,
                        _ => Error<string>(child, "give it Deny or Allow"),
                    };
                    break;
                case "ENDPOINTS":
                    RecognizeAll(child);
                    break;
                case "SURCHARGES":
                    SurchargeAll(child);
                    break;
                case "ASSUMEPRIORITYTIER":
                    BudgetGuard.AssumePriorityTier = bool.TryParse(child.Value, out var assumes) ? assumes : BudgetGuard.AssumePriorityTier | Error<bool>(child, "give it true or false");
                    break;
                case "PRICES":
                    prices = PricesOf(child);
                    break;
                case "LEDGER":
                    ledger = LedgerSettings.Read(child, errors);
                    break;
                case "ALERTS":
                    alerts = AlertSettings.Read(child, errors);
                    break;
                case "TIMEZONE":
                    break;
                default:
                    errors.Add($"{child.Path} is not known; known are Process, OutsideScopes, Features, Users, Models, Keys, StopFile, Unbounded, Endpoints, Surcharges, AssumePriorityTier, Prices, Ledger, Alerts and TimeZone.");
                    break;
            }
        }

        var budgets = new ProcessBudgetSet { Always = always, OutsideScopes = outside is null ? [] : [outside], Models = models, Keys = keys, Features = features, Users = users, StopFiles = stopFile is null ? [] : [stopFile], RefusesUnbounded = unbounded };
        return new Settings(budgets, prices, ledger, alerts);
    }

    /// <summary>A value where a group of entries should stand would otherwise be a group without any.</summary>
    private void RefuseIfNoGroup(IConfigurationSection section)
    {
        var holds = Array.Find(Groups, group => group.Name.Equals(section.Key, StringComparison.OrdinalIgnoreCase)).Holds;
        if (holds is not null && !string.IsNullOrEmpty(section.Value))
        {
            // The value is not repeated: in place of keys it may be one.
            errors.Add($"{section.Path} is a single value; give it {holds}.");
        }
        else if (holds?.StartsWith("budgets", StringComparison.Ordinal) == true && !section.GetChildren().Any())
        {
            errors.Add($"{section.Path} is empty; give it {holds}, or remove it.");
        }
    }

    private Dictionary<string, Budget> Templates(IConfigurationSection section) => section.GetChildren()
        .Select(child => (child.Key, Budget: BudgetOf(child, shared: false)))
        .Where(entry => entry.Budget is not null)
        .ToDictionary(
            entry => entry.Key,
            entry => entry.Key == "*" || string.IsNullOrWhiteSpace(entry.Key) ? entry.Budget! : entry.Budget! with { Name = entry.Key },
            StringComparer.OrdinalIgnoreCase);

    private Dictionary<string, ProcessBudget> Shared(IEnumerable<IConfigurationSection> entries) => entries
        .Select(child => (child.Key, Budget: SharedOf(child)))
        .Where(entry => entry.Budget is not null)
        .ToDictionary(entry => entry.Key, entry => entry.Budget!, StringComparer.OrdinalIgnoreCase);

    private ProcessBudget? SharedOf(IConfigurationSection section) => BudgetOf(section, shared: true) is { } budget
        ? new ProcessBudget(section.Key, section.Path, ProcessBudgets.BooksFor(section.Path, budget), budget.OnExceeded == OnExceeded.Wait)
        : null;

    private void RefuseOthers(IConfigurationSection section, params string[] known)
    {
        foreach (var other in section.GetChildren().Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
        {
            errors.Add($"{other.Path} is not known; known are {string.Join(" and ", known)}.");
        }
    }

    private void RecognizeAll(IConfigurationSection section)
    {
        foreach (var entry in section.GetChildren())
        {
            RefuseOthers(entry, "Address", "Kind");
            var address = entry.GetSection("Address");
            var kind = entry.GetSection("Kind");
            if (!Enum.TryParse<EndpointKind>(kind.Value, ignoreCase: true, out var its) || !Enum.IsDefined(typeof(EndpointKind), its))
            {
                Error<string>(kind, $"give it one of {string.Join(", ", Enum.GetNames(typeof(EndpointKind)))}");
                continue;
            }

            try
            {
                BudgetGuard.Recognize(address.Value ?? "", its);
            }
            catch (ArgumentException exception)
            {
                errors.Add($"{address.Path}: {ArgumentReason.Of(exception)}");
            }
        }
    }

    private void SurchargeAll(IConfigurationSection section)
    {
        foreach (var entry in section.GetChildren())
        {
            RefuseOthers(entry, "Address", "Factor");
            var address = entry.GetSection("Address");
            var factor = entry.GetSection("Factor");
            try
            {
                BudgetGuard.Surcharge(address.Value ?? "", decimal.Parse(factor.Value ?? "", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
            }
            catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentOutOfRangeException)
            {
                Error<string>(factor, "give it a factor like 1.1");
            }
            catch (ArgumentException exception)
            {
                errors.Add($"{address.Path}: {ArgumentReason.Of(exception)}");
            }
        }
    }

    private ProcessBudget? OutsideScopes(IConfigurationSection section) => section.Value?.Trim().ToUpperInvariant() switch
    {
        "DENY" => ProcessBudgetSet.NothingOutsideScopes(section.Path),
        "ALLOW" => null,
        null when section.GetChildren().Any() => SharedOf(section),
        _ => Error<ProcessBudget>(section, "give it Deny, Allow, or a budget"),
    };

    private string? StopFileOf(IConfigurationSection section)
    {
        try
        {
            return KillSwitch.FullPath(section.Value ?? "");
        }
        catch (ArgumentException)
        {
            return Error<string>(section, "give it the path of a file");
        }
    }

    private PriceCatalog? PricesOf(IConfigurationSection section)
    {
        try
        {
            return string.IsNullOrWhiteSpace(section.Value) ? Error<PriceCatalog>(section, "give it the path of a price file") : PriceCatalog.Load(section.Value!);
        }
        catch (PriceCatalogException exception)
        {
            errors.Add($"{section.Path}: {exception.Message}");
            return null;
        }
    }

    private Budget? BudgetOf(IConfigurationSection section, bool shared)
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

    private T? Error<T>(IConfigurationSection value, string remedy)
    {
        errors.Add($"{value.Path} is '{value.Value}'; {remedy}.");
        return default;
    }
}
