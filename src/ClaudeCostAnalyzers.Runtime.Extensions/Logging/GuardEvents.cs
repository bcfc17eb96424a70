using Microsoft.Extensions.Logging;

namespace ClaudeCost.Logging;

/// <summary>What the guard logs. The ids are stable: alarms may be built on them. docs/telemetry.md lists them.</summary>
internal static partial class GuardEvents
{
    [LoggerMessage(1000, LogLevel.Debug, "Call {CallId}.{Attempt} to {Model} in scope {Scope} cost {CostUsd} USD ({Outcome}, status {Status}, request {RequestId}).", EventName = "CallSettled")]
    public static partial void CallSettled(this ILogger logger, string callId, int attempt, string? model, string? scope, decimal costUsd, LedgerOutcome outcome, int? status, string? requestId);

    [LoggerMessage(1001, LogLevel.Warning, "Call {CallId}.{Attempt} to {Model} in scope {Scope} is charged {CostUsd} USD as suspect ({Outcome}, status {Status}, request {RequestId}): {Explanation}", EventName = "CallSuspect")]
    public static partial void CallSuspect(this ILogger logger, string callId, int attempt, string? model, string? scope, decimal costUsd, LedgerOutcome outcome, int? status, string? requestId, string explanation);

    [LoggerMessage(1002, LogLevel.Warning, "Call {CallId}.{Attempt} to {Model} in scope {Scope} was refused by {DeniedBy} ({DeniedLimit}); it needed {ReservedUsd} USD at worst.", EventName = "CallDenied")]
    public static partial void CallDenied(this ILogger logger, string callId, int attempt, string? model, string? scope, string? deniedBy, BudgetLimit? deniedLimit, decimal reservedUsd);

    [LoggerMessage(1003, LogLevel.Error, "Call {CallId}.{Attempt} to {Model} in scope {Scope} cost {CostUsd} USD, more than its worst case of {ReservedUsd} USD (request {RequestId}).", EventName = "BoundViolated")]
    public static partial void BoundViolated(this ILogger logger, string callId, int attempt, string? model, string? scope, decimal costUsd, decimal reservedUsd, string? requestId);

    [LoggerMessage(1004, LogLevel.Error, "The queue of the log was full: {Count} calls that cost {CostUsd} USD were not logged.", EventName = "CallsNotLogged")]
    public static partial void CallsNotLogged(this ILogger logger, long count, decimal costUsd);

    [LoggerMessage(1005, LogLevel.Information, "Batch {BatchId} of call {CallId}.{Attempt} to {Model} in scope {Scope} cost {CostUsd} USD, by its results; {ReservedUsd} USD had been charged until then.", EventName = "BatchSettled")]
    public static partial void BatchSettled(this ILogger logger, string? batchId, string callId, int attempt, string? model, string? scope, decimal costUsd, decimal reservedUsd);

    [LoggerMessage(1100, LogLevel.Warning, "{Message}", EventName = "UnknownModel")]
    public static partial void UnknownModel(this ILogger logger, string message);

    [LoggerMessage(1101, LogLevel.Warning, "{Message}", EventName = "UnboundedRequest")]
    public static partial void UnboundedRequest(this ILogger logger, string message);

    [LoggerMessage(1102, LogLevel.Warning, "{Message}", EventName = "UnreadableReply")]
    public static partial void UnreadableReply(this ILogger logger, string message);

    [LoggerMessage(1103, LogLevel.Error, "{Message}", EventName = "UnseenRequest")]
    public static partial void UnseenRequest(this ILogger logger, string message);

    [LoggerMessage(1104, LogLevel.Warning, "{Message}", EventName = "AttemptsForgotten")]
    public static partial void AttemptsForgotten(this ILogger logger, string message);

    [LoggerMessage(1105, LogLevel.Error, "{Message}", EventName = "LedgerFull")]
    public static partial void LedgerFull(this ILogger logger, string message);

    [LoggerMessage(1106, LogLevel.Error, "{Message}", EventName = "LedgerFailed")]
    public static partial void LedgerFailed(this ILogger logger, string message);

    [LoggerMessage(1107, LogLevel.Error, "{Message}", EventName = "AlertFailed")]
    public static partial void AlertFailed(this ILogger logger, string message);

    [LoggerMessage(1199, LogLevel.Warning, "{Message}", EventName = "GuardWarning")]
    public static partial void OtherWarning(this ILogger logger, string message);

    [LoggerMessage(1200, LogLevel.Warning, "{Message} (budget {Budget}, limit {Limit}, threshold {ThresholdPercent} %)", EventName = "Threshold")]
    public static partial void Threshold(this ILogger logger, string budget, BudgetLimit? limit, int? thresholdPercent, string message);

    [LoggerMessage(1201, LogLevel.Error, "{Message} (budget {Budget}, limit {Limit}, threshold {ThresholdPercent} %)", EventName = "LimitReached")]
    public static partial void LimitReached(this ILogger logger, string budget, BudgetLimit? limit, int? thresholdPercent, string message);

    [LoggerMessage(1202, LogLevel.Warning, "{Message} (budget {Budget}, limit {Limit})", EventName = "Forecast")]
    public static partial void Forecast(this ILogger logger, string budget, BudgetLimit? limit, string message);

    [LoggerMessage(1203, LogLevel.Warning, "{Message} (scope {Budget})", EventName = "Spike")]
    public static partial void Spike(this ILogger logger, string budget, string message);

    [LoggerMessage(1204, LogLevel.Error, "{Message} (key {KeyEnd})", EventName = "DormantKey")]
    public static partial void DormantKey(this ILogger logger, string? keyEnd, string message);

    [LoggerMessage(1205, LogLevel.Error, "{Message} (model {Model})", EventName = "BoundViolatedAlert")]
    public static partial void BoundViolatedAlert(this ILogger logger, string? model, string message);

    [LoggerMessage(1206, LogLevel.Warning, "{Message}", EventName = "PricesStale")]
    public static partial void PricesStale(this ILogger logger, string message);

    [LoggerMessage(1207, LogLevel.Error, "{Message}", EventName = "DeliveryFailed")]
    public static partial void DeliveryFailed(this ILogger logger, string message);
}
