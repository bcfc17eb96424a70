using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ClaudeCost.Configuration;

/// <summary>The entry <c>Alerts</c>. Addresses and secrets are never repeated in errors.</summary>
internal sealed class AlertSettings
{
    private readonly List<string> errors;
    private readonly List<IAlertSink> sinks = [];

    private AlertSettings(List<string> errors) => this.errors = errors;

    public BudgetAlertOptions Options { get; } = new();

    /// <summary>All that it says, to tell whether it has changed.</summary>
    public string Fingerprint { get; private set; } = "";

    public static AlertSettings? Read(IConfigurationSection section, List<string> errors)
    {
        var before = errors.Count;
        var settings = new AlertSettings(errors);
        if (!section.GetChildren().Any())
        {
            errors.Add($"{section.Path} is empty; give it Thresholds, Forecast, SpikePercent, SpikeFloorUsd, DormantKeyDays, KeyUseFile, StalePricesDays, Webhook or Slack, or remove it.");
        }

        foreach (var child in section.GetChildren())
        {
            settings.Set(child);
        }

        settings.Options.Sinks = settings.sinks;
        settings.Fingerprint = string.Join("\n", section.AsEnumerable().OrderBy(static entry => entry.Key, StringComparer.OrdinalIgnoreCase).Select(static entry => $"{entry.Key}={entry.Value}"));
        return errors.Count == before ? settings : null;
    }

    private void Set(IConfigurationSection child)
    {
        switch (child.Key.ToUpperInvariant())
        {
            case "THRESHOLDS":
                Options.Thresholds = ThresholdsOf(child);
                break;
            case "FORECAST":
                Options.Forecast = bool.TryParse(child.Value, out var forecast) ? forecast : Error(child, "give it true or false", true);
                break;
            case "SPIKEPERCENT":
                Options.SpikePercent = Days(child);
                break;
            case "SPIKEFLOORUSD":
                Options.SpikeFloorUsd = decimal.TryParse(child.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd) ? usd : Error(child, "give it an amount in US dollars like 2.50", 1m);
                break;
            case "DORMANTKEYDAYS":
                Options.DormantKeyDays = Days(child);
                break;
            case "STALEPRICESDAYS":
                Options.StalePricesDays = Days(child);
                break;
            case "KEYUSEFILE":
                Options.KeyUseFile = string.IsNullOrWhiteSpace(child.Value) ? Error<string?>(child, "give it the path of a file", null) : child.Value;
                break;
            case "WEBHOOK":
                AddSink(child, () => new WebhookAlertSink(AddressOf(child), child["Secret"] ?? ""), "Url", "Secret");
                break;
            case "SLACK":
                AddSink(child, () => new SlackAlertSink(AddressOf(child)), "Url");
                break;
            default:
                errors.Add($"{child.Path} is not known; known are Thresholds, Forecast, SpikePercent, SpikeFloorUsd, DormantKeyDays, KeyUseFile, StalePricesDays, Webhook and Slack.");
                break;
        }
    }

    private void AddSink(IConfigurationSection section, Func<IAlertSink> make, params string[] known)
    {
        foreach (var unknown in section.GetChildren().Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
        {
            errors.Add($"{unknown.Path} is not known; known are {string.Join(" and ", known)}.");
        }

        try
        {
            sinks.Add(make());
        }
        catch (ArgumentException exception)
        {
            errors.Add($"{section.Path}: {ArgumentReason.Of(exception)}");
        }
    }

    private static Uri AddressOf(IConfigurationSection section) => Uri.TryCreate(section["Url"], UriKind.Absolute, out var address)
        ? address
        : throw new ArgumentException("Give it an Url, an absolute https address.");

    private IReadOnlyList<int> ThresholdsOf(IConfigurationSection section)
    {
        var percents = new List<int>();
        foreach (var value in section.GetChildren())
        {
            if (int.TryParse(value.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent is >= 1 and <= 100)
            {
                percents.Add(percent);
            }
            else
            {
                errors.Add($"{value.Path} is '{value.Value}'; give it per cent of a limit, from 1 to 100.");
            }
        }

        if (!section.GetChildren().Any())
        {
            errors.Add($"{section.Path} is no list; give it one like [50, 80, 95, 100].");
        }

        return percents;
    }

    private int? Days(IConfigurationSection value) =>
        int.TryParse(value.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : Error<int?>(value, "give it a positive whole number", null);

    private T Error<T>(IConfigurationSection value, string remedy, T otherwise)
    {
        errors.Add($"{value.Path} is '{value.Value}'; {remedy}.");
        return otherwise;
    }
}
