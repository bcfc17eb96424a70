#if NET
using System.Diagnostics.Tracing;
using ClaudeCost.Attempts;
using ClaudeCost.Pricing;
using ClaudeCost.Process;
using ClaudeCost.Usage;

namespace ClaudeCost.Http;

/// <summary>
/// Finds requests to models that leave the process unseen, because their client's handler raises no events (one of another maker, one
/// without a propagator) and has no <see cref="BudgetHandler"/>. They cannot be stopped, but each is charged by rule and said.
/// </summary>
/// <remarks>
/// .NET's <c>HttpClient</c> itself traces the beginning and the end of each request to an event source, whatever its handler does.
/// Tracing costs each request of the process about a microsecond, so it ends when so many requests to models have been seen that
/// clients without the guard's view are not to be expected.
/// </remarks>
internal sealed class UnseenRequests : EventListener
{
    private const string SourceName = "System.Net.Http";
    private const int RequestStart = 1;
    private const int RequestStop = 2;
    private const string HeadersStart = "RequestHeadersStart";
    private const int Enough = 1_000;

    private static readonly AsyncLocal<Sent?> Current = new();
    private static readonly object Gate = new();
    private static UnseenRequests? watching;
    private static volatile bool isTracing;
    private static int seen;
    private static volatile Uri? left;

    private EventSource? source;

    /// <summary>Watches from now on. Calling it again does nothing.</summary>
    public static void Watch()
    {
        lock (Gate)
        {
            watching ??= new UnseenRequests();
        }
    }

    /// <summary>For tests: watches again, as if nothing had been seen yet.</summary>
    public static void WatchAgain()
    {
        Volatile.Write(ref seen, 0);
        left = null;
        Watch();
        if (watching!.source is { } its)
        {
            watching.Trace(its);
        }
    }

    /// <summary>
    /// Refuses to go on where a request that belongs to a budget has really left the process unseen, written to the network by .NET's own
    /// handler: the next ones would too. A handler of another maker proves nothing (in tests it often only plays a provider).
    /// </summary>
    /// <exception cref="InvalidOperationException">One has.</exception>
    public static void ThrowIfAnyLeft()
    {
        if (left is { } address)
        {
            throw new InvalidOperationException(
                $"A budget scope cannot guard this process: a request to {Shown(address)} has left it without being seen, because its client has a SocketsHttpHandler whose ActivityHeadersPropagator is null. "
                + "Leave that property alone, or give the client a BudgetHandler, and start the process again. If every client has one, set BudgetGuard.HandlersOnly.");
        }
    }

    /// <summary>The request that this flow is sending has come to the guard or to a handler.</summary>
    public static void Seen()
    {
        for (var sent = isTracing ? Current.Value : null; sent is { IsSeen: false }; sent = sent.Outer)
        {
            sent.IsSeen = true;
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == SourceName)
        {
            source = eventSource;
            Trace(eventSource);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        switch (eventData.EventId)
        {
            case RequestStart:
                // Even one that goes elsewhere: ends are told apart by their beginnings.
                Current.Value = new Sent(AddressOf(eventData.Payload), Current.Value);
                break;
            case RequestStop when Current.Value is { } sent:
                Current.Value = sent.Outer;
                Ended(sent);
                break;
            default:
                if (eventData.EventName == HeadersStart)
                {
                    for (var sending = Current.Value; sending is { HasLeft: false }; sending = sending.Outer)
                    {
                        sending.HasLeft = true;
                    }
                }

                break;
        }
    }

    private void Trace(EventSource its)
    {
        isTracing = true;
        EnableEvents(its, EventLevel.Informational);
    }

    private static Uri? AddressOf(IReadOnlyList<object?>? payload)
    {
        if (payload is not [string scheme, string host, int port, string path, ..] || !Uri.TryCreate($"{scheme}://{host}:{port}{path}", UriKind.Absolute, out var address))
        {
            return null;
        }

        // The method is not told. Only paths count to which hardly anything but a call of a model goes.
        return Endpoint.Match(HttpMethod.Post, address, out _) is { Format: not (ApiFormat.AnthropicBatch or ApiFormat.OpaqueBatch) } endpoint
            && (endpoint.Certain || host.Contains("anthropic", StringComparison.OrdinalIgnoreCase) || host.Contains("openai", StringComparison.OrdinalIgnoreCase))
                ? address
                : null;
    }

    /// <summary>Where somebody has mistaken a key for a deployment, it is a part of the path.</summary>
    private static string Shown(Uri address) =>
        address.Authority + string.Join("/", address.AbsolutePath.Split('/').Select(static segment => ModelNames.WithoutKey(Uri.UnescapeDataString(segment))));

    private void Ended(Sent sent)
    {
        if (sent.Address is not { } address)
        {
            return;
        }

        if (!sent.IsSeen)
        {
            Charge(address, sent.HasLeft);
        }
        else if (Interlocked.Increment(ref seen) == Enough && source is { } its)
        {
            // In this order: whoever finds it ended is not asked any more whether it was seen.
            DisableEvents(its);
            isTracing = false;
        }
    }

    private static void Charge(Uri address, bool hasLeft)
    {
        var scope = BudgetScope.Current;
        var set = ProcessBudgets.Current;
        if (scope is null && !set.ConcernsCallsOutsideScopes)
        {
            return;
        }

        left = hasLeft ? address : left;
        var reason = $"A request to {Shown(address)} left the process without being seen: its client has a handler of another maker, or one without ActivityHeadersPropagator. Give that client a BudgetHandler.";
        BudgetGuard.WarnOnce(BudgetWarningKind.UnseenRequest, reason);
        try
        {
            var charge = new Charge(scope, new AccountChain(scope?.Account, set.For(scope is not null, null, null)), null, WorstCase.OfUnreadable(BudgetGuard.Prices, reason));
            charge.ReserveInPlaceOf(null);
            charge.StaysCharged(AttemptOutcome.UsageUnknown);
        }
        catch (BudgetExceededException)
        {
            // It has left already; the refusal has closed the scope, and what it looks for the scope's token ends.
        }
    }

    private sealed class Sent(Uri? address, Sent? outer)
    {
        private volatile bool isSeen;
        private volatile bool hasLeft;

        public Uri? Address => address;

        public Sent? Outer => outer;

        public bool IsSeen
        {
            get => isSeen;
            set => isSeen = value;
        }

        /// <summary>Whether .NET's own handler has begun to write it to a connection.</summary>
        public bool HasLeft
        {
            get => hasLeft;
            set => hasLeft = value;
        }
    }
}
#endif
