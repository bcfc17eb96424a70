using System.Globalization;

namespace ClaudeCost;

/// <summary>
/// One physical attempt of a call to a model: what it asked for, what it reserved, how it ended, and what it is charged. Holds
/// neither prompt nor reply, and of the key no more than its last four characters.
/// </summary>
/// <remarks>Immutable, hence safe to share between threads.</remarks>
public sealed record LedgerEntry
{
    /// <summary>Names the call; its attempts share it. Unique over processes.</summary>
    public string CallId { get; init; } = "";

    /// <summary>The number of the attempt within the call, from 1. Requests with the same address and body are attempts of one call until one gets an answer below status 400.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>When the attempt left, or was refused; UTC.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>From then until the headers of the reply; <see langword="null"/> without a reply.</summary>
    public TimeSpan? TimeToHeaders { get; init; }

    /// <summary>From then until it was settled: with a streamed reply, until that was read.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How it ended.</summary>
    public LedgerOutcome Outcome { get; init; }

    /// <summary>Calls charged: 1, or the items of a batch; 0 for what was not sent. With <see cref="LedgerOutcome.Lost"/>, the entries that were lost.</summary>
    public long Calls { get; init; }

    /// <summary>US dollars charged, exact to 1e-9.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>Input tokens charged, cached or not.</summary>
    public long InputTokens { get; init; }

    /// <summary>Output tokens charged.</summary>
    public long OutputTokens { get; init; }

    /// <summary>US dollars that the attempt held as its worst case, or that it needed when it was refused.</summary>
    public decimal ReservedUsd { get; init; }

    /// <summary>Input tokens held as the worst case.</summary>
    public long ReservedInputTokens { get; init; }

    /// <summary>Output tokens held as the worst case.</summary>
    public long ReservedOutputTokens { get; init; }

    /// <summary>How strong that worst case is.</summary>
    public LedgerBound Bound { get; init; }

    /// <summary>Why the worst case is what it is, where something makes it large; <see langword="null"/> otherwise.</summary>
    public string? BoundReason { get; init; }

    /// <summary>Whether the attempt used more than its worst case: the bound was wrong.</summary>
    public bool BoundViolated { get; init; }

    /// <summary>The model that was asked for; <see langword="null"/> where the request does not say.</summary>
    public string? Model { get; init; }

    /// <summary>The model that answered, where the reply says.</summary>
    public string? ServedModel { get; init; }

    /// <summary>The provider, by the names of OpenTelemetry's conventions: <c>anthropic</c>, <c>openai</c>, <c>aws.bedrock</c> and so on; <see langword="null"/> where it is not known.</summary>
    public string? Provider { get; init; }

    /// <summary>What was asked for, by the names of OpenTelemetry's conventions: <c>chat</c>, <c>embeddings</c> and so on.</summary>
    public string Operation { get; init; } = "";

    /// <summary>The host that the request went to; <see langword="null"/> for models in the process.</summary>
    public string? Host { get; init; }

    /// <summary>The port on <see cref="Host"/>; 0 without one.</summary>
    public int Port { get; init; }

    /// <summary>The HTTP status of the reply; <see langword="null"/> without a reply.</summary>
    public int? Status { get; init; }

    /// <summary>The provider's id of the request, to find it in its logs; <see langword="null"/> where the reply names none.</summary>
    public string? RequestId { get; init; }

    /// <summary>The provider's id of the batch that the attempt made; <see langword="null"/> for other calls.</summary>
    public string? BatchId { get; init; }

    /// <summary>The type of the exception with which the attempt ended; <see langword="null"/> without one.</summary>
    public string? Error { get; init; }

    /// <summary>The names of the scopes around the call, innermost first.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>The source file in which the innermost scope was begun; empty outside scopes.</summary>
    public string File { get; init; } = "";

    /// <summary>The line in <see cref="File"/>, from 1; 0 outside scopes.</summary>
    public int Line { get; init; }

    /// <summary>The names of the budgets of the process that the call is charged to.</summary>
    public IReadOnlyList<string> Budgets { get; init; } = [];

    /// <summary>The <see cref="Budget.Tags"/> of the scopes around the call; of one key, the innermost scope's.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The last four characters of the key that the request carried; <see langword="null"/> where it carried none.</summary>
    public string? KeyEnd { get; init; }

    /// <summary>Which prices the cost was worked out with; their latest date and a hash of the price list.</summary>
    public string? PriceVersion { get; init; }

    /// <summary>What the reply says was used; <see langword="null"/> where it says nothing that can be read.</summary>
    public LedgerUsage? Usage { get; init; }

    /// <summary>The name of the scope or budget that refused the attempt; <see langword="null"/> unless it was refused.</summary>
    public string? DeniedBy { get; init; }

    /// <summary>The limit for which it was refused; <see langword="null"/> unless it was refused.</summary>
    public BudgetLimit? DeniedLimit { get; init; }

    /// <summary>The id of the trace that was current when the attempt left; <see langword="null"/> without one.</summary>
    public string? TraceId { get; init; }

    /// <summary>Calls that the attempt held, which its charge is if its end is never recorded.</summary>
    internal long ReservedCalls { get; init; }

    /// <summary>With <see cref="LedgerOutcome.Lost"/>: which attempts are part of the sum and have been recorded as sent.</summary>
    internal IReadOnlyList<string> Ended { get; init; } = [];

    /// <summary>Tells one attempt from all others.</summary>
    internal string Key => FormattableString.Invariant($"{CallId}/{Attempt}");

    /// <summary>Whether the charge is a worst case that no final usage confirms: the provider may have billed less, never more.</summary>
    public bool IsSuspect => Outcome is LedgerOutcome.SuspectNoReply or LedgerOutcome.SuspectStatus or LedgerOutcome.SuspectCut
        or LedgerOutcome.SuspectNoUsage or LedgerOutcome.SuspectForgotten or LedgerOutcome.SuspectBatch or LedgerOutcome.Unsettled;

    /// <summary>Why the attempt is charged what it is charged: one sentence in English.</summary>
    public string Explanation => Outcome switch
    {
        LedgerOutcome.Settled when BoundViolated => "The reply reports its final usage, which is more than the worst case that was reserved.",
        LedgerOutcome.Settled => "The reply reports its final usage.",
        LedgerOutcome.Rejected => $"Status {Number(Status)}: the provider turned it away before generation, which is not billed.",
        LedgerOutcome.Redirected => $"Status {Number(Status)}: sent on to another address, which has an entry of its own.",
        LedgerOutcome.NotSent => $"No connection came about{By(Error)}: nothing reached the provider.",
        LedgerOutcome.Denied => $"'{DeniedBy}' refused it ({DeniedLimit}): it did not leave the process.",
        LedgerOutcome.SuspectNoReply => $"It was sent and no reply came{By(Error)}; the provider may have done the work, so the worst case is charged.",
        LedgerOutcome.SuspectStatus => $"Status {Number(Status)}: the provider may have done the work, so the worst case is charged.",
        LedgerOutcome.SuspectCut when Usage is not null => "The reply ended or was given up before its final usage; the input that it had reported and all the output allowed are charged.",
        LedgerOutcome.SuspectCut => "The reply ended or was given up before its final usage, so the worst case is charged.",
        LedgerOutcome.SuspectNoUsage => "The reply does not say what was used, or not where it can be read, so the worst case is charged.",
        LedgerOutcome.SuspectForgotten => "Nobody read the reply to its end or disposed it, so the worst case is charged.",
        LedgerOutcome.SuspectBatch => $"The provider bills batch {BatchId ?? "(without an id)"} when it is done, and this process has not read its results, so the worst case is charged.",
        LedgerOutcome.Corrected => $"The results of batch {BatchId ?? "(without an id)"} report its final usage; this is the difference to its worst case.",
        LedgerOutcome.Unsettled => "It was sent, and its end is not recorded: the process was killed, or is still at it; the worst case is charged.",
        _ => $"The ledger's queue was full: {Number(Calls)} entries were lost, which this one sums up.",
    };

    private static string By(string? error) => error is null ? "" : $" ({error})";

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
