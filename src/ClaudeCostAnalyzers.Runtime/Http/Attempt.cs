using ClaudeCost.Pricing;
using ClaudeCost.Process;
using ClaudeCost.Usage;

namespace ClaudeCost.Http;

/// <summary>One physical request to a model: what it holds in its budgets, and how that is settled, exactly once.</summary>
internal sealed class Attempt : Charge
{
    private readonly Endpoint endpoint;
    private readonly RequestFacts? facts;
    private readonly PriceCatalog catalog;
    private readonly ulong? call;
    private readonly int retries;
    private int ended;

    private Attempt(
        BudgetScope? scope, in AccountChain chain, Endpoint endpoint, RequestFacts? facts, string? model, PriceCatalog catalog, in Reservation reservation, ulong? call, int retries)
        : base(scope, chain, model, reservation)
    {
        this.endpoint = endpoint;
        this.facts = facts;
        this.catalog = catalog;
        this.call = call;
        this.retries = retries;
    }

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
            Settle(Settlement.Of(usage, meter.Model, facts, Model, catalog, Reservation.Amounts.Calls, IsAnthropic), suspect: false);
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
            Settle(Settlement.OfCut(started, meter.Model, facts, Reservation, catalog), suspect: true);
        }
        else
        {
            StaysCharged();
        }
    }

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
            Settle(new Amounts(Reservation.Amounts.Calls, 0, 0, 0, 0), suspect: false);
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

    protected override void BeforeReserving()
    {
        if (call is { } its)
        {
            Scope!.RefuseIfTriedTooOften(its, retries);
        }
    }

    private void Ended(bool succeeded)
    {
        if (call is { } its && Interlocked.Exchange(ref ended, 1) == 0)
        {
            Scope!.AttemptEnded(its, succeeded);
        }
    }
}
