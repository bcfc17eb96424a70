using System.Text.Json;
using ClaudeCost.Alerts;

namespace ClaudeCost;

/// <summary>Posts each alert as a message to a Slack incoming webhook, or to anything that takes the same JSON: <c>{"text":"…"}</c>.</summary>
/// <remarks>The address is a secret; keep it out of the source. Safe to use from any thread.</remarks>
public sealed class SlackAlertSink : IAlertSink
{
    private readonly Uri address;
    private readonly HttpClient? client;

    /// <param name="address">The address of the incoming webhook.</param>
    /// <param name="client">The client to post with; <see langword="null"/> for one of the package's own.</param>
    /// <exception cref="ArgumentNullException"><paramref name="address"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="address"/> is not absolute.</exception>
    public SlackAlertSink(Uri address, HttpClient? client = null)
    {
        this.address = HttpSinks.Checked(address);
        this.client = client;
    }

    /// <inheritdoc/>
    public string Name => $"the channel at {address.Host}";

    /// <inheritdoc/>
    public Task SendAsync(BudgetAlert alert, CancellationToken cancellationToken)
    {
        if (alert is null)
        {
            throw new ArgumentNullException(nameof(alert));
        }

        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("text", $"{MarkOf(alert)} {Escape(alert.Message)}");
            json.WriteEndObject();
        }

        return HttpSinks.PostAsync(client, address, stream.ToArray(), null, cancellationToken);
    }

    private static string MarkOf(BudgetAlert alert) =>
        alert is { Kind: BudgetAlertKind.Threshold, ThresholdPercent: < 95 } or { Kind: BudgetAlertKind.Forecast or BudgetAlertKind.PricesStale } ? ":warning:" : ":rotating_light:";

    /// <summary>Names of budgets must not become links or mentions.</summary>
    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
