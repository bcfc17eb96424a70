namespace ClaudeCost.Attempts;

/// <summary>How one attempt ended, which decides what was charged for it.</summary>
internal enum AttemptOutcome
{
    /// <summary>Its final usage arrived: charged exactly.</summary>
    Completed,

    /// <summary>A budget or the kill switch refused it: it did not leave, and nothing was charged.</summary>
    Denied,

    /// <summary>It did not reach anybody (no name, no connection, no TLS), or another request went out in its place: nothing was charged.</summary>
    NotSent,

    /// <summary>Sent on to another address, to which another attempt goes: nothing was charged.</summary>
    Redirected,

    /// <summary>Turned away before a token was generated (most 4xx, and 529): a call, but no cost.</summary>
    Rejected,

    /// <summary>A failure after which the provider may have worked (408, 499, 5xx but 529): suspect.</summary>
    Failed,

    /// <summary>No reply: time-out, broken connection, cancelled: suspect.</summary>
    NoReply,

    /// <summary>The reply ended, broke or was given up before its final usage: suspect.</summary>
    CutReply,

    /// <summary>The reply came whole, and says nothing that can be read about its usage: suspect.</summary>
    UsageUnknown,

    /// <summary>A batch that the provider has taken on, and bills when it is done: suspect until its results are read.</summary>
    BatchAccepted,

    /// <summary>The results of a batch say what it used: charged exactly, in place of what was suspect.</summary>
    Corrected,

    /// <summary>Nobody read or disposed the reply: suspect.</summary>
    Forgotten,
}
