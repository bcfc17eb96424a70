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

    [LoggerMessage(1100, LogLevel.Warning, "{Message}", EventName = "UnknownModel")]
    public static partial void UnknownModel(this ILogger logger, string message);

    [LoggerMessage(1101, LogLevel.Warning, "{Message}", EventName = "UnboundedRequest")]
    public static partial void UnboundedRequest(this ILogger logger, string message);

    [LoggerMessage(1102, LogLevel.Warning, "{Message}", EventName = "UnreadableReply")]
    public static partial void UnreadableReply(this ILogger logger, string message);

    [LoggerMessage(1104, LogLevel.Warning, "{Message}", EventName = "AttemptsForgotten")]
    public static partial void AttemptsForgotten(this ILogger logger, string message);

    [LoggerMessage(1105, LogLevel.Error, "{Message}", EventName = "LedgerFull")]
    public static partial void LedgerFull(this ILogger logger, string message);

    [LoggerMessage(1106, LogLevel.Error, "{Message}", EventName = "LedgerFailed")]
    public static partial void LedgerFailed(this ILogger logger, string message);

    [LoggerMessage(1199, LogLevel.Warning, "{Message}", EventName = "GuardWarning")]
    public static partial void OtherWarning(this ILogger logger, string message);
}
