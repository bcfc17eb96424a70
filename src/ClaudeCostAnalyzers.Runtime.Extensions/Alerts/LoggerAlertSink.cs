using ClaudeCost.Logging;
using Microsoft.Extensions.Logging;

namespace ClaudeCost;

/// <summary>Logs alerts, under event ids from 1200 on. Configured alerts are logged by themselves where there is a host.</summary>
public sealed class LoggerAlertSink : IAlertSink
{
    private readonly ILogger logger;

    /// <param name="logger">Where to log.</param>
    /// <exception cref="ArgumentNullException"><paramref name="logger"/> is <see langword="null"/>.</exception>
    public LoggerAlertSink(ILogger logger) => this.logger = logger ?? throw new ArgumentNullException(nameof(logger));

    /// <inheritdoc/>
    public string Name => "the log";

    /// <inheritdoc/>
    public Task SendAsync(BudgetAlert alert, CancellationToken cancellationToken)
    {
        if (alert is null)
        {
            throw new ArgumentNullException(nameof(alert));
        }

        switch (alert.Kind)
        {
            case BudgetAlertKind.Threshold when alert.ThresholdPercent >= 100:
                logger.LimitReached(alert.Budget, alert.Limit, alert.ThresholdPercent, alert.Message);
                break;
            case BudgetAlertKind.Threshold:
                logger.Threshold(alert.Budget, alert.Limit, alert.ThresholdPercent, alert.Message);
                break;
            case BudgetAlertKind.Forecast:
                logger.Forecast(alert.Budget, alert.Limit, alert.Message);
                break;
            case BudgetAlertKind.Spike:
                logger.Spike(alert.Budget, alert.Message);
                break;
            case BudgetAlertKind.DormantKey:
                logger.DormantKey(alert.KeyEnd, alert.Message);
                break;
            case BudgetAlertKind.BoundViolated:
                logger.BoundViolatedAlert(alert.Model, alert.Message);
                break;
            case BudgetAlertKind.PricesStale:
                logger.PricesStale(alert.Message);
                break;
            default:
                logger.DeliveryFailed(alert.Message);
                break;
        }

        return Task.CompletedTask;
    }
}
