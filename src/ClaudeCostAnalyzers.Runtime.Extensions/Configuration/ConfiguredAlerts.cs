namespace ClaudeCost.Configuration;

/// <summary>The alerts that the configuration asks for; one service in the process, as with the budgets.</summary>
internal static class ConfiguredAlerts
{
    private static readonly object Gate = new();
    private static (string Fingerprint, AlertService Service)? current;

    /// <summary>Puts alerts in the place of the former ones; those that have not changed go on.</summary>
    /// <exception cref="InvalidOperationException">The file of key uses cannot be read.</exception>
    public static void Use(AlertSettings? settings)
    {
        lock (Gate)
        {
            if (current?.Fingerprint == settings?.Fingerprint)
            {
                return;
            }

            var former = current?.Service;
            current = settings is null ? null : (settings.Fingerprint, BudgetAlerts.StartOpen(settings.Options));
            former?.Dispose();
        }
    }

    /// <summary>Sends alerts to one more place, if there are any.</summary>
    public static void AddSink(IAlertSink sink)
    {
        lock (Gate)
        {
            current?.Service.Add(sink);
        }
    }

    /// <summary>Sends alerts to that place no more.</summary>
    public static void RemoveSink(IAlertSink sink)
    {
        lock (Gate)
        {
            current?.Service.Remove(sink);
        }
    }
}
