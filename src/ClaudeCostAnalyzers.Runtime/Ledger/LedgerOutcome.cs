namespace ClaudeCost;

/// <summary>How an attempt ended, and with that why it is charged what it is charged.</summary>
public enum LedgerOutcome
{
    /// <summary>The provider reported its final usage: the cost is exact.</summary>
    Settled,

    /// <summary>The provider turned it away before generation (most 4xx, and 529): no cost.</summary>
    Rejected,

    /// <summary>The provider named another address (3xx): no cost. The next hop has an entry of its own.</summary>
    Redirected,

    /// <summary>Nothing reached the provider (no name, no connection, no TLS): no cost.</summary>
    NotSent,

    /// <summary>A budget or the kill switch refused it; it did not leave the process: no cost.</summary>
    Denied,

    /// <summary>Sent, and no reply came (time-out, broken connection, cancelled, the process ended): charged at its worst case.</summary>
    SuspectNoReply,

    /// <summary>The reply was a failure after which the work may be billed (408, 499, 5xx except 529): charged at its worst case.</summary>
    SuspectStatus,

    /// <summary>
    /// The reply ended, broke or was given up before its final usage: charged at its worst case, or, where Anthropic had told the
    /// input, at that input and all the output allowed.
    /// </summary>
    SuspectCut,

    /// <summary>The reply was complete and does not say what was used, or says it where it cannot be read: charged at its worst case.</summary>
    SuspectNoUsage,

    /// <summary>Nobody read the reply to its end or disposed it: charged at its worst case.</summary>
    SuspectForgotten,

    /// <summary>A batch that the provider has taken on and bills when it is done: charged at its worst case until its results are read.</summary>
    SuspectBatch,

    /// <summary>
    /// The results of a batch say what it used. In the files such a row is the difference to the <see cref="SuspectBatch"/> row of the same
    /// attempt, mostly negative, so that rows can be added up as they stand; <see cref="LedgerReader"/> makes one <see cref="Settled"/> entry
    /// of both.
    /// </summary>
    Corrected,

    /// <summary>
    /// Sent, and the ledger has no record of its end: the process was killed, or is still at it. Charged at its worst case. In the
    /// files such a row says <c>sent</c> and costs nothing; <see cref="LedgerReader"/> leaves out those whose end is recorded, and gives
    /// the others last.
    /// </summary>
    Unsettled,

    /// <summary>
    /// No attempt: entries that the ledger could not take, because its queue was full. The entry says how many there were and what they
    /// were charged together, so that the ledger still adds up.
    /// </summary>
    Lost,
}
