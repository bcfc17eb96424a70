using ClaudeCost.Attempts;

namespace ClaudeCost.Ledger;

/// <summary>Makes the entry of an attempt.</summary>
internal static class LedgerEntries
{
    private static readonly IReadOnlyDictionary<string, string> NoTags = new Dictionary<string, string>();

    /// <summary>An attempt that is in flight: it costs nothing yet, and holds its worst case.</summary>
    public static LedgerEntry OfSent(SettledAttempt attempt) => Of(attempt with { Charged = default }) with
    {
        Outcome = LedgerOutcome.Unsettled,
        ReservedCalls = attempt.Reservation.Amounts.Calls,
    };

    /// <summary>
    /// What is to be added to the entry of a batch so that both are what it cost: negative where it took less than its worst case.
    /// </summary>
    public static LedgerEntry OfCorrection(SettledAttempt attempt) =>
        Of(attempt with { Charged = attempt.Charged.Minus(attempt.Reservation.Amounts) });

    public static LedgerEntry Of(SettledAttempt attempt)
    {
        var held = attempt.Reservation.Amounts;
        var bound = attempt.Reservation.Bound;
        return new LedgerEntry
        {
            CallId = attempt.CallId.ToString("N"),
            Attempt = attempt.Attempt,
            Time = attempt.StartedAt,
            TimeToHeaders = attempt.TimeToHeaders,
            Duration = attempt.Duration,
            Outcome = OutcomeOf(attempt),
            Calls = attempt.Charged.Calls,
            CostUsd = Money.ToUsd(attempt.Charged.NanoUsd),
            InputTokens = attempt.Charged.InputTokens,
            OutputTokens = attempt.Charged.OutputTokens,
            ReservedUsd = Money.ToUsd(held.NanoUsd),
            ReservedInputTokens = held.InputTokens,
            ReservedOutputTokens = held.OutputTokens,
            Bound = !bound.IsBounded ? LedgerBound.ByRule : bound.Strength == Pricing.BoundStrength.Proven ? LedgerBound.Proven : LedgerBound.Measured,
            BoundReason = attempt.Reservation.Why,
            BoundViolated = attempt.BoundViolated,
            Model = attempt.ModelAsked,
            ServedModel = attempt.ModelServed,
            Provider = attempt.Provider,
            Operation = attempt.Operation,
            Host = attempt.Address?.Host,
            Port = attempt.Address?.Port ?? 0,
            Status = attempt.Status,
            RequestId = attempt.RequestId,
            BatchId = attempt.BatchId,
            Error = attempt.ErrorType,
            Scopes = ScopesOf(attempt.Scope),
            File = attempt.Scope?.BegunAtFile ?? "",
            Line = attempt.Scope?.BegunAtLine ?? 0,
            Budgets = BudgetsOf(attempt),
            Tags = attempt.Scope?.Tags ?? NoTags,
            KeyEnd = attempt.KeyEnd,
            PriceVersion = attempt.PriceVersion,
            Usage = attempt.Usage is { } usage ? LedgerUsage.Of(usage) : null,
            DeniedBy = attempt.Refusal?.ScopeName,
            DeniedLimit = attempt.Refusal?.Limit,
            TraceId = System.Diagnostics.Activity.Current is { IdFormat: System.Diagnostics.ActivityIdFormat.W3C } activity ? activity.TraceId.ToHexString() : null,
        };
    }

    private static LedgerOutcome OutcomeOf(SettledAttempt attempt) => attempt.Outcome switch
    {
        AttemptOutcome.Completed => LedgerOutcome.Settled,
        AttemptOutcome.Denied => LedgerOutcome.Denied,
        AttemptOutcome.NotSent => LedgerOutcome.NotSent,
        AttemptOutcome.Redirected => LedgerOutcome.Redirected,
        AttemptOutcome.Rejected => LedgerOutcome.Rejected,
        AttemptOutcome.Failed => LedgerOutcome.SuspectStatus,
        // A stream that told its input and then ended: the usage that it gave is not its last word.
        AttemptOutcome.CutReply => LedgerOutcome.SuspectCut,
        AttemptOutcome.UsageUnknown when attempt.Usage is not null => LedgerOutcome.SuspectCut,
        AttemptOutcome.UsageUnknown => LedgerOutcome.SuspectNoUsage,
        AttemptOutcome.BatchAccepted => LedgerOutcome.SuspectBatch,
        AttemptOutcome.Corrected => LedgerOutcome.Corrected,
        AttemptOutcome.Forgotten => LedgerOutcome.SuspectForgotten,
        _ => LedgerOutcome.SuspectNoReply,
    };

    private static string[] ScopesOf(BudgetScope? innermost)
    {
        if (innermost is null)
        {
            return [];
        }

        var names = new List<string>();
        for (var scope = innermost; scope is not null; scope = scope.Parent)
        {
            names.Add(scope.Name);
        }

        return [.. names];
    }

    /// <summary>Those of the process, and those that scopes share by name.</summary>
    private static string[] BudgetsOf(SettledAttempt attempt)
    {
        List<string>? names = null;
        foreach (var account in attempt.Accounts.Process ?? [])
        {
            (names ??= []).Add(account.Owner?.Name ?? "");
        }

        for (var scope = attempt.Scope; scope is not null; scope = scope.Parent)
        {
            if (scope.Account.Books.Name is { } name && names?.Contains(name) != true)
            {
                (names ??= []).Add(name);
            }
        }

        return names is null ? [] : [.. names];
    }
}
