using ClaudeCost.Http;
using ClaudeCost.Pricing;
using FsCheck;
using FsCheck.Fluent;

namespace ClaudeCost.Tests.Properties;

/// <summary>What is reserved for a request is never below the worst bill for it.</summary>
public sealed class BoundProperties
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(3_000).WithReplay(20261121, 5);

    [Fact]
    public void No_reservation_is_below_the_worst_bill_of_Anthropic() =>
        Prop.ForAll((from ask in Asks.All from order in Gen.Choose(0, 1_000) select (ask, order)).ToArbitrary(), entry =>
        {
            var worst = WorstBill.Of(entry.ask);
            var reserved = Reserved(entry.ask.ToJson(entry.order)).Amounts;
            return Money.ToUsd(reserved.NanoUsd) >= worst.Usd && reserved.InputTokens >= worst.Input && reserved.OutputTokens >= worst.Output
                && reserved.Tokens >= worst.Input + worst.Output;
        }).Check(Fixed);

    [Fact]
    public void A_batch_is_never_reserved_below_the_sum_of_its_worst_bills_at_half_the_price() =>
        Prop.ForAll(Asks.All.NonEmptyListOf().ToArbitrary(), asks =>
        {
            var items = asks.Select((ask, i) => "{\"custom_id\":\"" + i + "\",\"params\":" + System.Text.Encoding.UTF8.GetString(ask.ToJson(i)) + "}");
            var body = System.Text.Encoding.UTF8.GetBytes("{\"requests\":[" + string.Join(",", items) + "]}");
            var reserved = WorstCase.Of(RequestScan.Read(body, ApiFormat.AnthropicBatch)!, PriceCatalog.Default, anthropic: true, embeddings: false).Amounts;

            return reserved.Calls == asks.Count
                && Money.ToUsd(reserved.NanoUsd) >= asks.Sum(ask => WorstBill.Of(ask, discount: 0.5m).Usd)
                && reserved.OutputTokens >= asks.Sum(ask => WorstBill.Of(ask).Output);
        }).Check(Fixed.WithMaxTest(100));

    [Fact]
    public void A_bound_is_unbounded_exactly_where_the_request_leaves_something_open() =>
        Prop.ForAll(Asks.All.ToArbitrary(), ask =>
        {
            var models = ask.Fallbacks.Append(ask.Model).Concat(ask.Advisor is { } advisor ? [advisor.Model] : []);
            var open = ask.Cap is null || ask.Hidden || ask.SearchesOpen || (ask.Fast && !models.All(WorstBill.HasFastMode));
            return Reserved(ask.ToJson(0)).Bound.IsBounded == !open;
        }).Check(Fixed);

    private static Reservation Reserved(byte[] body) =>
        WorstCase.Of(RequestScan.Read(body, ApiFormat.AnthropicMessages)!, PriceCatalog.Default, anthropic: true, embeddings: false);
}
