using ClaudeCost.Attempts;
using ClaudeCost.Pricing;
using ClaudeCost.Process;
using ClaudeCost.Usage;

namespace ClaudeCost.Http;

/// <summary>One physical request to a model: what it holds in its budgets, and how that is settled, exactly once.</summary>
internal sealed class Attempt : Charge, IMetered
{
    private static readonly string[] RequestIdHeaders = ["request-id", "x-request-id", "apim-request-id", "x-amzn-requestid"];

    private readonly Destination destination;
    private readonly PriceCatalog catalog;
    private readonly ulong fingerprint;
    private readonly decimal surcharge;
    private readonly int retries;
    private readonly bool countsAttempts;
    private RequestFacts? facts;
    private AttemptTrace? trace;
    private BatchReport? batch;
    private BatchFile? file;
    private int ended;

    private Attempt(
        BudgetScope? scope, in AccountChain chain, Destination destination, RequestFacts? facts, string? model, PriceCatalog catalog, in Reservation reservation, decimal surcharge, ulong fingerprint, HttpRequestMessage request)
        : base(scope, chain, model, reservation)
    {
        this.destination = destination;
        this.facts = facts;
        this.catalog = catalog;
        this.surcharge = surcharge;
        this.fingerprint = fingerprint;
        countsAttempts = scope is { CountsAttempts: true };
        retries = countsAttempts ? RetriesOf(request) : 0;
        if (IsObservedFromItsBeginning)
        {
            trace = new AttemptTrace { KeyEnd = KeyEnd.Of(request), Call = CallIds.Next(fingerprint) };
        }
    }

    private Endpoint Endpoint => destination.Endpoint;

    protected override Uri? Address => destination.Address;

    private bool IsAnthropic => Endpoint.IsAnthropic;

    /// <summary>Whether a request goes to a model, by its address, and is charged to anything.</summary>
    public static bool Concerns(HttpRequestMessage request) =>
        Destination.Of(request) is not null && (BudgetScope.Current is not null || ProcessBudgets.ConcernCallsOutsideScopes);

    /// <summary>Works out the worst case of a request that is about to be sent. Nothing is reserved yet.</summary>
    /// <returns>The attempt, or <see langword="null"/> if the request does not go to a model or is charged to nothing.</returns>
    /// <exception cref="BudgetExceededException">The kill switch is on.</exception>
    public static Attempt? Of(HttpRequestMessage request)
    {
        var scope = BudgetScope.Current;
        if (Destination.Of(request) is not { } destination || (scope is null && !ProcessBudgets.ConcernCallsOutsideScopes))
        {
            return null;
        }

        var endpoint = destination.Endpoint;

        var address = AttemptFeed.IsObserved || scope is { CountsAttempts: true } ? request.RequestUri!.AbsoluteUri : null;
        var facts = RequestBody.Read(request.Content, endpoint.Format, address, out var problem, out var fingerprint);
        if (!endpoint.Certain && (request.Content is null || facts is { LooksLikeModelCall: false }))
        {
            return null;
        }

        var catalog = BudgetGuard.Prices;

        // Where the path names the model, what the body says is not looked at.
        var file = endpoint.Format == ApiFormat.OpaqueBatch ? BatchFiles.Find(destination.Address, facts?.InputFile) : null;
        var model = destination.Model ?? file?.Model ?? facts?.Model;
        if (facts is not null)
        {
            facts.Model = model;
            facts.IsFree = endpoint.IsFree;
            facts.Address = destination.Address;
            if (endpoint.Format == ApiFormat.Converse)
            {
                RequestScan.NoteConverseModel(facts, model);
            }

            facts.MayBeFast = facts.LeavesTierOpen && PriorityTiers.MayServe(destination.Address);
            facts.Fast |= BedrockHeaders.AskForMore(request, endpoint);
            facts.Regional |= destination.RegionalPrice.IsMore(model);
        }

        var reservation = facts is null
            ? endpoint.Format == ApiFormat.AnthropicBatch ? WorstCase.OfUnreadableBatch(catalog, problem, model) : WorstCase.OfUnreadable(catalog, problem, model)
            : file is not null ? file.Reservation
            : endpoint.Format == ApiFormat.OpaqueBatch ? WorstCase.OfUnreadableBatch(catalog, "The batch lies in a file that only the provider holds.", model)
            : endpoint.HasManyFormats && !facts.NamesAnthropicVersion ? WorstCase.OfUnreadable(catalog, "The body of the request is not in Anthropic's format.", model, facts.Fast)
            : endpoint.Format == ApiFormat.Opaque ? WorstCase.OfUnreadable(catalog, $"What a request to '{endpoint.Tail}' costs is not known.", model)
            : WorstCase.Of(facts, catalog, endpoint.IsAnthropic, endpoint.Format == ApiFormat.OpenAiEmbeddings);
        if (endpoint.IsFree)
        {
            reservation = reservation with { Amounts = reservation.Amounts with { NanoUsd = 0 } };
        }

        var surcharge = Surcharges.Of(destination.Address);
        if (surcharge != 1m)
        {
            reservation = reservation with { Amounts = Surcharges.On(reservation.Amounts, surcharge) };
        }

        var set = ProcessBudgets.Current;
        var keyEnd = set.Keys.Count == 0 ? null : KeyEnd.Of(request);
        var accounts = facts is { HasFallbacks: true } && set.Models.Count > 0
            ? set.For(scope is not null, model, facts.Fallbacks, keyEnd)
            : set.For(scope is not null, model, keyEnd);
        var chain = new AccountChain(scope?.Account, accounts);
        return new Attempt(scope, chain, destination, facts, model, catalog, reservation, surcharge, fingerprint, request) { file = file };
    }

    /// <summary>The attempt ended without a reply.</summary>
    public void Failed(Exception? exception)
    {
        if (Trace() is { } its)
        {
            its.ErrorType ??= exception?.GetType().FullName;
        }

        Ended(succeeded: false);
        if (NeverSent.Is(exception))
        {
            NotSent();
        }
        else
        {
            StaysCharged(AttemptOutcome.NoReply);
        }
    }

    /// <summary>The headers of a reply are there. Never throws: the caller gets the reply whatever the guard makes of it.</summary>
    public void Answered(HttpResponseMessage response)
    {
        try
        {
            var status = (int)response.StatusCode;
            if (Trace() is { } its)
            {
                its.Status = status;
                its.ToHeaders = Elapsed;
                its.RequestId = RequestIdOf(response);
            }

            Ended(succeeded: status < 400);
            SettleBy(response, status);
        }
        catch (Exception)
        {
            StaysCharged(AttemptOutcome.UsageUnknown);
        }
    }

    /// <summary>
    /// Settles by what the reply said. Without a last word of the provider the call stays charged: at its worst case, or, where
    /// Anthropic has told the input, at that input and all the output allowed.
    /// </summary>
    /// <param name="meter">What was read of the reply.</param>
    /// <param name="clean">Whether it was read to its end.</param>
    public void Settle(ReplyMeter meter, bool clean)
    {
        if (batch is not null)
        {
            BatchIsAccepted(batch, clean);
            return;
        }

        // Of several answers of Gemini one may have ended, and another not.
        var isWhole = clean || Endpoint.Format != ApiFormat.Gemini || facts is { Choices: 1 };
        if (meter is { IsFinal: true, Usage: { } usage } && isWhole)
        {
            if (usage.Fast == true && facts is { LeavesTierOpen: true })
            {
                PriorityTiers.HasServed(destination.Address);
            }

            var actual = Surcharges.On(Settlement.Of(usage, meter.Model, facts, Model, catalog, Reservation.Amounts.Calls, IsAnthropic), surcharge);
            Settle(Endpoint.IsFree ? actual with { NanoUsd = 0 } : actual, suspect: false, AttemptOutcome.Completed, usage, meter.Model);
            return;
        }

        if (meter.Problem is { } problem)
        {
            BudgetGuard.WarnOnce(
                BudgetWarningKind.UnreadableReply,
                $"The usage of a reply of '{Endpoint.Tail}' cannot be read: {problem}. Such calls stay charged at their worst case.");
        }

        var outcome = clean && meter.Problem is not null ? AttemptOutcome.UsageUnknown : AttemptOutcome.CutReply;
        if (IsAnthropic && meter.Usage is { Input: not null, Iterations: null, CannotBePriced: false } started && facts is { ServerToolUses: 0, ExtraTurns: 0, HasFallbacks: false })
        {
            var most = Surcharges.On(Settlement.OfCut(started, meter.Model, facts, Reservation, catalog), surcharge);
            Settle(most with { NanoUsd = Math.Min(most.NanoUsd, Reservation.Amounts.NanoUsd) }, suspect: true, outcome, started, meter.Model);
        }
        else
        {
            StaysCharged(outcome, meter.Usage, meter.Model);
        }
    }

    Exception IMetered.TimeIsOver() => TimeIsOver();

    void IMetered.Unread(AttemptOutcome outcome) => StaysCharged(outcome);

    protected override SettledAttempt Describe()
    {
        var known = base.Describe();
        return known with
        {
            CallId = trace?.Call?.Id ?? known.CallId,
            Attempt = trace?.Call?.Attempt ?? 1,
            TimeToHeaders = trace?.ToHeaders,
            ErrorType = trace?.ErrorType,
            Status = trace?.Status,
            RequestId = trace?.RequestId,
            BatchId = batch?.Id,
            Provider = Providers.Of(destination.Address, Endpoint),
            Operation = Providers.Operation(Endpoint),
            Address = destination.Address,
            KeyEnd = trace?.KeyEnd,
            PriceVersion = catalog.Version,
        };
    }

    public override SettledAttempt? DescribeInFlight() => trace?.Call is null ? null : Describe();

    /// <summary>What observers want to know, if there are any: also of one who has come meanwhile.</summary>
    private AttemptTrace? Trace() => AttemptFeed.IsObserved ? trace ??= new AttemptTrace() : null;

    private static ReplyFormat? ReplyFormatOf(ApiFormat format) => format switch
    {
        ApiFormat.AnthropicMessages => ReplyFormat.Anthropic,
        ApiFormat.OpenAiChat => ReplyFormat.Chat,
        ApiFormat.OpenAiResponses => ReplyFormat.Responses,
        ApiFormat.OpenAiEmbeddings => ReplyFormat.Embeddings,
        ApiFormat.Gemini => ReplyFormat.Gemini,
        ApiFormat.Converse => ReplyFormat.Converse,
        ApiFormat.AnthropicBatch or ApiFormat.OpaqueBatch => ReplyFormat.Batch,

        // What is opaque does not say what it used.
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
            if (response.RequestMessage is { } request)
            {
                destination.IsSentOn(request);
            }

            Settle(default, suspect: false, AttemptOutcome.Redirected);
        }
        else if (IsTurnedAway(status))
        {
            // Turned away before a token was generated. The attempt counts, its cost does not.
            Settle(new Amounts(Reservation.Amounts.Calls, 0, 0, 0, 0), suspect: false, AttemptOutcome.Rejected);
        }
        else if (status >= 400 || ReplyFormatOf(Endpoint.Format) is not { } format)
        {
            StaysCharged(status >= 400 ? AttemptOutcome.Failed : AttemptOutcome.UsageUnknown);
        }
        else
        {
            batch = format == ReplyFormat.Batch ? new BatchReport(static (_, _) => { }) : null;
            MeteredStream.Attach(response, this, format, format == ReplyFormat.Gemini ? GeminiHeaders.Read(response) : Endpoint.HasManyFormats ? BedrockHeaders.Read(response) : null, batch);
        }
    }

    /// <summary>
    /// The provider bills a batch when it is done: it stays charged at its worst case, and is kept by its id, until somebody reads what
    /// it has cost.
    /// </summary>
    private void BatchIsAccepted(BatchReport report, bool clean)
    {
        if (report.Id is not { } id)
        {
            StaysCharged(clean ? AttemptOutcome.UsageUnknown : AttemptOutcome.CutReply);
            return;
        }

        StaysCharged(AttemptOutcome.BatchAccepted);
        if (file is not { HasFees: true })
        {
            OpenBatches.Add(new OpenBatch(this, id, destination, file?.Facts ?? facts?.OfAllItems(), file?.Calls ?? facts?.BatchItems?.Count, Model, catalog, surcharge));
        }

        // A batch may have a hundred thousand messages.
        facts = null;
    }

    /// <summary>
    /// Statuses by which providers refuse a request before they work on it. What is not in the list (408, 409, 424 of Bedrock, 499,
    /// those that gateways make up) may come after the work.
    /// </summary>
    private static bool IsTurnedAway(int status) => status is (>= 400 and <= 407) or (>= 410 and <= 418) or 421 or 422 or 426 or 428 or 429 or 431 or 451 or 529;

    protected override void BeforeReserving()
    {
        base.BeforeReserving();
        if (countsAttempts)
        {
            Scope!.RefuseIfTriedTooOften(fingerprint, retries);
        }
    }

    private void Ended(bool succeeded)
    {
        if (!countsAttempts && trace?.Call is null)
        {
            // Nobody asks.
            return;
        }

        if (Interlocked.Exchange(ref ended, 1) != 0)
        {
            return;
        }

        if (countsAttempts)
        {
            Scope!.AttemptEnded(fingerprint, succeeded);
        }

        if (!succeeded && trace?.Call is { } its)
        {
            CallIds.HasFailed(fingerprint, its.Id, its.Attempt);
        }
    }

    private static string? RequestIdOf(HttpResponseMessage response)
    {
        foreach (var header in RequestIdHeaders)
        {
            if (response.Headers.TryGetValues(header, out var values))
            {
                return values.FirstOrDefault();
            }
        }

        return null;
    }
}
