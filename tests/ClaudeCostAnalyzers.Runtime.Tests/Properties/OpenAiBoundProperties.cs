using ClaudeCost.Http;
using ClaudeCost.Pricing;
using FsCheck;
using FsCheck.Fluent;

namespace ClaudeCost.Tests.Properties;

/// <summary>What is reserved for a request to OpenAI is never below the worst bill for it.</summary>
public sealed class OpenAiBoundProperties
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(5_000).WithReplay(20261121, 7);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_reservation_is_below_the_worst_bill_of_OpenAI(bool priorityByDefault) =>
        Prop.ForAll((from ask in OpenAiAsks.All from order in Gen.Choose(0, 1_000) select (ask, order)).ToArbitrary(), entry =>
        {
            var worst = OpenAiWorstBill.Of(entry.ask, priorityByDefault);
            var reserved = Reserved(entry.ask, entry.order, priorityByDefault).Amounts;
            return Money.ToUsd(reserved.NanoUsd) >= worst.Usd && reserved.InputTokens >= worst.Input && reserved.OutputTokens >= worst.Output
                && reserved.Tokens >= worst.Input + worst.Output;
        }).Check(Fixed);

    [Fact]
    public void A_bound_is_unbounded_exactly_where_the_request_leaves_something_open() =>
        Prop.ForAll(OpenAiAsks.All.ToArbitrary(), ask =>
        {
            var hasCap = ask.Cap is not null || (ask.OldCap is not null && !ask.IsResponse);
            var hasOpenTool = ask.Tools.Length > 0 && (!ask.IsResponse || ask.MostToolCalls is null || ask.Tools.Contains("mcp"));
            var open = !hasCap || ask.Hidden is not null || ask.Images > 0 || ask.SoundIn || ask.SoundOut || hasOpenTool;
            return Reserved(ask, 0, false).Bound.IsBounded == !open;
        }).Check(Fixed);

    private static Reservation Reserved(OpenAiAsk ask, int order, bool priorityByDefault)
    {
        var facts = RequestScan.Read(ask.ToJson(order), ask.IsResponse ? ApiFormat.OpenAiResponses : ApiFormat.OpenAiChat)!;
        facts.MayBeFast = facts.LeavesTierOpen && priorityByDefault;
        return WorstCase.Of(facts, PriceCatalog.Default, anthropic: false, embeddings: false);
    }
}
