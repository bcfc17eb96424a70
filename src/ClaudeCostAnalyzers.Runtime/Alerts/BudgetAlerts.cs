using ClaudeCost.Http;

namespace ClaudeCost;

/// <summary>
/// Tells somebody when a budget runs out, before and when it does, and when something about the spending is odd. Calls never wait for
/// it.
/// </summary>
/// <example>
/// <code>
/// using var alerts = BudgetAlerts.Start(new BudgetAlertOptions { Sinks = [new SlackAlertSink(new Uri(address))] });
/// </code>
/// </example>
public static class BudgetAlerts
{
    /// <summary>Watches every budget and every call of this process from now on.</summary>
    /// <param name="options">When to alert, and whom. Copied.</param>
    /// <returns>The running alerts. To be disposed after the work, or left to the end of the process.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">It has no sink.</exception>
    /// <exception cref="InvalidOperationException">The file of key uses cannot be read, or the guard cannot see requests; the message says why.</exception>
    /// <exception cref="PlatformNotSupportedException">The guard cannot see requests, because of the platform.</exception>
    public static AlertService Start(BudgetAlertOptions options)
    {
        if (options is null)
        {
            throw new ArgumentNullException(nameof(options));
        }

        return options.Sinks.Count > 0
            ? StartOpen(options)
            : throw new ArgumentException("BudgetAlertOptions.Sinks is empty: nobody would be told. Give it a WebhookAlertSink, a SlackAlertSink or an IAlertSink of your own.", nameof(options));
    }

    /// <summary>The same, where sinks may be added later.</summary>
    internal static AlertService StartOpen(BudgetAlertOptions options)
    {
        Guard.EnsureAttached();
        return new AlertService(options with { });
    }
}
