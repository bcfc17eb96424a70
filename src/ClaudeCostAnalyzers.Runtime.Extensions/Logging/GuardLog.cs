using Microsoft.Extensions.Logging;

namespace ClaudeCost.Logging;

/// <summary>Writes calls and warnings of the guard to a logger, off the path of the calls.</summary>
internal sealed class GuardLog : ILedger, IDisposable
{
    public const string Category = "ClaudeCost";

    // Who logs slower than that gets a sum.
    private const int Capacity = 4_096;

    private readonly ILogger logger;
    private readonly LedgerWriter writer;

    /// <exception cref="InvalidOperationException">The guard cannot see requests.</exception>
    /// <exception cref="PlatformNotSupportedException">The same, because of the platform.</exception>
    public GuardLog(ILoggerFactory loggers)
    {
        logger = loggers.CreateLogger(Category);
        writer = BudgetLedger.Start(this, ownsLedger: false, Capacity);
        BudgetGuard.Warning += OnWarning;
    }

    public void Dispose()
    {
        BudgetGuard.Warning -= OnWarning;
        writer.Dispose();
    }

    public Task WriteAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            Write(entry);
        }

        return Task.CompletedTask;
    }

    private void Write(LedgerEntry entry)
    {
        var scope = entry.Scopes.Count > 0 ? entry.Scopes[0] : null;
        if (entry.Outcome == LedgerOutcome.Lost)
        {
            logger.CallsNotLogged(entry.Calls, entry.CostUsd);
        }
        else if (entry.Outcome == LedgerOutcome.Denied)
        {
            logger.CallDenied(entry.CallId, entry.Attempt, entry.Model, scope, entry.DeniedBy, entry.DeniedLimit, entry.ReservedUsd);
        }
        else if (entry.BoundViolated)
        {
            logger.BoundViolated(entry.CallId, entry.Attempt, entry.Model, scope, CostOf(entry), entry.ReservedUsd, entry.RequestId);
        }
        else if (entry.Outcome == LedgerOutcome.Corrected)
        {
            logger.BatchSettled(entry.BatchId, entry.CallId, entry.Attempt, entry.Model, scope, CostOf(entry), entry.ReservedUsd);
        }
        else if (entry.IsSuspect)
        {
            logger.CallSuspect(entry.CallId, entry.Attempt, entry.Model, scope, entry.CostUsd, entry.Outcome, entry.Status, entry.RequestId, entry.Explanation);
        }
        else
        {
            logger.CallSettled(entry.CallId, entry.Attempt, entry.Model, scope, entry.CostUsd, entry.Outcome, entry.Status, entry.RequestId);
        }
    }

    private static decimal CostOf(LedgerEntry entry) => entry.Outcome == LedgerOutcome.Corrected ? entry.ReservedUsd + entry.CostUsd : entry.CostUsd;

    private void OnWarning(object? sender, BudgetWarningEventArgs warning)
    {
        switch (warning.Kind)
        {
            case BudgetWarningKind.UnknownModel:
                logger.UnknownModel(warning.Message);
                break;
            case BudgetWarningKind.UnboundedRequest:
                logger.UnboundedRequest(warning.Message);
                break;
            case BudgetWarningKind.UnreadableReply:
                logger.UnreadableReply(warning.Message);
                break;
            case BudgetWarningKind.UnseenRequest:
                logger.UnseenRequest(warning.Message);
                break;
            case BudgetWarningKind.AttemptsForgotten:
                logger.AttemptsForgotten(warning.Message);
                break;
            case BudgetWarningKind.LedgerFull:
                logger.LedgerFull(warning.Message);
                break;
            case BudgetWarningKind.LedgerFailed:
                logger.LedgerFailed(warning.Message);
                break;
            case BudgetWarningKind.AlertFailed:
                logger.AlertFailed(warning.Message);
                break;
            case BudgetWarningKind.WorstCaseExceeded:
                // The call's own event says it, with the numbers.
                break;
            default:
                logger.OtherWarning(warning.Message);
                break;
        }
    }
}
