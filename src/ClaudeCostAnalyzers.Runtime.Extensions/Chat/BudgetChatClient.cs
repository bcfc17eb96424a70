using System.Runtime.CompilerServices;
using ClaudeCost.Attempts;
using ClaudeCost.Http;
using ClaudeCost.Pricing;
using ClaudeCost.Process;
using ClaudeCost.Usage;
using Microsoft.Extensions.AI;

namespace ClaudeCost.Chat;

/// <summary>Reserves before a chat client is called, and settles by the usage that it reports.</summary>
internal sealed class BudgetChatClient : DelegatingChatClient
{
    private readonly bool free;

    public BudgetChatClient(IChatClient inner, bool free)
        : base(inner)
    {
        this.free = free;
        ProcessBudgets.Start();
    }

    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = messages as IReadOnlyList<ChatMessage> ?? messages.ToList();
        if (Call.Of(this, asked, options) is not { } call)
        {
            return await base.GetResponseAsync(asked, options, cancellationToken).ConfigureAwait(false);
        }

        await call.Charge.ReserveAsync(cancellationToken).ConfigureAwait(false);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, call.Charge.Deadline);
        ChatResponse response;
        try
        {
            Handover.Offer(call.Charge, 0, null);
            response = await base.GetResponseAsync(asked, options, until.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            call.Charge.StaysCharged(AttemptOutcome.NoReply);
            call.ThrowIfTimeIsOver(exception, cancellationToken);
            throw;
        }

        call.Settle(response.Usage, response.ModelId);
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = messages as IReadOnlyList<ChatMessage> ?? messages.ToList();
        if (Call.Of(this, asked, options) is not { } call)
        {
            await foreach (var update in base.GetStreamingResponseAsync(asked, options, cancellationToken).ConfigureAwait(false))
            {
                yield return update;
            }

            yield break;
        }

        await call.Charge.ReserveAsync(cancellationToken).ConfigureAwait(false);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, call.Charge.Deadline);
        UsageDetails? usage = null;
        string? model = null;
        try
        {
            var updates = base.GetStreamingResponseAsync(asked, options, until.Token).GetAsyncEnumerator(until.Token);
            await using (updates.ConfigureAwait(false))
            {
                while (await NextAsync(updates, call, cancellationToken).ConfigureAwait(false))
                {
                    model ??= updates.Current.ModelId;
                    foreach (var content in updates.Current.Contents.OfType<UsageContent>())
                    {
                        (usage ??= new UsageDetails()).Add(content.Details);
                    }

                    yield return updates.Current;
                }

                call.Settle(usage, model);
            }
        }
        finally
        {
            // Given up, or failed: what is settled already stays so.
            call.Charge.StaysCharged(AttemptOutcome.CutReply);
        }
    }

    /// <summary>What is offered holds for one step: each step of an enumeration runs on the flow of who takes it.</summary>
    private static async ValueTask<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, Call call, CancellationToken cancellationToken)
    {
        try
        {
            Handover.Offer(call.Charge, 0, null);
            return await updates.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            call.ThrowIfTimeIsOver(exception, cancellationToken);
            throw;
        }
    }

    private sealed class Call(Charge charge, RequestFacts facts, PriceCatalog catalog, bool free)
    {
        public Charge Charge { get; } = charge;

        /// <returns>The call, or <see langword="null"/> if it concerns nobody.</returns>
        public static Call? Of(BudgetChatClient client, IReadOnlyList<ChatMessage> messages, ChatOptions? options)
        {
            var scope = BudgetScope.Current;
            if (scope is null && !ProcessBudgets.ConcernCallsOutsideScopes)
            {
                return null;
            }

            var model = ModelNames.WithoutKey(options?.ModelId ?? (client.GetService(typeof(ChatClientMetadata)) as ChatClientMetadata)?.DefaultModelId);
            var chain = new AccountChain(scope?.Account, ProcessBudgets.Current.For(scope is not null, model, keyEnd: null));
            var catalog = BudgetGuard.Prices;
            var facts = ChatFacts.Of(messages, options, model);
            facts.IsFree = client.free;
            var reservation = WorstCase.Of(facts, catalog, anthropic: false, embeddings: false);
            if (client.free)
            {
                reservation = reservation with { Amounts = reservation.Amounts with { NanoUsd = 0 } };
            }

            return new Call(new Charge(scope, chain, model, reservation), facts, catalog, client.free);
        }

        public void Settle(UsageDetails? usage, string? served)
        {
            if (usage is not { InputTokenCount: >= 0 and <= UsageJson.MostPlausible and var input, OutputTokenCount: >= 0 and <= UsageJson.MostPlausible and var output })
            {
                Charge.StaysCharged(AttemptOutcome.UsageUnknown);
                return;
            }

            var cached = Math.Max(0, Math.Min(usage.CachedInputTokenCount ?? 0, input));
            var used = new TokenUsage { Input = input - cached, CacheRead = cached, Output = output };
            var actual = Settlement.Of(used, served, facts, facts.Model, catalog, calls: 1);
            Charge.Settle(free ? actual with { NanoUsd = 0 } : actual, suspect: false, AttemptOutcome.Completed, used, served);
        }

        public void ThrowIfTimeIsOver(Exception exception, CancellationToken caller)
        {
            if (exception is OperationCanceledException && Charge.Deadline.IsCancellationRequested && !caller.IsCancellationRequested)
            {
                throw Charge.TimeIsOver();
            }
        }
    }
}
