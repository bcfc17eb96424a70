using System.Collections.Concurrent;
using System.Diagnostics;
using ClaudeCost.Http;
using ClaudeCost.Pricing;
using ClaudeCost.Process;

namespace ClaudeCost;

/// <summary>What the guard has to say about a request; see <see cref="BudgetGuard.Warning"/>.</summary>
public enum BudgetWarningKind
{
    /// <summary>A model without a known price: it is charged at the dearest known price. Said once for each model.</summary>
    UnknownModel,

    /// <summary>
    /// A request whose worst case cannot be read from it (a body that is no JSON, content that only the provider holds, no cap on
    /// the output): it is charged at the model's context window or largest output. Said once for each model and reason.
    /// </summary>
    UnboundedRequest,

    /// <summary>
    /// A request to a model has left the process without being seen, because its client has a handler that raises no events and no
    /// <see cref="BudgetHandler"/>. It is charged by rule. Said once for each address.
    /// </summary>
    UnseenRequest,

    /// <summary>A reply whose usage could not be read: the call stays charged at its worst case. Said once for each reason.</summary>
    UnreadableReply,

    /// <summary>A call used more than its worst case. The whole amount is charged. Said each time.</summary>
    WorstCaseExceeded,

    /// <summary>So many calls of a scope have failed for good that the earliest ones' attempts are forgotten. Said once.</summary>
    AttemptsForgotten,

    /// <summary>The queue of a ledger is full: the ledger fails, or is slower than the calls. Said each time that it fills.</summary>
    LedgerFull,

    /// <summary>A ledger cannot be written; it is tried again. Said once for each reason.</summary>
    LedgerFailed,

    /// <summary>An alert was not delivered, or could not be judged. Said at the first failure of each alert, and when it is given up.</summary>
    AlertFailed,
}

/// <summary>A warning of the guard. Holds neither key nor prompt.</summary>
public sealed class BudgetWarningEventArgs : EventArgs
{
    internal BudgetWarningEventArgs(BudgetWarningKind kind, string message)
    {
        Kind = kind;
        Message = message;
    }

    /// <summary>What the warning is about.</summary>
    public BudgetWarningKind Kind { get; }

    /// <summary>One or two sentences in English.</summary>
    public string Message { get; }
}

/// <summary>What all budget scopes of this process share. All members are safe to use from any thread.</summary>
public static class BudgetGuard
{
    private const int MostRemembered = 4096;

    private static readonly ConcurrentDictionary<(BudgetWarningKind, string), bool> Said = new();
    private static PriceCatalog? prices;
    private static bool handlersOnly;

    /// <summary>
    /// Raised, on the thread of the call, when a call is charged by rule because something about it is not known. Warnings also
    /// go to <see cref="Trace"/>. An exception that a handler throws is ignored.
    /// </summary>
    public static event EventHandler<BudgetWarningEventArgs>? Warning;

    /// <summary>The prices that calls are charged at; <see cref="PriceCatalog.Default"/> unless set. A change holds from the next request on.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public static PriceCatalog Prices
    {
        get => Volatile.Read(ref prices) ?? PriceCatalog.Default;
        set => Volatile.Write(ref prices, value ?? throw new ArgumentNullException(nameof(Prices)));
    }

    /// <summary>
    /// Says that every client of this process that calls a model has a <see cref="BudgetHandler"/>. Scopes can then begin where the
    /// guard cannot watch .NET's HTTP client: on .NET Framework, in the browser, where its events are switched off or trimmed away.
    /// Calls of a client without the handler are not limited then. False unless set; to be set before the first scope.
    /// </summary>
    public static bool HandlersOnly
    {
        get => Volatile.Read(ref handlersOnly);
        set => Volatile.Write(ref handlersOnly, value);
    }

    /// <summary>
    /// Stops every call to a model in this process, inside and outside of scopes, from the next request on: each gets a
    /// <see cref="BudgetExceededException"/> with <see cref="BudgetLimit.Stopped"/>. Calls in flight go on. The environment variable
    /// <c>CLAUDE_COST_STOP</c> and the file that <c>CLAUDE_COST_STOP_FILE</c> names do the same.
    /// </summary>
    /// <param name="reason">For the exceptions; may be empty.</param>
    /// <exception cref="ArgumentNullException"><paramref name="reason"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">The guard cannot see requests; only clients with a <see cref="BudgetHandler"/> are stopped.</exception>
    /// <exception cref="PlatformNotSupportedException">The same, because of the platform.</exception>
    public static void Stop(string reason = "")
    {
        KillSwitch.Reason = reason ?? throw new ArgumentNullException(nameof(reason));
        Guard.EnsureAttached();
    }

    /// <summary>
    /// Says what answers at an address that the guard does not know by its path, or takes for something else: a gateway with paths of
    /// its own, a model on one's own machine, another service whose paths look like those of a model. Holds from the next request on,
    /// for the whole process; the latest word on an address counts.
    /// </summary>
    /// <param name="address">
    /// A host with or without a port, the end of a path after a slash, or both: <c>localhost:8080</c>, <c>/ask/*/model</c>,
    /// <c>llm.example.com/ask</c>. <c>*</c> stands for any one segment.
    /// </param>
    /// <param name="kind">What answers there.</param>
    /// <exception cref="ArgumentNullException"><paramref name="address"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="address"/> is no such address.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is none of the enumeration.</exception>
    public static void Recognize(string address, EndpointKind kind)
    {
        if (address is null)
        {
            throw new ArgumentNullException(nameof(address));
        }

        if (kind is < EndpointKind.AnthropicMessages or > EndpointKind.NotAModel)
        {
            throw new ArgumentOutOfRangeException(nameof(kind));
        }

        Endpoint.Configure(ConfiguredEndpoint.Parse(address, kind));
    }

    /// <summary>
    /// Whether calls to OpenAI that leave their tier open (no <c>service_tier</c>, or <c>auto</c>) are taken for calls of the priority
    /// tier, because their project may have it for its default: what that costs is reserved for them. What is charged is what the
    /// reply says. True unless set. Set it to false, or <c>CLAUDE_COST_ASSUME_PRIORITY_TIER=0</c>, where projects have the standard tier
    /// for their default; should one not, the guard learns it from the first reply of an address that names the priority tier, and the
    /// calls before that reply were reserved too low.
    /// </summary>
    public static bool AssumePriorityTier
    {
        get => PriorityTiers.Assumed;
        set => PriorityTiers.Assumed = value;
    }

    /// <summary>
    /// Says that everything at an address costs a multiple of the list price: a data zone of Azure, the fee of a gateway, a
    /// contract. Reserved and charged at it, from the next request on, for the whole process; the latest word on an address counts.
    /// </summary>
    /// <param name="address">As for <see cref="Recognize"/>.</param>
    /// <param name="factor">1.1 for ten percent more; below 1 for a discount.</param>
    /// <exception cref="ArgumentNullException"><paramref name="address"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="address"/> is no such address.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is not above 0, or above 1,000.</exception>
    public static void Surcharge(string address, decimal factor)
    {
        if (address is null)
        {
            throw new ArgumentNullException(nameof(address));
        }

        if (factor is <= 0 or > 1_000)
        {
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "Give a factor like 1.1 for ten percent more.");
        }

        Surcharges.Set(address, factor);
    }

    /// <summary>Takes back <see cref="Stop"/>. What the environment or a file stops stays stopped.</summary>
    public static void Resume() => KillSwitch.Reason = null;

    /// <summary>
    /// Lets the budgets of the environment (<c>CLAUDE_COST_MAX_USD_PER_DAY</c> and so on) hold from now on, also for calls outside
    /// scopes. The first scope and the first <see cref="BudgetHandler"/> do so by themselves; a program that has neither calls this
    /// at its start, or is started with the package as a startup hook. Calling it again does nothing.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// An environment variable has a wrong value, and the message names it; or the guard cannot see requests.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">The guard cannot see requests, because of the platform.</exception>
    public static void Start() => ProcessBudgets.Start();

    /// <summary>Says something the first time that it comes up.</summary>
    internal static void WarnOnce(BudgetWarningKind kind, string message)
    {
        if (Said.Count < MostRemembered && Said.TryAdd((kind, message), true))
        {
            Warn(kind, message);
        }
    }

    /// <summary>For tests: says again what was said once.</summary>
    internal static void SayAgain() => Said.Clear();

    internal static void Warn(BudgetWarningKind kind, string message)
    {
        try
        {
            Trace.TraceWarning("ClaudeCost: {0}", message);
            Warning?.Invoke(null, new BudgetWarningEventArgs(kind, message));
        }
        catch (Exception)
        {
            // A listener's failure must neither stop a call that fits its budget nor hide the refusal of one that does not.
        }
    }
}
