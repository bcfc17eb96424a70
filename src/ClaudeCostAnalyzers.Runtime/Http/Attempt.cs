using ClaudeCost.Pricing;
using ClaudeCost.Process;
using ClaudeCost.Usage;

namespace ClaudeCost.Http;

/// <summary>One physical request to a model: what it holds in its budgets, and how that is settled, exactly once.</summary>
internal sealed class Attempt
{
    private readonly BudgetScope? scope;
    private readonly AccountChain chain;
    private readonly Endpoint endpoint;
    private readonly RequestFacts? facts;
    private readonly string? model;
    private readonly PriceCatalog catalog;
    private readonly Reservation reservation;
    private readonly ulong? call;
    private readonly int retries;
    private long ticket;
    private int level;
    private int ended;
    private int settled;

    private Attempt(
        BudgetScope? scope, in AccountChain chain, Endpoint endpoint, RequestFacts? facts, string? model, PriceCatalog catalog, in Reservation reservation, ulong? call, int retries)
    {
        this.scope = scope;
        this.chain = chain;
        this.endpoint = endpoint;
        this.facts = facts;
        this.model = model;
        this.catalog = catalog;
        this.reservation = reservation;
        this.call = call;
        this.retries = retries;
    }

    /// <summary>Cancelled when the time of a scope around the call is over.</summary>
    public CancellationToken Deadline => scope?.Deadline ?? default;

    private bool IsAnthropic => endpoint.Format is ApiFormat.AnthropicMessages or ApiFormat.AnthropicBatch;

    /// <summary>Whether a request goes to a model, by its address, and is charged to anything.</summary>
    public static bool Concerns(HttpRequestMessage request) =>
        Endpoint.Match(request.Method, request.RequestUri, out _) is not null && (BudgetScope.Current is not null || IsGuardedOutsideScopes);

    private static bool IsGuardedOutsideScopes => ProcessBudgets.Current.ConcernsCallsOutsideScopes || KillSwitch.IsThrown;

    /// <summary>Works out the worst case of a request that is about to be sent. Nothing is reserved yet.</summary>
    /// <returns>The attempt, or <see langword="null"/> if the request does not go to a model or is charged to nothing.</returns>
    /// <exception cref="BudgetExceededException">The kill switch is on.</exception>
    public static Attempt? Of(HttpRequestMessage request)
    {
        var scope = BudgetScope.Current;
        if (Endpoint.Match(request.Method, request.RequestUri, out var modelInPath) is not { } endpoint || (scope is null && !IsGuardedOutsideScopes))
        {
            return null;
        }

        var address = scope is { CountsAttempts: true } ? request.RequestUri!.AbsoluteUri : null;
        var facts = RequestBody.Read(request.Content, endpoint.Format, address, out var problem, out var fingerprint);
        if (!endpoint.Certain && (request.Content is null || facts is { LooksLikeModelCall: false }))
        {
            return null;
        }

        KillSwitch.ThrowIfOn();
        var catalog = BudgetGuard.Prices;
        var model = facts?.Model ?? modelInPath;
        if (facts is not null)
        {
            facts.Model = model;
        }

        var isAnthropic = endpoint.Format is ApiFormat.AnthropicMessages or ApiFormat.AnthropicBatch;
        var reservation = facts is null ? WorstCase.OfUnreadable(catalog, problem, model)
            : endpoint.Format == ApiFormat.Opaque ? WorstCase.OfUnreadable(catalog, $"What a request to '{endpoint.Tail}' costs is not known.", model)
            : WorstCase.Of(facts, catalog, isAnthropic, endpoint.Format == ApiFormat.OpenAiEmbeddings);
        var set = ProcessBudgets.Current;
        var chain = new AccountChain(scope?.Account, set.For(scope is not null, model, set.Keys.Count == 0 ? null : KeyEnd.Of(request)));
        return new Attempt(
            scope, chain, endpoint, facts, model, catalog, reservation, address is null ? null : fingerprint, RetriesOf(request));
    }

    /// <summary>Reserves the worst case, without waiting.</summary>
    /// <exception cref="BudgetExceededException">It does not fit.</exception>
    public void Reserve()
    {
        RefuseIfTriedTooOften();
        ticket = CallGate.Reserve(chain, reservation.Amounts, reservation.Why);
    }

    /// <summary>Reserves the worst case, and waits for room where the budgets say so.</summary>
    /// <exception cref="BudgetExceededException">It does not fit.</exception>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public async ValueTask ReserveAsync(CancellationToken cancellationToken)
    {
        RefuseIfTriedTooOften();
        ticket = await CallGate.ReserveAsync(chain, reservation.Amounts, reservation.Why, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether it has been taken over exactly so often.</summary>
    public bool IsAt(int expected) => Volatile.Read(ref level) == expected;

    /// <summary>Takes it over from who took it over last.</summary>
    public bool TryTake(int from) => Interlocked.CompareExchange(ref level, from + 1, from) == from;

    /// <summary>The attempt ended without a reply.</summary>
    public void Failed(Exception? exception)
    {
        Ended(succeeded: false);
        if (NeverSent.Is(exception))
        {
            NotSent();
        }
        else
        {
            StaysCharged();
        }
    }

    /// <summary>Nothing has left the process.</summary>
    public void NotSent() => Settle(default, suspect: false);

    /// <summary>The headers of a reply are there. Never throws: the caller gets the reply whatever the guard makes of it.</summary>
    public void Answered(HttpResponseMessage response)
    {
        try
        {
            var status = (int)response.StatusCode;
            Ended(succeeded: status < 400);
            SettleBy(response, status);
        }
        catch (Exception)
        {
            StaysCharged();
        }
    }

    /// <summary>
    /// Settles by what the reply said. Without a last word of the provider the call stays charged: at its worst case, or, where
    /// Anthropic has told the input, at that input and all the output allowed.
    /// </summary>
    public void Settle(ReplyMeter meter)
    {
        if (meter is { IsFinal: true, Usage: { } usage })
        {
            Settle(Settlement.Of(usage, meter.Model, facts, model, catalog, reservation.Amounts.Calls, IsAnthropic), suspect: false);
            return;
        }

        if (meter.Problem is { } problem)
        {
            BudgetGuard.WarnOnce(
                BudgetWarningKind.UnreadableReply,
                $"The usage of a reply of '{endpoint.Tail}' cannot be read: {problem}. Such calls stay charged at their worst case.");
        }

        if (IsAnthropic && meter.Usage is { Input: not null, Iterations: null } started && facts is { ServerToolUses: 0, ExtraTurns: 0, Fallbacks.Count: 0 })
        {
            Settle(Settlement.OfCut(started, meter.Model, facts, reservation, catalog), suspect: true);
        }
        else
        {
            StaysCharged();
        }
    }

    public void StaysCharged() => Settle(reservation.Amounts, suspect: true);

    /// <summary>The exception for a reply that was still arriving when the time of a scope was over.</summary>
    public BudgetExceededException TimeIsOver() => scope!.TimeIsOver();

    private static ReplyFormat? ReplyFormatOf(ApiFormat format) => format switch
    {
        ApiFormat.AnthropicMessages => ReplyFormat.Anthropic,
        ApiFormat.OpenAiChat => ReplyFormat.Chat,
        ApiFormat.OpenAiResponses => ReplyFormat.Responses,
        ApiFormat.OpenAiEmbeddings => ReplyFormat.Embeddings,

        // A batch is billed when it is done; what is opaque does not say what it used.
        _ => null,
    };

    /// <summary>What the SDKs of Anthropic and OpenAI say of themselves.</summary>
    private static int RetriesOf(HttpRequestMessage request) =>
        request.Headers.TryGetValues("x-stainless-retry-count", out var values) && int.TryParse(values.FirstOrDefault(), out var retries) ? retries : 0;

    private void SettleBy(HttpResponseMessage response, int status)
    {
        if (status is >= 300 and < 400)
        {
            // Sent on to another address: the next hop is an attempt of its own, and this one did no work.
            NotSent();
        }
        else if (status is (>= 400 and < 500 and not 408 and not 499) or 529)
        {
            // Turned away before a token was generated. The attempt counts, its cost does not.
            Settle(new Amounts(reservation.Amounts.Calls, 0, 0, 0, 0), suspect: false);
        }
        else if (status >= 400 || ReplyFormatOf(endpoint.Format) is not { } format)
        {
            StaysCharged();
        }
        else
        {
            MeteredStream.Attach(response, this, format);
        }
    }

    private void RefuseIfTriedTooOften()
    {
        if (call is { } its)
        {
            scope!.RefuseIfTriedTooOften(its, retries);
        }
    }

    private void Ended(bool succeeded)
    {
        if (call is { } its && Interlocked.Exchange(ref ended, 1) == 0)
        {
            scope!.AttemptEnded(its, succeeded);
        }
    }

    private void Settle(in Amounts actual, bool suspect)
    {
        if (Interlocked.Exchange(ref settled, 1) != 0)
        {
            return;
        }

        if (!chain.Settle(ticket, reservation.Amounts, actual, suspect))
        {
            BudgetGuard.Warn(
                BudgetWarningKind.WorstCaseExceeded,
                FormattableString.Invariant($"A call to model '{model ?? "(unknown)"}' used more than its worst case: {Money.Format(Money.ToUsd(actual.NanoUsd))} and {actual.Tokens:N0} tokens instead of at most {Money.Format(Money.ToUsd(reservation.Amounts.NanoUsd))} and {reservation.Amounts.Tokens:N0}. The whole amount is charged."));
        }
    }
}
