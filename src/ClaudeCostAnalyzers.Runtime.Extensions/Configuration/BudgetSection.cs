using System.Globalization;
using ClaudeCost.Process;
using Microsoft.Extensions.Configuration;

namespace ClaudeCost.Configuration;

/// <summary>Reads the section <c>ClaudeCost</c>. Everything in it is either understood or an error with its path.</summary>
internal sealed class BudgetSection
{
    private const string Name = "ClaudeCost";
    private const string StartOfKey = "the last four characters of a key";

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
    private readonly BudgetReader budgets;

    private BudgetSection() => budgets = new BudgetReader(errors);

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
        budgets.ReadZone(section.GetSection("TimeZone"));
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

        var set = new ProcessBudgetSet { Always = always, OutsideScopes = outside is null ? [] : [outside], Models = models, Keys = keys, Features = features, Users = users, StopFiles = stopFile is null ? [] : [stopFile], RefusesUnbounded = unbounded };
        return new Settings(set, prices, ledger, alerts);
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
        .Select(child => (child.Key, Budget: budgets.Read(child, shared: false)))
        .Where(entry => entry.Budget is not null)
        .ToDictionary(
            entry => entry.Key,
            entry => entry.Key == "*" || string.IsNullOrWhiteSpace(entry.Key) ? entry.Budget! : entry.Budget! with { Name = entry.Key },
            StringComparer.OrdinalIgnoreCase);

    private Dictionary<string, ProcessBudget> Shared(IEnumerable<IConfigurationSection> entries) => entries
        .Select(child => (child.Key, Budget: SharedOf(child)))
        .Where(entry => entry.Budget is not null)
        .ToDictionary(entry => entry.Key, entry => entry.Budget!, StringComparer.OrdinalIgnoreCase);

    private ProcessBudget? SharedOf(IConfigurationSection section) => budgets.Read(section, shared: true) is { } budget
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

    private T? Error<T>(IConfigurationSection value, string remedy) => budgets.Error<T>(value, remedy);
}
