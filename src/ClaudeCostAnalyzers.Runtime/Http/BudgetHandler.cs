using ClaudeCost.Http;
using ClaudeCost.Process;

namespace ClaudeCost;

/// <summary>
/// Charges the requests of one HTTP client to the <see cref="BudgetScope"/> around them. Clients need none, because the guard
/// watches .NET's HTTP client by itself; give one to clients that the guard cannot see, and to those whose calls shall wait for room
/// (<see cref="OnExceeded.Wait"/>).
/// </summary>
/// <remarks>
/// <para>Put it innermost, next to the transport, so that each attempt of a retry handler passes it. A request is charged once,
/// however many handlers it passes and whether or not the guard sees it too.</para>
/// <para>The Anthropic SDK takes it as one of its <c>Handlers</c>; for others make it the handler of the <see cref="HttpClient"/> that
/// they are given. Safe to use from any thread, like every handler.</para>
/// </remarks>
/// <example>
/// <code>
/// var http = new HttpClient(new BudgetHandler(new SocketsHttpHandler()));
/// </code>
/// </example>
public sealed class BudgetHandler : DelegatingHandler
{
    /// <summary>Makes a handler whose inner handler is set by whoever builds the chain of handlers.</summary>
    /// <exception cref="InvalidOperationException">An environment variable that sets a budget has a wrong value.</exception>
    public BudgetHandler() => ProcessBudgets.Start();

    /// <summary>Makes a handler in front of another one.</summary>
    /// <param name="innerHandler">Where requests go that have room.</param>
    /// <exception cref="ArgumentNullException"><paramref name="innerHandler"/> is <see langword="null"/>.</exception>
    /// <exception cref="InvalidOperationException">An environment variable that sets a budget has a wrong value.</exception>
    public BudgetHandler(HttpMessageHandler innerHandler)
        : base(innerHandler ?? throw new ArgumentNullException(nameof(innerHandler)))
    {
        ProcessBudgets.Start();
    }

    /// <inheritdoc/>
    /// <exception cref="BudgetExceededException">The request has no room in a budget around it; it was not sent.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
#if NET
        UnseenRequests.Seen();
#endif
        var level = 0;
        var offer = Handover.Current;
        if (offer?.Take(request, out level) is not { } attempt)
        {
            level = 0;
            if (RequestBody.MustBeBuffered(request.Content) && Attempt.Concerns(request))
            {
                await RequestBody.BufferAsync(request.Content!, cancellationToken).ConfigureAwait(false);
            }

            if (Attempt.Of(request) is not { } made)
            {
#if NET
                BatchUpload.Watch(request);
#endif
                var other = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                BatchReply.Watch(request, other);
                return other;
            }

            offer?.TakeAny()?.Withdraw();
            attempt = made;
            await attempt.ReserveAsync(cancellationToken).ConfigureAwait(false);
        }

        Handover.Offer(attempt, level, request);
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Ended(attempt, level, exception);
            throw;
        }

        Answered(attempt, level, response);
        return response;
    }

#if NET
    /// <inheritdoc/>
    /// <exception cref="BudgetExceededException">The request has no room in a budget around it; it was not sent.</exception>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        UnseenRequests.Seen();
        var level = 0;
        var offer = Handover.Current;
        if (offer?.Take(request, out level) is not { } attempt)
        {
            level = 0;
            if (Attempt.Of(request) is not { } made)
            {
                BatchUpload.Watch(request);
                var other = base.Send(request, cancellationToken);
                BatchReply.Watch(request, other);
                return other;
            }

            offer?.TakeAny()?.Withdraw();

            // Whoever sends synchronously has given its thread to the request: it may as well wait on it.
            attempt = made;
            attempt.ReserveAsync(cancellationToken).AsTask().GetAwaiter().GetResult();
        }

        return SendOn(request, attempt, level, cancellationToken);
    }

    // A method of its own, and on a context of its own: what is offered ends with the request.
    private HttpResponseMessage SendOn(HttpRequestMessage request, Attempt attempt, int level, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        var context = ExecutionContext.Capture();
        if (context is null)
        {
            return Send();
        }

        ExecutionContext.Run(context, _ => response = Send(), null);
        return response!;

        HttpResponseMessage Send()
        {
            Handover.Offer(attempt, level, request);
            HttpResponseMessage reply;
            try
            {
                reply = base.Send(request, cancellationToken);
            }
            catch (Exception exception)
            {
                Ended(attempt, level, exception);
                throw;
            }

            Answered(attempt, level, reply);
            return reply;
        }
    }
#endif

    private static void Ended(Attempt attempt, int level, Exception exception)
    {
        // Otherwise something further in has seen the request, and settles.
        if (attempt.IsAt(level))
        {
            attempt.Failed(exception);
        }
    }

    private static void Answered(Attempt attempt, int level, HttpResponseMessage response)
    {
        if (attempt.IsAt(level))
        {
            attempt.Answered(response);
        }
    }
}
