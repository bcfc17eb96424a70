using ClaudeCost.Pricing;
using ClaudeCost.Usage;

namespace ClaudeCost.Http;

/// <summary>One physical request to a model: what it holds in its scope, and how that is settled, exactly once.</summary>
internal sealed class Attempt
{
    private readonly Endpoint endpoint;
    private readonly RequestFacts? facts;
    private readonly string? model;
    private readonly PriceCatalog catalog;
    private readonly Reservation reservation;
    private readonly long ticket;
    private int settled;

    private Attempt(BudgetScope scope, long ticket, Endpoint endpoint, RequestFacts? facts, string? model, PriceCatalog catalog, in Reservation reservation)
    {
        Scope = scope;
        this.ticket = ticket;
        this.endpoint = endpoint;
        this.facts = facts;
        this.model = model;
        this.catalog = catalog;
        this.reservation = reservation;
    }

    public BudgetScope Scope { get; }

    private bool IsAnthropic => endpoint.Format is ApiFormat.AnthropicMessages or ApiFormat.AnthropicBatch;

    /// <summary>Reserves the worst case of a request that is about to be sent.</summary>
    /// <returns>The attempt, or <see langword="null"/> if the request does not go to a model after all.</returns>
    /// <exception cref="BudgetExceededException">It does not fit.</exception>
    public static Attempt? Begin(BudgetScope scope, Endpoint endpoint, string? modelInPath, HttpRequestMessage request)
    {
        var facts = RequestBody.Read(request.Content, endpoint.Format, out var problem);
        if (!endpoint.Certain && facts is { LooksLikeModelCall: false })
        {
            return null;
        }

        if (!endpoint.Certain && request.Content is null)
        {
            return null;
        }

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
        var ticket = scope.Reserve(reservation.Amounts, reservation.Why);
        return new Attempt(scope, ticket, endpoint, facts, model, catalog, reservation);
    }

    /// <summary>The attempt ended without a reply.</summary>
    public void Failed(Exception? exception)
    {
        if (NeverSent.Is(exception))
        {
            Settle(default, suspect: false);
        }
        else
        {
            StaysCharged();
        }
    }

    /// <summary>The headers of a reply are there.</summary>
    public void Answered(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            // Sent on to another address: the next hop is an attempt of its own, and this one did no work.
            Settle(default, suspect: false);
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

    private static ReplyFormat? ReplyFormatOf(ApiFormat format) => format switch
    {
        ApiFormat.AnthropicMessages => ReplyFormat.Anthropic,
        ApiFormat.OpenAiChat => ReplyFormat.Chat,
        ApiFormat.OpenAiResponses => ReplyFormat.Responses,
        ApiFormat.OpenAiEmbeddings => ReplyFormat.Embeddings,

        // A batch is billed when it is done; what is opaque does not say what it used.
        _ => null,
    };

    private void Settle(in Amounts actual, bool suspect)
    {
        if (Interlocked.Exchange(ref settled, 1) != 0)
        {
            return;
        }

        if (!Scope.Settle(ticket, reservation.Amounts, actual, suspect))
        {
            BudgetGuard.Warn(
                BudgetWarningKind.WorstCaseExceeded,
                FormattableString.Invariant($"A call to model '{model ?? "(unknown)"}' used more than its worst case: {Money.Format(Money.ToUsd(actual.NanoUsd))} and {actual.Tokens:N0} tokens instead of at most {Money.Format(Money.ToUsd(reservation.Amounts.NanoUsd))} and {reservation.Amounts.Tokens:N0}. The whole amount is charged."));
        }
    }
}
