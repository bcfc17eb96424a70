namespace ClaudeCost;

/// <summary>Where alerts go: <see cref="WebhookAlertSink"/>, <see cref="SlackAlertSink"/>, or a place of one's own.</summary>
public interface IAlertSink
{
    /// <summary>What reports of failed deliveries call it. No secrets, as in the address of a webhook.</summary>
    string Name { get; }

    /// <summary>
    /// Delivers one alert. Called for one alert at a time, outside every <see cref="BudgetScope"/>, off the path of the calls. What it throws
    /// is a failed delivery: it is reported, and the alert is given again later.
    /// </summary>
    /// <param name="alert">The alert.</param>
    /// <param name="cancellationToken">Cancelled after 10 seconds: that is a failed delivery as well.</param>
    Task SendAsync(BudgetAlert alert, CancellationToken cancellationToken);
}
