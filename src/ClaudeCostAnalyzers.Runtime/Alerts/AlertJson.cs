using System.Globalization;
using System.Text.Json;

namespace ClaudeCost.Alerts;

/// <summary>An alert as JSON, for a webhook.</summary>
internal static class AlertJson
{
    public static byte[] Write(BudgetAlert alert)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("id", alert.Id);
            json.WriteString("kind", alert.Kind.ToString());
            json.WriteString("time", Text(alert.Time));
            Write(json, "budget", alert.Budget.Length == 0 ? null : alert.Budget);
            Write(json, "limit", alert.Limit?.ToString());
            if (alert.ThresholdPercent is { } percent)
            {
                json.WriteNumber("threshold_percent", percent);
            }

            if (alert.Spent is { } spent)
            {
                json.WriteNumber("spent", spent);
            }

            if (alert.Maximum is { } maximum)
            {
                json.WriteNumber("maximum", maximum);
            }

            Write(json, "window_start", alert.WindowStart is { } start ? Text(start) : null);
            Write(json, "window_end", alert.WindowEnd is { } end ? Text(end) : null);
            Write(json, "model", alert.Model);
            Write(json, "key_end", alert.KeyEnd);
            json.WriteString("message", alert.Message);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
