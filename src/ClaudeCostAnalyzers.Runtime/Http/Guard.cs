using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ClaudeCost.Http;

/// <summary>
/// Watches every request of .NET's HTTP client in this process. Before one that goes to a model is sent it reserves the worst
/// case in the ambient scope, and stops the request if that does not fit; afterwards it settles.
/// </summary>
/// <remarks>
/// <para>.NET raises <c>HttpRequestOut.Start</c> on the caller's own flow, before the request is written, once for each physical
/// attempt (SDK retries and redirects each have their own). What a listener throws there reaches the caller as it is, and
/// nothing is sent. <c>HttpRequestOut.Stop</c> comes when the headers of the reply are there, or the attempt has failed; the
/// content of the reply can then still be replaced. On failure <c>Exception</c> comes before <c>Stop</c>.</para>
/// <para>The listener asks for these events only for requests that concern it, so other requests get no activity and no trace
/// header on its account.</para>
/// </remarks>
internal sealed class Guard : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private const string ListenerName = "HttpHandlerDiagnosticListener";
    private const string ActivityName = "System.Net.Http.HttpRequestOut";
    private const string StartName = "System.Net.Http.HttpRequestOut.Start";
    private const string StopName = "System.Net.Http.HttpRequestOut.Stop";
    private const string ExceptionName = "System.Net.Http.Exception";

    private static readonly Payload RequestOfStart = new("Request");
    private static readonly Payload RequestOfException = new("Request");
    private static readonly Payload ExceptionOfException = new("Exception");
    private static readonly Payload RequestOfStop = new("Request");
    private static readonly Payload ResponseOfStop = new("Response");

    private static readonly Guard Instance = new();
    private static readonly object AttachLock = new();
    private static volatile bool attached;

    // A redirected request is the same object on each hop; a request that is cloned for a retry is another. Hence a table by
    // identity, and not an entry in the request's options, which clones would inherit.
    private readonly ConditionalWeakTable<HttpRequestMessage, Attempt> inFlight = new();

    // Handlers that hedge send one request several times at once. Then only the activity of each tells them apart.
    private readonly ConditionalWeakTable<Activity, Attempt> sentAgain = new();
    private volatile bool anySentAgain;

    /// <summary>Attaches the guard to this process, once, and makes sure that it sees requests.</summary>
    /// <exception cref="InvalidOperationException">It would see none: events are switched off.</exception>
    /// <exception cref="PlatformNotSupportedException">It would see none: the platform has no such events.</exception>
    public static void EnsureAttached()
    {
#if NET
        UnseenRequests.Watch();
#endif
        if (BudgetGuard.HandlersOnly)
        {
            return;
        }

#if NET
        UnseenRequests.ThrowIfAnyLeft();
#endif
        Visibility.Check();
        if (attached)
        {
            return;
        }

        lock (AttachLock)
        {
            if (!attached)
            {
                var subscription = DiagnosticListener.AllListeners.Subscribe(Instance);
                try
                {
                    Probe.Run();
                }
                catch
                {
                    subscription.Dispose();
                    throw;
                }

                attached = true;
            }
        }
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener listener)
    {
        if (listener.Name == ListenerName)
        {
            listener.Subscribe(this, IsWanted);
        }
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> happening)
    {
        switch (happening.Key)
        {
            case StartName:
                OnStart(RequestOfStart.Get<HttpRequestMessage>(happening.Value));
                break;
            case ExceptionName:
                OnException(RequestOfException.Get<HttpRequestMessage>(happening.Value), ExceptionOfException.Get<Exception>(happening.Value));
                break;
            case StopName:
                OnStop(RequestOfStop.Get<HttpRequestMessage>(happening.Value), ResponseOfStop.Get<HttpResponseMessage>(happening.Value));
                break;
        }
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnCompleted()
    {
    }

    void IObserver<KeyValuePair<string, object?>>.OnError(Exception error)
    {
    }

    /// <summary>
    /// .NET asks with the request whether to make an activity for it, and without one whether to raise a single event.
    /// </summary>
    private static bool IsWanted(string name, object? request, object? unused) => name switch
    {
        ActivityName => request is not HttpRequestMessage message || Comes(message),
        StartName or StopName or ExceptionName => true,
        _ => false,
    };

    private static bool Comes(HttpRequestMessage request)
    {
#if NET
        UnseenRequests.Seen();
#endif
        return Concerns(request);
    }

    private static bool Concerns(HttpRequestMessage request) =>
        Probe.IsProbe(request) || Handover.IsPending || Attempt.Concerns(request) || OpenBatches.Find(request, out _) is not null
#if NET
        || BatchUpload.IsOne(request)
#endif
        ;

    private void OnStart(HttpRequestMessage? request)
    {
        if (request is null)
        {
            return;
        }

#if NET
        // Where there is an activity already, or somebody listens for activities, .NET does not ask before.
        UnseenRequests.Seen();
#endif
        Probe.StopIfProbe(request);
        var offer = Handover.Current;
        var attempt = offer?.Take(request, out _);
        if (attempt is null)
        {
            attempt = Attempt.Of(request);
            attempt?.ReserveInPlaceOf(offer?.TakeAny());
        }

        if (attempt is not null)
        {
            Keep(request, attempt);
        }
#if NET
        else
        {
            BatchUpload.Watch(request);
        }
#endif
    }

    private void Keep(HttpRequestMessage request, Attempt attempt)
    {
        if (inFlight.TryAdd(request, attempt) || Activity.Current is not { } activity)
        {
            return;
        }

        anySentAgain = true;
        sentAgain.TryAdd(activity, attempt);
    }

    private Attempt? Find(HttpRequestMessage request) =>
        (anySentAgain && Activity.Current is { } activity && sentAgain.TryGetValue(activity, out var attempt)) || inFlight.TryGetValue(request, out attempt) ? attempt : null;

    private Attempt? Take(HttpRequestMessage request)
    {
        if (anySentAgain && Activity.Current is { } activity && sentAgain.TryGetValue(activity, out var attempt))
        {
            sentAgain.Remove(activity);
            return attempt;
        }

        return inFlight.TryGetValue(request, out attempt) && inFlight.Remove(request) ? attempt : null;
    }

    private void OnException(HttpRequestMessage? request, Exception? exception)
    {
        // The activity's Stop follows and finds the attempt settled.
        if (request is not null)
        {
            Find(request)?.Failed(exception);
        }
    }

    private void OnStop(HttpRequestMessage? request, HttpResponseMessage? response)
    {
        if (request is null)
        {
            return;
        }

        if (Take(request) is not { } attempt)
        {
            if (response is not null)
            {
                BatchReply.Watch(request, response);
            }

            return;
        }

        if (response is null)
        {
            attempt.Failed(null);
            return;
        }

        attempt.Answered(response);
    }
}
